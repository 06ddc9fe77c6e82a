"""Contacts that are written down: the desk's form for a call, a letter or a visit, the records and their figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import Incomplete, Refused
from casework.models import Channel
from casework.paging import keyset
from contacts import figures, rules, services
from contacts.access import records_visible_to
from contacts.channels import channel
from contacts.forms.records import ASKED, ContactForm
from contacts.views.desk import for_the_desk, for_the_office
from contacts.views.tabs import tabs
from deputies.models import PeoplesCongress, posts_of
from feedback import desk_drafts, kept_files
from feedback import services as feedback
from feedback.views.desk import show_receipt_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from casework.models import Case

_OF_OCCASIONS = ("web", "reception", "symposium", "form", "survey")


@login_required
def contact_records(request: HttpRequest) -> HttpResponse:
    """Every contact that was recorded, the latest first; what waits to be conveyed by itself."""
    for_the_office(request)
    rows = records_visible_to(request.user).for_lists()
    waits = request.GET.get("show") == "waiting"
    page = keyset(rows.not_conveyed() if waits else rows, "heard_on", request.GET, descending=True)
    url = reverse("contact_records")
    context = {
        "tabs": tabs(request, "contact_records"),
        "page": page,
        "ways": _ways() if posts_of(request.user).has("officer", "station") else [],
        "shows": [
            {"label": _("All"), "url": url, "current": not waits, "count": None},
            {
                "label": _("Heard, not conveyed yet"),
                "url": f"{url}?show=waiting",
                "current": waits,
                "count": rows.not_conveyed().order_by()[:200].count(),
            },
        ],
    }
    return render(request, "contacts/records.html", context)


def _ways() -> list[Channel]:
    """The channels that are entered by hand: ours, and what an operator has added."""
    for code in ASKED:
        channel(code)
    return list(Channel.objects.filter(is_active=True, at_desk=True).exclude(code__in=_OF_OCCASIONS))


@login_required
@sensitive_post_parameters()
def enter_contact(request: HttpRequest, way: str) -> HttpResponse:
    """A call while on the line, a letter with its scan, a visit: an opinion, given to the deputy named."""
    for_the_desk(request)
    found = _way(way)
    if request.POST.get("step") == "keep":
        _keep(request, found)
        return redirect("contact_enter", way)
    draft = None if request.POST else desk_drafts.find(_user(request), _of(found))
    form = _form(request, found, draft)
    if request.method == "POST" and form.is_valid():
        case = _entered(request, form)
        if case is not None:
            kept_files.forget(form.kept)
            desk_drafts.forget(_user(request), _of(found))
            show_receipt_of(request, case)
            return redirect("entered", case.number)
    if form.is_bound:
        form.keep_files()
        draft = _keep(request, found)
    context = {
        "form": form,
        "way": found,
        "asked": [form[name] for name in form.asked],
        "draft": draft,
        "restored": not form.is_bound and draft,
    }
    return render(request, "contacts/enter.html", context, status=400 if form.errors else 200)


def _way(code: str) -> Channel:
    """The channel of this code that is entered by hand; ours are made where they are missing."""
    if code in ASKED:
        channel(code)
    return get_object_or_404(Channel, code=code, is_active=True, at_desk=True)


def _form(request: HttpRequest, way: Channel, draft: desk_drafts.Kept | None = None) -> ContactForm:
    typed = dict(draft.fields) if draft else {}
    posts = posts_of(request.user)
    return ContactForm(request.POST or None, request.FILES or None, way=way, posts=posts, initial=typed)


def _of(way: Channel) -> str:
    return f"contact:{way.code}"


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user


def _keep(request: HttpRequest, way: Channel) -> desk_drafts.Kept | None:
    names = [name for name in _form(request, way).fields if name != "attachments"]
    return desk_drafts.keep(_user(request), _of(way), request.POST, names)


@login_required
@require_POST
@sensitive_post_parameters()
def contact_draft(request: HttpRequest, way: str) -> HttpResponse:
    """A part of the page: what is typed is kept, and until when. With the step ``forget`` it is deleted."""
    for_the_desk(request)
    found = _way(way)
    if request.POST.get("step") == "forget":
        desk_drafts.forget(_user(request), _of(found))
        return redirect("contact_enter", way)
    return render(request, "contacts/_draft.html", {"draft": _keep(request, found)})


def _entered(request: HttpRequest, form: ContactForm) -> Case | None:
    """The opinion; None with the reason in the form. Without a deputy it is an opinion like any other."""
    actor, language = Actor.of(request.user), get_language() or "zh-hans"
    try:
        if form.cleaned_data["deputy"]:
            return services.note(form.heard(language), actor=actor).case
        form.cleaned_data["channel"], form.cleaned_data["body"] = form.way, form._words()
        return feedback.submit_page(form.submission(language), actor=actor)[0]
    except Refused as refused:
        refuse(form, refused)
        return None


def refuse(form: Form, refused: Refused) -> None:
    """Show the refusal at its field, where the form has it."""
    name = refused.field if isinstance(refused, Incomplete) else ""
    form.add_error(name if name in form.fields else None, str(refused))


# --- Figures ----------------------------------------------------------------------------------------------
@login_required
def contact_figures(request: HttpRequest) -> HttpResponse:
    """The year by channel, and the deputies below the yearly minimum, those without any contact first."""
    for_the_office(request)
    posts, today = posts_of(request.user), timezone.localdate()
    keys = posts.officer | posts.committee
    of = PeoplesCongress.objects.filter(pk__in=keys) | PeoplesCongress.objects.filter(
        stations__in=posts.station
    )
    congress = of.order_by("pk").distinct()[:1].get()
    year = _year(request, today)
    since, until = date(year, 1, 1), min(date(year, 12, 31), today)
    least = rules.contacts_a_year(congress, today)
    rows = figures.by_channel([congress.pk], since, until)
    context = {
        "tabs": tabs(request, "contact_figures"),
        "year": year,
        "years": [today.year - back for back in range(3)],
        "columns": [
            _("Channel"),
            _("Opinions"),
            _("Answered"),
            _("Contacts recorded"),
            _("of these conveyed"),
        ],
        "rows": [
            {"label": str(one.channel), "values": [one.opinions, one.answered, one.contacts, one.conveyed]}
            for one in rows
        ],
        "least": least,
        "few": figures.without_contact(congress, since, until, least.value)[:200],
    }
    return render(request, "contacts/figures.html", context)


def _year(request: HttpRequest, today: date) -> int:
    wanted: Any = request.GET.get("year", "")
    return int(wanted) if wanted.isdecimal() and 2000 <= int(wanted[:4]) <= today.year else today.year
