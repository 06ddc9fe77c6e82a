"""The clocks of a case: where the rules, the calendar and the case meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.engine import FOLLOW, KEEP, RESUME, STOP
from casework.rules import clock as rule_clock

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case
    from casework.rules import Explained


@dataclass(frozen=True, slots=True)
class Running:
    """The clock that runs on a case: its name, the day it counts from and the day it ends."""

    name: str = ""
    counted_from: date | None = None
    due_on: date | None = None
    provisional: bool = False

    def as_answer(self) -> dict[str, Any]:
        """The columns that remember the clock of the answer, while another one runs in between."""
        return {
            "answer_clock": self.name,
            "answer_from": self.counted_from,
            "answer_due_on": self.due_on,
            "answer_provisional": self.provisional,
        }

    def columns(self) -> dict[str, Any]:
        return {
            "due_clock": self.name,
            "due_from": self.counted_from,
            "due_on": self.due_on,
            "due_provisional": self.provisional,
        }


def start(case: Case, name: str, counted_from: date | None = None) -> Running:
    """Start the clock ``name`` of the case's own rule version; the start day itself is not counted."""
    first = counted_from or timezone.localdate()
    explained = rule_clock(case.profile, f"{case.kind}.{name}", first)
    return Running(name, first, explained.due, explained.provisional)


def following(case: Case, clock: str, counted_from: date | None = None) -> Running:
    """What runs after a step: the same clock, none, the answer's date again, the leading case's, or a new one."""
    if clock == KEEP:
        return Running(case.due_clock, case.due_from, case.due_on, case.due_provisional)
    if clock == STOP:
        return Running()
    if clock == RESUME:
        return _resumed(case)
    if clock == FOLLOW and case.leading is not None:
        return following(case.leading, KEEP)
    return start(case, clock, counted_from)


def _resumed(case: Case) -> Running:
    """The date of the answer goes on as if nothing had been asked in between; without one a new one starts."""
    if case.answer_due_on is None:
        return start(case, "reply")
    return Running(case.answer_clock, case.answer_from, case.answer_due_on, case.answer_provisional)


def again(case: Case) -> Running:
    """The clock that runs now, counted again by the calendar of today."""
    if not case.due_clock or case.due_from is None:
        return following(case, KEEP)
    return start(case, case.due_clock, case.due_from)


def answer_again(case: Case) -> Running:
    """The same for the clock of the answer, which may stand still behind another one."""
    if not case.answer_clock or case.answer_from is None:
        return Running(case.answer_clock, case.answer_from, case.answer_due_on, case.answer_provisional)
    return start(case, case.answer_clock, case.answer_from)


def explain(case: Case) -> Explained | None:
    """Why the running date is what it is: article, days skipped, whether it is provisional."""
    if not case.due_clock or case.due_from is None:
        return None
    ruling = case.leading if case.status == "joined" and case.leading else case
    return rule_clock(ruling.profile, f"{case.kind}.{case.due_clock}", case.due_from)
