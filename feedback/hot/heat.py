"""How hot an issue is: a sum of four parts, each a count that can be looked up. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each person, each recent one, each one more than before, and the root of the support.

    ``days``: how many are recent. ``least_people``: below, nothing is an issue. ``hot``: points below which an issue
    is lukewarm, and stands in the list only where that is asked for.
    """

    people: float = 0.5
    recent: float = 2.0
    growth: float = 2.0
    support: float = 0.25
    days: int = 28
    least_people: int = 5
    hot: float = 20.0


USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Counts:
    """What the parts are made of. ``before``: people in as many days before the recent ones."""

    messages: int
    people: int
    recent: int
    before: int
    support: int

    @property
    def growth(self) -> int:
        return max(0, self.recent - self.before)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the heat: ``count`` times ``weight`` is ``points``; of the support the square root counts."""

    name: str
    count: int
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class Raised:
    """One message of an issue: on which day, by which person (any number for each), with how much support."""

    day: date | None
    person: int
    support: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on ``monday``: how many messages, and how many people wrote them."""

    monday: date
    messages: int
    people: int


def count(raised: Sequence[Raised], today: date, days: int) -> Counts:
    """A person counts once, in the days in which they wrote last."""
    latest: dict[int, date | None] = {}
    for one in raised:
        known = latest.get(one.person)
        latest[one.person] = max(filter(None, (known, one.day)), default=None)
    ages = Counter((today - day).days // days if day else -1 for day in latest.values())
    return Counts(len(raised), len(latest), ages[0], ages[1], sum(one.support for one in raised))


def parts(counts: Counts, weights: Weights) -> list[Part]:
    """The parts whose points, to one decimal, add up to the heat."""
    rows = (
        ("people", counts.people, weights.people, counts.people),
        ("recent", counts.recent, weights.recent, counts.recent),
        ("growth", counts.growth, weights.growth, counts.growth),
        ("support", counts.support, weights.support, sqrt(max(0, counts.support))),
    )
    return [Part(name, number, weight, round(weight * worth, 1)) for name, number, weight, worth in rows]


def heat(counts: Counts, weights: Weights) -> float:
    """The sum of the parts."""
    return round(sum(part.points for part in parts(counts, weights)), 1)


def weeks(raised: Sequence[Raised]) -> list[Week]:
    """Every week from the first message to the last one, also those in which none came; without days, none."""
    found: dict[date, list[int]] = defaultdict(list)
    for one in raised:
        if one.day:
            found[one.day - timedelta(days=one.day.weekday())].append(one.person)
    if not found:
        return []
    first, last = min(found), max(found)
    mondays = [first + timedelta(days=7 * place) for place in range((last - first).days // 7 + 1)]
    return [Week(monday, len(found.get(monday, ())), len(set(found.get(monday, ())))) for monday in mondays]


def as_data(weights: Weights) -> dict[str, float]:
    return asdict(weights)
