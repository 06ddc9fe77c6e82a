"""The board of motions for office, committee and organs; completing one; and the public page with their results."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import Incomplete, NotAllowed, Refused
from casework.paging import keyset
from casework.typed import whole
from casework.workflows import MOTION
from deputies.mandates import phase_of
from deputies.models import PeoplesCongress, Post, posts_of
from suggestions.forms import BringForm, InviteForm, MotionWordsForm, TimesForm
from suggestions.models import Suggestion
from suggestions.motion_face import organ_days
from suggestions.services import motions as services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Case
    from casework.models.case import CaseQuerySet
    from deputies.models import Session

_MOST = 200  # motions that wait at one time; a session has a few dozen


@login_required
def motion_board(request: HttpRequest) -> HttpResponse:
    """Every motion this reader sees, by where it stands; the organ's are those it is to carry out."""
    if not posts_of(request.user).has("officer", "committee", "handler", "head"):
        raise PermissionDenied(
            _("The board of motions is for office, committee and the organs that have one.")
        )
    return _board(request)


def _board(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    everything = visible_to(request.user).motions()
    chosen = request.GET.get("status", "")
    shown = everything.filter(status=chosen) if chosen in MOTION.by_status else everything
    rows = shown.select_related("deputy", "organ", "session", "motion")
    session = _session(request)
    context = {
        "page": keyset(rows, "opened_at", request.GET, descending=True),
        "tally": _tally(everything),
        "chosen": chosen,
        "session": session,
        "times": TimesForm(initial=_times(session)) if session else None,
        "may_bring": bool(posts_of(request.user).officer),
        **more,
    }
    return render(request, "suggestions/motions/board.html", context, status=status)


#: Where a committee owes its opinion or its report, and where the standing committee owes its decision.
WITH_A_COMMITTEE = ("to_committee", "in_committee")
BEFORE_THE_STANDING = ("before_standing", "organ_reported")


@login_required
@require_safe
def committee_motions(request: HttpRequest) -> HttpResponse:
    """What is with a committee and by when, the earliest first; and what waits for the standing committee."""
    if not posts_of(request.user).has("committee", "officer"):
        raise PermissionDenied(_("This page is for committees of the congress and the liaison office."))
    seen = (
        visible_to(request.user)
        .motions()
        .select_related("motion__with_body", "session", "deputy", "congress")
    )
    waiting = list(seen.filter(status__in=WITH_A_COMMITTEE).order_by("due_on", "pk")[:_MOST])
    bodies = Counter(case.motion.with_body for case in waiting if case.motion.with_body)
    own = _own_committees(request)
    asked = whole(request.GET.get("committee", ""))
    chosen = {asked} & {body.pk for body in bodies} if asked is not None else set(own)
    mine = [case for case in waiting if case.motion.with_body_id in chosen] if chosen else waiting
    context = {
        "bodies": sorted(bodies.items(), key=lambda pair: pair[0].name),
        "chosen": chosen,
        "own": own,
        "asked": asked,
        "rows": [(case, organ_days(case)) for case in mine],
        "standing": list(seen.filter(status__in=BEFORE_THE_STANDING).order_by("due_on", "pk")[:_MOST]),
    }
    return render(request, "suggestions/motions/committee.html", context)


def _own_committees(request: HttpRequest) -> dict[int, str]:
    """The special committees of which the reader is a member: names by key."""
    posts = Post.objects.in_force(timezone.localdate()).filter(user=request.user.pk)
    return dict(
        posts.exclude(special_committee=None).values_list("special_committee", "special_committee__name")
    )


def _tally(cases: CaseQuerySet) -> list[tuple[str, str, int]]:
    counts = dict(cases.order_by().values_list("status").annotate(n=Count("pk")))
    return [(one.name, one.label, counts[one.name]) for one in MOTION.statuses if counts.get(one.name)]


def _session(request: HttpRequest) -> Session | None:
    """The session that meets, for the office whose presidium decides its times."""
    congress = PeoplesCongress.objects.filter(pk__in=posts_of(request.user).officer).order_by("pk").first()
    phase = phase_of(congress) if congress else None
    return phase.session if phase and phase.in_session else None


def _times(session: Session) -> dict[str, Any]:
    return {"cutoff": session.motion_cutoff, "last_presidium": session.last_presidium}


@login_required
@require_POST
def motion_times(request: HttpRequest) -> HttpResponse:
    """The presidium's cut-off, as the office enters it."""
    session = _session(request)
    if session is None:
        raise PermissionDenied(_("Only the office enters the times of a session, while it meets."))
    form = TimesForm(request.POST)
    if form.is_valid():
        try:
            services.set_times(session, actor=Actor.of(request.user), **form.cleaned_data)
        except Incomplete as missing:
            form.add_error(missing.field, str(missing))
        else:
            messages.success(request, _("The times of the session are kept."))
            return redirect("motion_board")
    return _board(request, 400, times=form)


@login_required
def motion_new(request: HttpRequest) -> HttpResponse:
    """The office enters the motion of a committee or of the presidium."""
    congress = PeoplesCongress.objects.filter(pk__in=posts_of(request.user).officer).order_by("pk").first()
    if congress is None:
        raise PermissionDenied(_("Only the office of this congress enters motions."))
    form = BringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.bring_for(congress, actor=Actor.of(request.user), **form.cleaned_data)
        except Incomplete as missing:
            form.add_error(missing.field, str(missing))
        else:
            return redirect("case", case.number)
    return render(request, "suggestions/motions/new.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_POST
def motion_complete(request: HttpRequest, number: str) -> HttpResponse:
    """The words of a motion that was returned, and further deputies asked to sign it."""
    case = get_object_or_404(visible_to(request.user).motions(), number=number)
    try:
        _complete(request, case)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("case", number)


def _complete(request: HttpRequest, case: Case) -> None:
    suggestion = Suggestion.objects.filter(case=case).first()
    if suggestion is None:
        raise NotAllowed(_("Only the deputy who leads it completes a motion."))
    actor = Actor.of(request.user)
    if "names" in request.POST:
        asked = InviteForm(request.POST, suggestion=suggestion)
        if not asked.is_valid():
            raise Refused(" ".join(str(one) for errors in asked.errors.values() for one in errors))
        services.ask_more(case, asked.cleaned_data["names"], actor=actor)
        messages.success(request, _("They have been asked. They read and sign it in their own sessions."))
        return
    words = MotionWordsForm(request.POST, instance=Suggestion.objects.get(pk=suggestion.pk))
    if not words.is_valid():
        raise Refused(_("A motion has cause, grounds and plan."))
    services.reword(case, actor=actor, **words.cleaned_data)
    messages.success(request, _("The words are kept. Who had signed signs them anew."))
