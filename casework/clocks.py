"""The clocks of a case: where the rules, the calendar and the case meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import bare_day
from casework.engine import FOLLOW, KEEP, RESUME, STOP
from casework.errors import Incomplete
from casework.models import Case
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.rules import clock as rule_clock
from casework.rules import profile_by_key, stood_still

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Assignment
    from casework.rules import Explained


EXTENSION = "extension"
#: The longer time for a deputy's suggestion: counted from the assignment, not added (Law on Deputies, article 51).
LONGER = "reply_extended"
SUSPENDED = "suspended"
_UNTIL_AGREED = (EXTENSION, LONGER, SUSPENDED)  # people may name an earlier day than the rule gives


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


@dataclass(frozen=True, slots=True)
class Planned:
    """A date that would run, and why: what a page shows of one that does not run yet."""

    due_on: date
    due_why: Explained

    @classmethod
    def by(cls, why: Explained) -> Planned:
        return cls(why.due, why)


def planned(case: Case, name: str, counted_from: date | None = None) -> Planned:
    """The clock ``name`` of the case's own rule version, as it would run."""
    return Planned.by(rule_clock(case.profile, f"{case.kind}.{name}", counted_from or timezone.localdate()))


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

    That of a suggestion is counted from its assignment, in the longer form of the rule.

    A day that people agree on is firm, whatever the calendar says later. Raises Incomplete("until") for one
    that is not later than the old date, or later than the rule allows.
    """
    name, why = _longer_name(case), _longest(case)
    present = case.answer_due_on or why.start
    if until is None or until == why.due:
        return Running(name, why.start, why.due, why.provisional)
    if until <= present:
        words = _("More time ends after the present date, %(day)s.")
        raise Incomplete("until", words % {"day": bare_day(present)})
    if until > why.due:
        words = _("The longest that can be given is until %(day)s (%(article)s).")
        raise Incomplete("until", words % {"day": bare_day(why.due), "article": why.article})
    return Running(name, why.start, until)


def explain_extension(case: Case, until: date | None = None) -> Explained:
    """Why more time would end on the day it would end on."""
    why = _longest(case)
    agreed = extended(case, until).due_on
    return replace(why, agreed=agreed) if agreed != why.due else why


def suspended(case: Case, until: date | None = None) -> Running:
    """The answer's time stands still from today: as long as the rule allows, or at most to ``until``.

    The day is firm: nothing but the answer's own date is counted anew. Raises Incomplete("until") for a day that
    is not later than today, or later than the rule allows.
    """
    today = timezone.localdate()
    why = rule_clock(case.profile, f"{case.kind}.{SUSPENDED}", today)
    if until is not None and until <= today:
        raise Incomplete("until", _("Name a day after today."))
    if until is not None and until > why.due:
        words = _("The longest that can be given is until %(day)s (%(article)s).")
        raise Incomplete("until", words % {"day": bare_day(why.due), "article": why.article})
    return Running(SUSPENDED, today, until or why.due)


def gone_on(case: Case, on: date) -> Running:
    """The clock that stands still, when it goes on on the day ``on``: later by the days it stood still."""
    running = _of_the_answer(case)
    why = _explained(case, running, stood_to=on)
    return replace(running, due_on=why.due, provisional=why.provisional)


def _longer_name(case: Case) -> str:
    return LONGER if case.kind == Kind.SUGGESTION else EXTENSION


def _longest(case: Case) -> Explained:
    first = case.answer_from if case.kind == Kind.SUGGESTION else case.answer_due_on
    return rule_clock(case.profile, f"{case.kind}.{_longer_name(case)}", first or timezone.localdate())


def again(case: Case) -> Running:
    """The clock that runs now, counted again by the calendar of today; a firm date stays as it is."""
    if not case.due_clock or case.due_from is None or not case.due_provisional:
        return following(case, KEEP)
    return _counted(case, following(case, KEEP), case.profile)


def under(case: Case, rules: str) -> tuple[Running, Running]:
    """What runs now and the answer's date, counted from the same days by the rules of the key ``rules``.

    A day that people have agreed on stays as it is.
    """
    return _counted(case, following(case, KEEP), rules), _counted(case, _of_the_answer(case), rules)


def _counted(case: Case, running: Running, rules: str) -> Running:
    if not running.name or running.counted_from is None or running.due_on is None:
        return running
    if _explained(case, running).agreed:
        return running
    explained = _explained(case, running, rules)
    return replace(running, due_on=explained.due, provisional=explained.provisional)


def _is_agreed(running: Running, why: Explained) -> bool:
    """Whether people have agreed on the date: up to a day of their choice. That one is firm."""
    return running.name in _UNTIL_AGREED and not running.provisional and running.due_on != why.due


def answer_again(case: Case) -> Running:
    """The same for the clock of the answer, which may stand still behind another one."""
    if not case.answer_clock or case.answer_from is None or not case.answer_provisional:
        return _of_the_answer(case)
    return _counted(case, _of_the_answer(case), case.profile)


def explain(owing: Case | Assignment) -> Explained | None:
    """Why the running date is what it is: article, days skipped, whether it is provisional.

    None where no clock runs, or where the date of an organ's share was not given by one.
    """
    if not isinstance(owing, Case):
        return _explain_share(owing)
    case = owing
    if not case.due_clock or case.due_from is None:
        return None
    if case.status == "joined" and case.leading:
        # What was said to the leading citizen is not for this one.
        return replace(_explained(case.leading, following(case, KEEP)), reason="")
    return _explained(case, following(case, KEEP))


def _explain_share(share: Assignment) -> Explained | None:
    case = share.case
    if share.stands_still:
        why = _explained(case, following(case, KEEP))
    elif share.role == HandlingRole.ASSIST:
        why = _of_assisting(case, share)
    elif case.answer_from is not None:
        why = _explained(case, _of_the_answer(case))
    else:
        return None
    return why if why.due == share.due_on else None


def _of_assisting(case: Case, share: Assignment) -> Explained:
    """The clock of its opinion; while it is asked to countersign, the one that began with the question."""
    if share.status == "to_agree":
        return countersign(case, timezone.localdate(share.status_since))
    return assisting(case, timezone.localdate(share.assigned_at))


def assisting(case: Case, counted_from: date) -> Explained:
    """The time for the opinion of an assisting organ; what stood still meanwhile does not count."""
    why = rule_clock(case.profile, f"{case.kind}.assist_opinion", counted_from)
    if case.stood_from is None or case.stood_to is None or not why.start <= case.stood_from <= why.due:
        return why
    return stood_still(why, case.stood_from, case.stood_to, case.stood_why)


def countersign(case: Case, asked_on: date) -> Explained:
    """The time to countersign a draft: its own clock where the rules have one, else that of an assisting opinion."""
    profile = profile_by_key(case.profile)
    return rule_clock(profile, profile.clock_or_stand_in(f"{case.kind}.countersign").name, asked_on)


def _explained(case: Case, running: Running, rules: str = "", stood_to: date | None = None) -> Explained:
    """``running`` of ``case``, or of one that follows it; by other ``rules`` than its own, where they are named.

    ``stood_to`` is the day on which what stands still would go on.
    """
    first, last = running.counted_from or timezone.localdate(), stood_to or case.stood_to
    has_stood = (running.name, first) == (case.stood_clock, case.stood_counted_from)
    before = replace(running, due_on=case.stood_due_on) if has_stood and last else running
    name = f"{case.kind}.{running.name}"
    agreed = before.due_on if _is_agreed(before, rule_clock(case.profile, name, first)) else None
    why = replace(rule_clock(rules or case.profile, name, first), agreed=agreed)
    if running.name == SUSPENDED:
        return replace(why, reason=case.stood_why)
    if has_stood and last and case.stood_from:
        return stood_still(why, case.stood_from, last, case.stood_why)
    return why
