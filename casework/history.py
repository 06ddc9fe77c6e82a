"""The history of a case as the staff read it: who, when, how late, and what was said with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts import formats
from accounts.models import ActorKind
from accounts.roles import Role
from casework.rules import current_calendar, workdays_between
from casework.workflows import COMMITMENT, MOTION, SUGGESTION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from casework.models import Assignment, Case, Event

_OFFICE = frozenset({"officer", "station"})
_ORGAN = frozenset({"handler", "head"})
_CITIZENS_CLOCKS = ("rating", "needs_info", "appeal")
#: Steps whose words in the table speak to the citizen, in words for the staff.
_FOR_STAFF = {
    "feed_back": gettext_noop("The citizen was given the answer"),
    "withdraw": gettext_noop("The citizen withdrew it"),
    "add_remark": gettext_noop("The citizen added something"),
    "join": gettext_noop("Joined to another case; both are handled together"),
    "join_again": gettext_noop("Added to the same person's earlier opinion"),
    "gather": gettext_noop("Another case was joined to this one"),
    "split": gettext_noop("Split into parts, each handled by itself"),
    "close": gettext_noop("Closed after the citizen's rating"),
    "give_answer": gettext_noop("The citizen was given the answer"),
    "call_meeting": gettext_noop("Dissatisfied for the second time; a meeting or an expert opinion follows"),
    "record_meeting": gettext_noop(
        "The meeting or expert opinion took place; closed as dissatisfied, and counted"
    ),
    "close_unsatisfied": gettext_noop("Closed; the citizen was not satisfied, and this is counted"),
}


_FOLLOWS = frozenset({"follow", "follow_told"})
#: Before the action of a motion's step in the reason of an opinion's: both tables have some of the same names.
OF_MOTION = "motion:"
#: What the table says of a suggestion, said of a motion.
_ABOUT_A_MOTION = {
    "carry": gettext_noop("Deputies have handed in a motion that grew from what you said"),
    "carried_home": gettext_noop("The motion was decided; the liaison office tells you the result"),
    "set_down": gettext_noop(
        "The motion ended without a result; the liaison office goes on with what you said"
    ),
}
_TELLS_OF_ANOTHER = _FOLLOWS | {"hear_of", *_ABOUT_A_MOTION}  # their reason is the other one's step


def said(event: Event) -> str:
    """What was done, in the words of the table; of a case that follows another, what was done there.

    Of an opinion that a suggestion grew from, what was done with the suggestion.
    """
    if event.action == "record_contact" and event.case.kind == SUGGESTION.kind:
        return _("recorded a contact with the deputy")
    if event.action == "hear_of":
        return _said_elsewhere(event.reason)
    if event.reason == OF_MOTION and event.action in _ABOUT_A_MOTION:
        return _(_ABOUT_A_MOTION[event.action])
    action = event.reason if event.action in _FOLLOWS else event.action
    step = event.table.by_action.get(action)
    return _(step.done) if step else action


def _said_elsewhere(reason: str) -> str:
    """The step of a motion, a suggestion or a promise, in the words of its table."""
    action = reason.removeprefix(OF_MOTION)
    tables = (MOTION, SUGGESTION) if reason.startswith(OF_MOTION) else (SUGGESTION, MOTION, COMMITMENT)
    step = next((one.by_action[action] for one in tables if action in one.by_action), None)
    return _(step.done) if step else action


@dataclass(frozen=True, slots=True)
class Line:
    """One step that was taken. ``late`` says by how much, where the step itself was late."""

    what: str
    who: str
    when: datetime
    note: str
    reason: str
    late: str
    due_on: date | None
    is_public: bool
    undone: str = ""  # by whom and when it was taken back
    state: str = "done"


def lines(
    case: Case, events: Iterable[Event], roles: Collection[str], shares: Iterable[Assignment]
) -> list[Line]:
    """``events`` of ``case``, oldest first, as far as somebody with ``roles`` may read them."""
    organs = {share.pk: str(share.organ) for share in shares}
    events = list(events)
    found = []
    clock = ""
    undone = _undone(events)
    for event in events:
        event.case = case
        if readable(event, roles, organs):
            line = _line(case, event, clock, organs)
            by = undone.get(event.pk)
            found.append(replace(line, undone=_by(by), is_public=False, late="") if by else line)
        if event.assignment_id is None:
            clock = event.clock or clock
    return found


def _undone(events: Sequence[Event]) -> dict[int, Event]:
    """The events that were taken back, by their keys, each with the one that did it."""
    known = {event.pk: event for event in events}
    for event in events:
        if event.takes_back_id in known:
            event.takes_back = known[event.takes_back_id]
    return {event.takes_back_id: event for event in events if event.takes_back_id}


def _by(undo: Event) -> str:
    return _("undone by %(who)s, %(when)s") % {"who": undo.actor, "when": formats.moment(undo.at)}


def readable(event: Event, roles: Collection[str], organs: Collection[int]) -> bool:
    """A note for colleagues stays on the side that wrote it; an organ reads of its own share alone."""
    if event.case.is_complaint:
        return event.assignment_id is None  # its readers read all, also what the office said before
    event = event.takes_back or event  # who may read of a step may read that it was undone
    held = set(roles)
    if event.action == "note":
        mine = _OFFICE if event.acting_as in _OFFICE else _ORGAN | _OFFICE
        return bool(held & mine)
    return event.assignment_id is None or event.assignment_id in organs


def _line(case: Case, event: Event, clock: str, organs: dict[int, str]) -> Line:
    what = _what(case, event)
    if event.action in _FOLLOWS:
        what = _("Leading case: %(step)s") % {"step": what}
    if event.assignment_id:
        what = _("%(organ)s: %(step)s") % {"organ": organs[event.assignment_id], "step": what}
    return Line(
        what=what,
        who=who(event),
        when=event.at,
        note=event.note,
        reason="" if event.action in _TELLS_OF_ANOTHER else event.reason,
        late=_late(event, "" if event.commitment_id else clock),
        due_on=event.due_on,
        is_public=event.is_public,
    )


def _what(case: Case, event: Event) -> str:
    if event.takes_back:
        return _("Undone: %(step)s") % {"step": _(event.table.step(event.takes_back.action).label)}
    return _(_FOR_STAFF[event.action]) if event.action in _FOR_STAFF else said(event)


def who(event: Event) -> str:
    """The person and as what they acted; the citizen and the portal have no name here."""
    if event.actor is None:
        return str(ActorKind(event.actor_kind).label)
    role = str(Role(event.acting_as).label) if event.acting_as in Role.values else ""
    return f"{event.actor} · {role}" if role else str(event.actor)


def _late(event: Event, clock: str) -> str:
    """By how many working days the step that ended a clock was late; a citizen's time is the citizen's."""
    moved = event.from_status and event.from_status != event.to_status
    day = timezone.localdate(event.at)
    if (
        not moved
        or event.takes_back_id
        or event.was_due_on is None
        or clock in _CITIZENS_CLOCKS
        or day <= event.was_due_on
    ):
        return ""
    days = max(1, workdays_between(event.was_due_on, day, current_calendar()))
    return ngettext("late by %(n)d working day", "late by %(n)d working days", days) % {"n": days}
