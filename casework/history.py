"""The history of a case as the staff read it: who, when, how late, and what was said with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import ActorKind
from accounts.roles import Role
from casework.rules import current_calendar, workdays_between

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from casework.models import Assignment, Case, Event

_OFFICE = frozenset({"officer", "station"})
_ORGAN = frozenset({"handler", "head"})
_CITIZENS_CLOCKS = ("rating", "needs_info")
#: Steps whose words in the table speak to the citizen, in words for the staff.
_FOR_STAFF = {
    "feed_back": gettext_noop("The citizen was given the answer"),
    "withdraw": gettext_noop("The citizen withdrew the opinion"),
    "add_remark": gettext_noop("The citizen added something"),
    "close": gettext_noop("Closed after the citizen's rating"),
    "call_meeting": gettext_noop("Dissatisfied for the second time; a meeting or an expert opinion follows"),
    "record_meeting": gettext_noop(
        "The meeting or expert opinion took place; closed as dissatisfied, and counted"
    ),
    "close_unsatisfied": gettext_noop("Closed; the citizen was not satisfied, and this is counted"),
}


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
    state: str = "done"


def lines(
    case: Case, events: Iterable[Event], roles: Collection[str], shares: Iterable[Assignment]
) -> list[Line]:
    """``events`` of ``case``, oldest first, as far as somebody with ``roles`` may read them."""
    organs = {share.pk: str(share.organ) for share in shares}
    found = []
    clock = ""
    for event in events:
        if readable(event, roles, organs):
            found.append(_line(case, event, clock, organs))
        if event.assignment_id is None:
            clock = event.clock or clock
    return found


def readable(event: Event, roles: Collection[str], organs: Collection[int]) -> bool:
    """A note for colleagues stays on the side that wrote it; an organ reads of its own share alone."""
    held = set(roles)
    if event.action == "note":
        mine = _OFFICE if event.acting_as in _OFFICE else _ORGAN | _OFFICE
        return bool(held & mine)
    return event.assignment_id is None or event.assignment_id in organs


def _line(case: Case, event: Event, clock: str, organs: dict[int, str]) -> Line:
    step = event.table.by_action.get(event.action)
    what = _(_FOR_STAFF.get(event.action) or step.done) if step else event.action
    if event.assignment_id:
        what = _("%(organ)s: %(step)s") % {"organ": organs[event.assignment_id], "step": what}
    return Line(
        what=what,
        who=who(event),
        when=event.at,
        note=event.note,
        reason=event.reason,
        late=_late(event, "" if event.commitment_id else clock),
        due_on=event.due_on,
        is_public=event.is_public,
    )


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
    if not moved or event.was_due_on is None or clock in _CITIZENS_CLOCKS or day <= event.was_due_on:
        return ""
    days = max(1, workdays_between(event.was_due_on, day, current_calendar()))
    return ngettext("late by %(n)d working day", "late by %(n)d working days", days) % {"n": days}
