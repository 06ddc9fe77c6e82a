"""A case as its citizen reads it: what has happened, what comes next, by when, and who owes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework import clocks
from casework.history import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from casework.models import Case, Event

    EventQuery = QuerySet[Event]

# Status → what comes next, and who owes it (a key of _owing).
_NEXT = {
    "submitted": (
        gettext_noop("The liaison office reads it and registers it, or names the right place for it"),
        "office",
    ),
    "needs_info": (gettext_noop("You add what the office asked for; after this day it is closed"), "you"),
    "registered": (
        gettext_noop("The liaison office passes it to a deputy or to the organ in charge"),
        "office",
    ),
    "with_deputy": (gettext_noop("The deputy answers or passes it on"), "deputy"),
    "deputy_answered": (gettext_noop("The liaison office checks the answer and sends it to you"), "office"),
    "to_convert": (
        gettext_noop("The deputy works on a suggestion to the congress, or answers you"),
        "deputy",
    ),
    "carried": (
        gettext_noop(
            "The suggestion is answered, or the motion decided; then the liaison office tells you the result"
        ),
        "office",
    ),
    "to_refer": (gettext_noop("The liaison office assigns it to an organ"), "office"),
    "assigned": (gettext_noop("The organ signs for it and answers"), "organ"),
    "objected": (gettext_noop("The liaison office decides which organ is in charge"), "office"),
    "handling": (gettext_noop("The organ answers"), "organ"),
    "replied": (gettext_noop("The liaison office checks the organ's reply"), "office"),
    "reply_reviewed": (gettext_noop("The liaison office sends you the answer"), "office"),
    "joined": (
        gettext_noop("It is handled together with others on the same subject; you get an answer of your own"),
        "office",
    ),
    "fed_back": (gettext_noop("You rate the answer, if you like; after this day it is closed"), "you"),
    "rated": (
        gettext_noop("You may ask once for it to be handled again; after this day it is closed"),
        "you",
    ),
    "to_meet": (
        gettext_noop("The liaison office holds a meeting or obtains an expert opinion, and tells you"),
        "office",
    ),
    "rework": (gettext_noop("The liaison office passes it on to be handled again"), "office"),
    "received": (
        gettext_noop("The standing committee tells you whether and how it looks into it"),
        "committee",
    ),
    "on_file": (
        gettext_noop("The standing committee tells you whether and how it looks into it"),
        "committee",
    ),
    "looked_into": (gettext_noop("The standing committee answers you"), "committee"),
    "answered": (
        gettext_noop("Until then you may ask the standing committee above to look at it again"),
        "you",
    ),
}


_STILL = gettext_noop("The time for the answer stands still; on this day at the latest it goes on")
_ANSWERS = ("feed_back", "give_answer")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline, as ``components/timeline.html`` reads it."""

    state: str
    what: str
    when: datetime | None = None
    who: str = ""
    note: str = ""
    due_on: date | None = None
    due_why: Any = None
    due_provisional: bool = False


def timeline(case: Case, events: Iterable[Event]) -> list[Line]:
    """The public events in order, and the step that is owed now."""
    lines = [_line(case, event) for event in events if event.is_public]
    coming = next_line(case)
    return [*lines, coming] if coming else lines


def next_line(case: Case) -> Line | None:
    """What comes next, its date with the reason, and who owes it; None once the case is closed."""
    if case.status not in _NEXT:
        return None
    what, who = (_STILL, "office") if case.stands_still else _NEXT[case.status]
    return Line(
        "current", _(what), who=_owing(case, who), due_on=case.due_on,
        due_why=clocks.explain(case), due_provisional=case.due_provisional,
    )  # fmt: skip


def _line(case: Case, event: Event) -> Line:
    step = event.table.step(event.action)
    event.case = case
    # The answer has a place of its own; words for colleagues stay with them.
    note = event.note if step.tells and event.action not in _ANSWERS else ""
    return Line("done", said(event), when=event.at, who=_acted(case, event), note=note)


def _acted(case: Case, event: Event) -> str:
    role = event.acting_as
    if role in ("handler", "head"):
        return _owing(case, "organ")
    names = {"citizen": "you", "officer": "office"}
    names |= {same: same for same in ("station", "deputy", "committee")}
    return _owing(case, names[role]) if role in names else ""


def _owing(case: Case, who: str) -> str:
    """Whoever acts or owes, by name where it is a deputy, a station or an organ; never a member of staff."""
    if who == "you":
        return _("You")
    if who == "deputy" and case.deputy:
        return _("Deputy %(name)s") % {"name": case.deputy}
    if who == "organ" and case.organ:
        return str(case.organ)
    if who == "station" and case.station:
        return str(case.station)
    if who == "committee":
        return _("Standing committee of %(congress)s") % {"congress": case.congress}
    return _("Liaison office of %(congress)s") % {"congress": case.congress}
