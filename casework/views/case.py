"""The case page and its steps, for every role: the role decides what exists on the page."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import history, known, presence
from casework.access import assignments_visible_to, commitments_visible_to, roles_on, visible_to
from casework.confidential import is_shielded, shielded
from casework.engine import in_turn
from casework.faces import face_of
from casework.models import Consent, Countersignature
from casework.models.assignment import HandlingRole
from casework.services import allowed_steps, is_countersigned, workflow_of
from casework.steps import case_form, share_form
from casework.typed import whole
from casework.views import reading
from casework.views.gathered import SPOKEN, gathered
from casework.views.papers import file_list
from casework.views.taking import Taking, called
from casework.workflows import WORKFLOWS
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.engine import Step
    from casework.models import Assignment, Case, Commitment, Event

KEYS = {
    "register": "r", "assign": "a", "give_to_deputy": "d", "ask_more": "m", "refuse": "n", "feed_back": "f",
    "approve_reply": "v", "return_reply": "b", "return_answer": "b", "note": "c", "set_owner": "o",
    "take_on": "r", "inform": "a", "give_answer": "f", "decline": "n",
    "record_meeting": "e", "uphold_objection": "u", "refuse_objection": "i", "grant_extension": "g",
}  # fmt: skip
_NAMED = ("congress", "channel", "topic", "division", "station", "deputy", "organ")
_PROPOSED = ("topic", "station", "deputy", "organ")


def find(request: HttpRequest, number: str) -> Case:
    """The case, if this reader may see it; 404 otherwise."""
    case = reading.case_of.one(posts=posts_of(request.user), user=request.user.pk, number=number)
    if case is None:
        raise Http404
    known.fill_in([case], *_NAMED)
    known.fill_in([getattr(case, "proposal", None)], *_PROPOSED)
    return shielded(case, request.user)


@login_required
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Left the citizen's words, unaltered, and the history; right what this reader may do now."""
    case = find(request, number)
    return render(request, "cases/case.html", page(request, case))


def page(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the case page shows to this reader."""
    shares = shares_of(request, case)
    live = [share.organ_id for share in shares if share.closed_at is None]
    roles = roles_on(request.user, case, organs=live)
    events = reading.events_of(case=case.pk)
    lines = history.lines(case, events, roles, shares)
    if is_shielded(case, roles):  # an opinion's words alone
        lines = [replace(line, note=case.opinion.masked(line.note)) for line in lines]
    return {
        **summary(request, case, roles, added=[event for event in events if event.action in SPOKEN]),
        "shares": [(share, share_steps(share, Actor.of(request.user))) for share in shares],
        "lines": lines,
        "replies": _replies(case, roles, shares),
        "promises": _promises(request, case, events),
        "countersignatures": _countersignatures(case, roles, shares),
    }


def _countersignatures(case: Case, roles: frozenset[str], shares: list[Assignment]) -> list[Countersignature]:
    """What assisting organs said to the drafts: for the organ that leads and for those who review; each its own."""
    if case.assigned_at is None or not is_countersigned(case):
        return []
    leads = [
        share for share in shares if share.role == HandlingRole.LEAD and share.assigned_at == case.assigned_at
    ]
    if not leads and roles <= {"handler", "head"}:
        mine = Countersignature.objects.filter(assignment__in=shares).exclude(state=Consent.DROPPED)
        return list(mine.select_related("assignment__organ"))
    return [row for share in leads for row in Countersignature.objects.latest_of(share)]


def _promises(request: HttpRequest, case: Case, events: list[Event]) -> list[Commitment]:
    """Promises stand from the approval of the reply that makes them; where no office approves, from its release."""
    if not any(event.action in ("approve_reply", "deliver") for event in events):
        return []
    return list(commitments_visible_to(request.user).filter(case=case))


def summary(
    request: HttpRequest,
    case: Case,
    roles: frozenset[str],
    place: str | None = None,
    added: list[Event] | None = None,
) -> dict[str, Any]:
    """What the page and the pane beside the queue show; ``place`` is where in the queue the reader is."""
    actor = Actor.of(request.user)
    around = gathered(case, request.user, roles)  # before the files: it asks for all of them at once
    possible, not_now = _steps(case, actor, roles)
    actions = _buttons(case, possible, place)
    return {
        "case": case,
        "roles": roles,
        "is_office": bool(roles & {"officer", "station"}),
        "opinion": getattr(case, "opinion", None),
        "face": face_of(case),
        **face_of(case).context(case, roles, actor),
        "proposal": getattr(case, "proposal", None),
        "status_label": _(workflow_of(case).by_status[case.status].label),
        "added": _readable(case, roles, _added(case) if added is None else added),
        "files": file_list(case, roles),
        "actions": actions,
        "taking": _taking(case, actions),
        "not_now": not_now,
        "from": place,
        "gathered": around,
        "others": presence.arrive(case.pk, actor.user) if actor.user else [],
        "every": presence.EVERY,
    }


def shares_of(request: HttpRequest, case: Case) -> list[Assignment]:
    if case.assigned_at is None:
        return []
    shares = reading.shares_of(posts=posts_of(request.user), case=case.pk)
    known.fill_in(shares, "organ")
    for share in shares:
        share.case = case
    return shares


def share_steps(share: Assignment, actor: Actor) -> list[Step]:
    """The steps of one organ's share; while the case itself waits for the decision, it is taken there."""
    kind = share.case.kind
    found = [(step, share_form(step.action, kind)) for step in allowed_steps(share, actor)]
    steps = [called(step, form) for step, form in found if form]
    if share.case.status == "objected":
        steps = [step for step in steps if not step.action.endswith("_objection")]
    return in_turn(steps)


def _steps(case: Case, actor: Actor, roles: frozenset[str]) -> tuple[list[Step], list[dict[str, str]]]:
    """What this reader may do now, and what belongs to their role but not to this moment, with the reason."""
    possible, not_now = [], []
    for step in workflow_of(case).steps:
        form = case_form(step.action, case.kind)
        if form is None or not roles & set(step.who):
            continue
        if case.status not in step.sources:
            not_now.append(_elsewhere(case.kind, step.action, get_language()))
        elif why := form.why_not(case):
            not_now.append({"label": _(step.label), "why": why})
        else:
            possible.append(step)
    return possible, not_now


@cache
def _elsewhere(kind: str, action: str, language: str | None) -> dict[str, str]:
    """A step that is taken at other statuses than this one, in the words of the table."""
    statuses, step = WORKFLOWS[kind].by_status, WORKFLOWS[kind].step(action)
    names = pgettext("between the parts of a list", ", ").join(
        _(statuses[name].label) for name in step.sources
    )
    why = _("Possible when the case stands at: %(statuses)s.") % {"statuses": names}
    return {"label": _(step.label), "why": why}


def _buttons(case: Case, steps: list[Step], place: str | None) -> list[dict[str, Any]]:
    steps = in_turn(steps)
    main = steps[0].action if steps and steps[0].turn else ""
    query = f"?{urlencode({'from': place})}" if place is not None else ""
    return [
        {
            "label": _(step.label),
            "url": reverse("step", args=[case.number, step.action]) + query,
            "primary": step.action == main,
            "key": KEYS.get(step.action, ""),
            "target": "#case-pane" if place is not None else "",
            "action": step.action,
        }
        for step in steps
    ]


def _taking(case: Case, actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps that carry out what the router proposed, in words that say so."""
    proposal = getattr(case, "proposal", None)
    if proposal is None or proposal.abstained:
        return []
    words = {
        "register": _("Register with this proposal"),
        "assign": _("Assign to %(organ)s") % {"organ": proposal.organ} if proposal.organ else "",
        "give_to_deputy": _("Give to %(deputy)s") % {"deputy": proposal.deputy} if proposal.deputy else "",
    }
    return [{**item, "label": words[item["action"]]} for item in actions if words.get(item["action"])]


def _added(case: Case) -> list[Event]:
    """What the citizen has added to the first words."""
    return list(case.events.filter(action__in=SPOKEN).order_by("pk"))


def _readable(case: Case, roles: frozenset[str], events: list[Event]) -> list[Event]:
    if is_shielded(case, roles):
        for event in events:
            event.note = case.opinion.masked(event.note)
    return events


def _replies(case: Case, roles: frozenset[str], shares: list[Assignment]) -> list[Any]:
    """Replies as far as they have left the organ, for those whose organ it is or who review it.

    An organ that leads also reads what the assisting ones say: its answer rests on that.
    """
    if not case.has_replies:
        return []
    mine: dict[int | None, Assignment] = {share.pk: share for share in shares}
    leads = any(share.role == HandlingRole.LEAD and share.status != "void" for share in shares)
    found = []
    for reply in reading.replies_of(case=case.pk):
        if reply.assignment_id is None or reply.assignment_id in mine:
            reply.assignment = mine.get(reply.assignment_id)
        elif not (leads and reply.assignment and reply.assignment.role == HandlingRole.ASSIST):
            continue
        found.append(reply)
    prefetch_related_objects(found, "attachments")
    return found


@login_required
def step(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Show the form of a step, or take it."""
    case = find(request, number)
    form = case_form(action, case.kind)
    if form is None or action not in workflow_of(case).by_action:
        raise Http404
    return Taking(request, case, action, form, {"case": case}).answer()


@login_required
def share_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Show the form of a step of an organ's share, or take it."""
    shares = assignments_visible_to(request.user).select_related(
        "case__congress", "case__opinion", "case__session", "organ"
    )
    share = get_object_or_404(shares, pk=pk)
    share.case = shielded(share.case, request.user)
    form = share_form(action, share.case.kind)
    if form is None:
        raise Http404
    return Taking(request, share, action, form, {"assignment": share}).answer()


@login_required
def present(request: HttpRequest, number: str) -> HttpResponse:
    """Who else has this case open, and whether it has changed since the reader's page was made."""
    case = get_object_or_404(visible_to(request.user).select_related("congress"), number=number)
    others = presence.arrive(case.pk, request.user)  # type: ignore[arg-type]
    seen = whole(request.GET.get("version", ""))
    context = {"case": case, "others": others, "changed": seen is not None and seen != case.version}
    return render(request, "cases/_present.html", context)
