"""The office's pages that know an opinion: who wrote it, what is like it, and entering one at the desk."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.access import roles_on, visible_to
from casework.confidential import shielded
from casework.errors import Refused
from casework.services import why_not_joined
from casework.views.bulk import MOST as MOST_TOGETHER
from casework.workflows import OPINION
from deputies.models import posts_of
from feedback import identity, kept_files, receipts, sameness, services
from feedback.alike import SAME_WORDS, similar
from feedback.entering import EnterForm
from feedback.looking import purposes_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Case
    from casework.models.case import CaseQuerySet

_SHOWN_FOR = 600  # seconds in which the receipt of an entered opinion can be printed again
_ENTERED = "entered"
_FEWEST_OF_A_CAMPAIGN = 2  # beside the open case; one alone has its own button
_JOINABLE = OPINION.step("join").sources


def _case(request: HttpRequest, number: str) -> Case:
    return get_object_or_404(
        visible_to(request.user).for_lists().select_related("congress", "opinion"), number=number
    )


# --- Who wrote it ---------------------------------------------------------------------------------------
@login_required
@require_POST
@never_cache
def case_identity(request: HttpRequest, number: str) -> HttpResponse:
    """Show the identity once, for a purpose; the look is logged before anything is shown."""
    case = _case(request, number)
    allowed = purposes_for(case, roles_on(request.user, case))
    if not allowed:
        raise PermissionDenied(_("Only the liaison office and the station may see who the citizen is."))
    purpose = next((one for one in allowed if one.value == request.POST.get("purpose")), None)
    if purpose is None:
        return HttpResponseBadRequest(_("Say what you need the identity for."))
    person = identity.open_identity(case.root_id, actor=Actor.of(request.user), purpose=purpose.value)
    context = {"case": case, "person": person, "purpose": purpose.label}
    template = "cases/_identity_shown.html" if request.htmx else "cases/identity.html"  # type: ignore[attr-defined]
    return render(request, template, context)


# --- What is like it ------------------------------------------------------------------------------------
@login_required
def case_similar(request: HttpRequest, number: str) -> HttpResponse:
    """Cases this reader may see that say much the same, each with how alike it is: the same person's, where the
    reader is the office, apart from those of others. Many of the same words can be handled together at once.
    """
    case = shielded(_case(request, number), request.user)
    seen = visible_to(request.user).opinions()
    text = f"{case.title}\n{case.opinion.body}"
    near = similar(text, seen, exclude=case.pk)
    rows = seen.for_lists().select_related("opinion").in_bulk([pk for pk, _score in near])
    found = {pk: shielded(one, request.user) for pk, one in rows.items()}
    roles = roles_on(request.user, case, organs=())
    same = sameness.same_person(case, found) if roles & {"officer", "station"} else frozenset()
    can_join = "officer" in roles and case.status in _JOINABLE
    similar_ones = [
        (found[pk], round(score * 100), can_join and not why_not_joined(case, found[pk]))
        for pk, score in near
        if pk in found
    ]
    context = {
        "case": case,
        "similar": similar_ones,
        "groups": [
            (_("From the same person"), [one for one in similar_ones if one[0].pk in same]),
            (_("From others") if same else "", [one for one in similar_ones if one[0].pk not in same]),
        ],
        "campaign": _campaign(case, seen, text) if can_join else [],
    }
    return render(request, "cases/_similar.html" if request.htmx else "cases/similar.html", context)  # type: ignore[attr-defined]


def _campaign(case: Case, seen: CaseQuerySet, text: str) -> list[Case]:
    """This case and those with the same words that nobody has been given yet, where there are several: to be handled
    together in one step.
    """
    waiting = seen.filter(status__in=_JOINABLE, congress=case.congress_id, joined_count=0).exclude(pk=case.pk)
    keys = [pk for pk, score in similar(text, waiting, MOST_TOGETHER - 1) if score >= SAME_WORDS]
    if len(keys) < _FEWEST_OF_A_CAMPAIGN or case.joined_count:
        return []
    return [case, *waiting.filter(pk__in=keys).only("pk", "version").order_by("pk")]


# --- Entering one at the desk ---------------------------------------------------------------------------
@login_required
@sensitive_post_parameters()
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a visit, a call or a letter; the same form sent twice is one opinion."""
    posts = posts_of(request.user)
    if not posts.has("officer", "station"):
        raise PermissionDenied(_("Only the liaison office and the stations enter what people tell them."))
    form = EnterForm(request.POST or None, request.FILES or None, posts=posts)
    if request.method == "POST" and form.is_valid():
        return _entered(request, form)
    if form.is_bound:
        form.keep_files()
    return render(request, "desk/enter.html", {"form": form}, status=400 if form.errors else 200)


def _entered(request: HttpRequest, form: EnterForm) -> HttpResponse:
    actor = Actor.of(request.user)
    case, _code = services.submit_page(form.submission(get_language() or "zh-hans"), actor=actor)
    kept_files.forget(form.kept)
    if form.cleaned_data["register"] and case.status == "submitted":
        _register(request, case, actor)
    show_receipt_of(request, case)
    return redirect("entered", case.number)


def show_receipt_of(request: HttpRequest, case: Case) -> None:
    """For ten minutes this person can print the receipt of what they have just entered."""
    request.session[_ENTERED] = _lately(request) | {case.number: int(time.time())}


def _register(request: HttpRequest, case: Case, actor: Actor) -> None:
    try:
        services.register(case, actor=actor)
    except Refused as refused:
        messages.warning(request, str(refused))


def _lately(request: HttpRequest) -> dict[str, int]:
    """What this person entered in the last ten minutes, and when; no code is kept anywhere."""
    since = time.time() - _SHOWN_FOR
    return {number: at for number, at in request.session.get(_ENTERED, {}).items() if at >= since}


@login_required
@never_cache
def entered(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt to print for the person: number and query code, for ten minutes and then never again."""
    case = _case(request, number)
    if not roles_on(request.user, case) & {"officer", "station"}:
        raise PermissionDenied(_("Only the office that entered an opinion prints its receipt."))
    key = case.opinion.submission_key
    code = receipts.code_for(key) if key and number in _lately(request) else ""
    return render(request, "desk/entered.html", {"case": case, "code": code, "printed_on": case.opened_at})
