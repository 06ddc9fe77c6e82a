"""The clocks of a case: where the rules, the calendar and the case meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.engine import FOLLOW, KEEP, RESUME, STOP
from casework.errors import Incomplete
from casework.models import Case
from casework.models.assignment import HandlingRole
from casework.rules import clock as rule_clock

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Assignment
    from casework.rules import Explained


EXTENSION = "extension"


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


def start(case: Case, name: str, counted_from: date | None = None, *, kind: str = "") -> Running:
    """Start the clock ``name`` of the case's own rule version; the start day itself is not counted.

    ``kind`` is what the case is from now on, where the step that starts the clock makes it another thing.
    """
    first = counted_from or timezone.localdate()
    explained = rule_clock(case.profile, f"{kind or case.kind}.{name}", first)
    return Running(name, first, explained.due, explained.provisional)


def following(case: Case, clock: str, counted_from: date | None = None, *, kind: str = "") -> Running:
    """What runs after a step: the same clock, none, the answer's date again, the leading case's, or a new one."""
    if clock == KEEP:
        return Running(case.due_clock, case.due_from, case.due_on, case.due_provisional)
    if clock == STOP:
        return Running()
    if clock == RESUME:
        return _resumed(case)
    if clock == FOLLOW and case.leading is not None:
        return following(case.leading, KEEP)
    return start(case, clock, counted_from, kind=kind)


def _resumed(case: Case) -> Running:
    """The date of the answer goes on as if nothing had been asked in between; without one a new one starts."""
    if case.answer_due_on is None:
        return start(case, "reply")
    return _of_the_answer(case)


def _of_the_answer(case: Case) -> Running:
    """The clock of the answer, which may stand still behind another one."""
    return Running(case.answer_clock, case.answer_from, case.answer_due_on, case.answer_provisional)


def extended(case: Case, until: date | None = None) -> Running:
    """The answer's date put off, counted from the old one: to the last day the rule allows, or to ``until``.

    A day that people agree on is firm, whatever the calendar says later. Raises Incomplete("until") for one
    that is not later than the old date, or later than the rule allows.
    """
    why = _longest(case)
    if until is None or until == why.due:
        return Running(EXTENSION, why.start, why.due, why.provisional)
    if until <= why.start:
        words = _("More time ends after the present date, %(day)s.")
        raise Incomplete("until", words % {"day": date_format(why.start)})
    if until > why.due:
        words = _("The longest that can be given is until %(day)s (%(article)s).")
        raise Incomplete("until", words % {"day": date_format(why.due), "article": why.article})
    return Running(EXTENSION, why.start, until)


def explain_extension(case: Case, until: date | None = None) -> Explained:
    """Why more time would end on the day it would end on."""
    why = _longest(case)
    agreed = extended(case, until).due_on
    return replace(why, agreed=agreed) if agreed != why.due else why


def _longest(case: Case) -> Explained:
    first = case.answer_due_on or timezone.localdate()
    return rule_clock(case.profile, f"{case.kind}.extension", first)


def again(case: Case) -> Running:
    """The clock that runs now, counted again by the calendar of today; a firm date stays as it is."""
    if not case.due_clock or case.due_from is None or not case.due_provisional:
        return following(case, KEEP)
    return start(case, case.due_clock, case.due_from)


def under(case: Case, rules: str) -> tuple[Running, Running]:
    """What runs now and the answer's date, counted from the same days by the rules of the key ``rules``.

    A day that people have agreed on stays as it is.
    """
    return _counted(case, following(case, KEEP), rules), _counted(case, _of_the_answer(case), rules)


def _counted(case: Case, running: Running, rules: str) -> Running:
    if not running.name or running.counted_from is None or running.due_on is None:
        return running
    name, first = f"{case.kind}.{running.name}", running.counted_from
    is_agreed = rule_clock(case.profile, name, first).due != running.due_on and not running.provisional
    if is_agreed:
        return running
    explained = rule_clock(rules, name, first)
    return replace(running, due_on=explained.due, provisional=explained.provisional)


def answer_again(case: Case) -> Running:
    """The same for the clock of the answer, which may stand still behind another one."""
    if not case.answer_clock or case.answer_from is None or not case.answer_provisional:
        return _of_the_answer(case)
    return start(case, case.answer_clock, case.answer_from)


def explain(owing: Case | Assignment) -> Explained | None:
    """Why the running date is what it is: article, days skipped, whether it is provisional.

    None where no clock runs, or where the date of an organ's share was not given by one.
    """
    if not isinstance(owing, Case):
        return _explain_share(owing)
    case = owing
    if not case.due_clock or case.due_from is None:
        return None
    ruling = case.leading if case.status == "joined" and case.leading else case
    return _explained(ruling, case.due_clock, case.due_from, case.due_on, case.due_provisional)


def _explain_share(share: Assignment) -> Explained | None:
    case = share.case
    if share.role == HandlingRole.ASSIST:
        first = timezone.localdate(share.assigned_at)
        why = rule_clock(case.profile, f"{case.kind}.{share.due_clock}", first)
    elif case.answer_from is not None:
        answer = (case.answer_from, case.answer_due_on, case.answer_provisional)
        why = _explained(case, share.due_clock, *answer)
    else:
        return None
    return why if why.due == share.due_on else None


def _explained(case: Case, name: str, first: date, due_on: date | None, provisional: bool) -> Explained:
    why = rule_clock(case.profile, f"{case.kind}.{name}", first)
    is_agreed = name == EXTENSION and not provisional and due_on != why.due
    return replace(why, agreed=due_on) if is_agreed else why
