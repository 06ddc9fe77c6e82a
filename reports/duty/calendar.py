"""When duty reports are owed, from the calendar of a congress. Pure: dates and numbers in, what is planned out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casework.rules.days import add_months


class Kind(StrEnum):
    SESSION = "session"
    YEARLY = "yearly"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of the congress: its key, first and last day."""

    key: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the rules say. ``after_session`` None, ``every_year`` False or ``a_term`` 0: no such report is owed.

    ``a_term`` reports are spread evenly from month ``first_month`` to ``last_month`` of the term, both included.
    ``opens`` days before a fixed date the deputy is asked to write.
    """

    after_session: bool
    every_year: bool
    a_term: int
    first_month: int
    last_month: int
    opens: int


@dataclass(frozen=True, slots=True)
class Office:
    """One mandate within one term: the days on which the deputy holds it, ``until`` the day after the last one."""

    term_starts: date
    term_ends: date | None
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Planned:
    """One report: ``key`` is the session, the year or the turn in the term. It is about ``since`` to ``until``.

    ``due_on`` is None for a session: its clock is asked for the date.
    """

    kind: Kind
    key: int
    since: date
    until: date
    opens_on: date
    due_on: date | None


def planned(office: Office, sessions: Sequence[Meeting], numbers: Numbers, horizon: date) -> list[Planned]:
    """What is owed for a mandate and opens up to ``horizon``, in the order of opening."""
    found = [
        *(_sessions(office, sessions) if numbers.after_session else ()),
        *(_years(office, numbers, horizon) if numbers.every_year else ()),
        *_turns(office, numbers),
    ]
    return sorted((one for one in found if one.opens_on <= horizon), key=lambda one: (one.opens_on, one.kind))


def _sessions(office: Office, sessions: Sequence[Meeting]) -> Iterator[Planned]:
    """After each session at whose close the deputy was in office."""
    for one in sessions:
        if office.holds(one.ends_on):
            yield Planned(
                Kind.SESSION, one.key, max(one.starts_on, office.since), one.ends_on, one.ends_on, None
            )


def _years(office: Office, numbers: Numbers, horizon: date) -> Iterator[Planned]:
    """By 31 December, for whoever is in office on that day and was when the writing began."""
    for year in range(office.since.year, horizon.year + 1):
        last = date(year, 12, 31)
        opens = last - timedelta(days=numbers.opens)
        if office.holds(opens) and office.holds(last):
            yield Planned(Kind.YEARLY, year, max(date(year, 1, 1), office.since), last, opens, last)


def turn_months(numbers: Numbers) -> list[int]:
    """The months of the term by whose end the reports of a term are due; one alone is due by the last."""
    count = numbers.a_term
    if count == 1:
        return [numbers.last_month]
    span = max(0, numbers.last_month - numbers.first_month)
    return [numbers.first_month + span * turn // (count - 1) for turn in range(count)]


def _turns(office: Office, numbers: Numbers) -> Iterator[Planned]:
    """At least so many times in a term; whoever came later owes those that fall due while they are in office."""
    for turn, months in enumerate(turn_months(numbers), start=1):
        due = add_months(office.term_starts, months)
        opens = due - timedelta(days=numbers.opens)
        within = office.term_ends is None or due < office.term_ends
        if within and office.holds(opens) and office.holds(due):
            yield Planned(Kind.TERM, turn, office.since, due, opens, due)
