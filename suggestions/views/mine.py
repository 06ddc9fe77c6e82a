"""What a deputy has in hand: drafts, what they are asked to sign, what was handed in, what waits for a rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import Refused
from casework.paging import keyset
from casework.typed import whole
from deputies.models import posts_of
from feedback.hot import deciding
from feedback.hot.access import issues_visible_to, opinions_of
from feedback.hot.figures import figures_for
from feedback.models.issue import Decided
from suggestions import services
from suggestions.access import deputy_of, drafts_visible_to
from suggestions.forms import BeginForm, LinkForm
from suggestions.models import Answer, Invitation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from deputies.models import Deputy
    from feedback.models import HotIssue

TABS = ("open", "rate", "done")


def acting_deputy(request: HttpRequest) -> Deputy:
    """The deputy who is signed in; 403 with a sentence for everybody else."""
    deputy = deputy_of(request.user)
    if deputy is None:
        raise PermissionDenied(_("Only a deputy has suggestions of their own."))
    return deputy


@login_required
def my_suggestions(request: HttpRequest) -> HttpResponse:
    """Drafts and invitations first: they wait for this deputy alone."""
    acting_deputy(request)
    asked = request.GET.get("tab", "open")
    tab = asked if asked in TABS else "open"
    mine = visible_to(request.user).of_deputies().select_related("organ", "session", "deputy")
    rows = {
        "open": mine.open().exclude(status="delivered"),
        "rate": mine.filter(status="delivered"),
        "done": mine.filter(closed_at__isnull=False),
    }
    page = keyset(
        rows[tab], "opened_at" if tab == "done" else "due_on", request.GET, descending=tab == "done"
    )
    names = {"open": _("On the way"), "rate": _("Answered, to be rated"), "done": _("Concluded")}
    counts = {"rate": rows["rate"][:100].count()}
    url = reverse("my_suggestions")
    context = {
        "drafts": drafts_visible_to(request.user).filter(deputy__in=posts_of(request.user).deputy),
        "invitations": _to_sign(request),
        "page": page,
        "tab": tab,
        "tabs": [
            {"label": words, "url": f"{url}?tab={name}", "current": name == tab, "count": counts.get(name)}
            for name, words in names.items()
        ],
    }
    return render(request, "suggestions/mine.html", context)


def _to_sign(request: HttpRequest) -> list[Invitation]:
    mine = posts_of(request.user).deputy
    open_now = Q(suggestion__stage="signing") | Q(
        suggestion__case__status="incomplete", suggestion__case__kind="motion", state=Answer.ASKED
    )
    rows = Invitation.objects.filter(open_now, deputy__in=mine).exclude(state=Answer.DECLINED)
    return list(rows.select_related("suggestion__deputy").order_by("pk"))


@login_required
def draft_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft, from any number of opinions or from none."""
    deputy = acting_deputy(request)
    issue = _issue(request)
    chosen = (
        {"opinions": list(opinions_of(request.user, issue).values_list("pk", flat=True))} if issue else {}
    )
    form = LinkForm(request.POST or None, user=request.user, initial=chosen)  # type: ignore[arg-type]
    begin = BeginForm(request.POST or None)
    if request.method == "POST" and begin.is_valid() and form.is_valid():
        actor = Actor.of(request.user)
        try:
            draft = services.begin(
                deputy, actor=actor, opinions=form.cleaned_data["opinions"], form=begin.cleaned_data["form"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if issue is not None:
                deciding.taken_up(issue, Decided.DRAFT, str(deputy), "", actor=actor)
            return redirect("draft", draft.pk)
    people = figures_for(request.user, [issue])[issue.pk].counts.people if issue else 0
    context = {"form": form, "begin": begin, "deputy": deputy, "issue": issue, "people": people}
    return render(request, "suggestions/new.html", context)


def _issue(request: HttpRequest) -> HotIssue | None:
    """The hot issue that the draft begins from, where the address names one that this deputy sees."""
    key = whole(request.GET.get("issue", ""))
    return issues_visible_to(request.user).standing().filter(pk=key).first() if key is not None else None
