"""The yearly minimum of contacts: what the rules ask of a deputy, how much of it the year has used up, who is behind.

A year in office from its first day owes the whole number, a part of a year the whole contacts that fall to it; of
whoever is elected in July at four a year two are asked. Nobody is behind before a whole contact has fallen due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Min, Q

from casework.rules import profile_by_key
from contacts import figures, rules
from deputies.models import Deputy, Mandate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contacts.figures import Contacts
    from contacts.rules import Number
    from deputies.models import PeoplesCongress

#: The reminders of a year, by their names in a profile (``contacts_…_reminder``).
STEPS = ("first", "second", "last")


def planned(profile: str, year: int) -> dict[str, date]:
    """The day of each reminder under the rules ``profile`` (a key), in the order of the year; one at 0 is off."""
    found = profile_by_key(profile)
    ahead = {step: found.limit(f"contacts_{step}_reminder") for step in STEPS}
    days = {step: date(year, 12, 31) - timedelta(days=n) for step, n in ahead.items() if n}
    return dict(sorted(days.items(), key=lambda pair: pair[1]))


def due_by(least: int, held_from: date, on: date) -> int:
    """How many whole contacts have fallen due in the year of ``on`` for somebody in office since ``held_from``."""
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    days = (on - max(first, held_from)).days + 1
    return least * max(0, days) // ((last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """One deputy in one year: the contacts had, how many are owed for the year, and how many had fallen due."""

    deputy: Deputy
    found: Contacts
    owed: int
    due: int

    @property
    def had(self) -> int:
        return self.found.contacts

    @property
    def missing(self) -> int:
        return max(0, self.owed - self.had)

    @property
    def is_behind(self) -> bool:
        return self.had < self.due


def least_in(congress: PeoplesCongress, year: int, today: date) -> Number:
    """The number in force on the last day of the year, or today while it runs."""
    return rules.contacts_a_year(congress, min(date(year, 12, 31), today))


def standing_of(deputy: Deputy, today: date) -> Standing:
    """One deputy, this year."""
    least = least_in(deputy.congress, today.year, today).value
    return _standings([deputy], least, today.year, today)[0]


def standings(congress: PeoplesCongress, year: int, today: date) -> list[Standing]:
    """Every deputy in office: the contacts of the year up to ``today`` against its minimum; in seven queries."""
    deputies = Deputy.objects.in_office().filter(congress=congress).order_by("name", "pk")
    return _standings(list(deputies), least_in(congress, year, today).value, year, today)


def below(congress: PeoplesCongress, year: int, today: date) -> list[Standing]:
    """Those to whom contacts of the year are missing, the most first; nobody where no number is in force."""
    short = [one for one in standings(congress, year, today) if one.missing]
    return sorted(short, key=lambda one: -one.missing)


def _standings(deputies: list[Deputy], least: int, year: int, today: date) -> list[Standing]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    until = min(last, today)
    counted = figures.contacts_of_all([one.pk for one in deputies], first, until)
    since = _held_from(counted, first)
    return [
        Standing(
            deputy=one,
            found=counted[one.pk],
            owed=due_by(least, since[one.pk], last),
            due=due_by(least, since[one.pk], until),
        )
        for one in deputies
    ]


def _held_from(deputies: Iterable[int], first: date) -> dict[int, date]:
    """Since when each has been in office, as far as it reaches into the year that begins on ``first``."""
    held = Mandate.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), deputy__in=list(deputies))
    return dict(held.order_by().values_list("deputy").annotate(since=Min("starts_on")))
