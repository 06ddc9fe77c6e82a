"""Deadlines and working days for invented lives, from the rules as they are shipped. Pure: asks no table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from casework.rules import days, files, seed
from casework.rules.profile import resolve

if TYPE_CHECKING:
    from random import Random

    from casework.rules.days import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
_EVENING = (7, 9, 12, 12, 13, 16, 19, 19, 20, 20, 20, 21, 21, 22)
_OPENS, _ENDS = 8 * 60 + 30, 17 * 60 + 30  # minutes of the day


class Clocks(Protocol):
    """Where deadlines come from: the shipped rules here, the stored ones when rows are made."""

    def due(self, name: str, start: date) -> tuple[date, bool]:
        """The last day of the clock ``name`` ("screen") from ``start``, and whether it is provisional."""

    @property
    def calendar(self) -> Calendar:
        """Which days are worked."""


class Shipped:
    """The clocks of a profile as it is shipped; each answer is worked out once."""

    def __init__(self, name: str = "demo") -> None:
        documents = {document.name: document for document in files.shipped()}
        chain = [documents[name]]
        while chain[-1].parent:
            chain.append(documents[chain[-1].parent])
        self._profile = resolve([document.data for document in chain])
        self.calendar = seed.seeded_calendar()
        self.due = cache(self._due)

    def _due(self, name: str, start: date) -> tuple[date, bool]:
        end = days.due(start, self._profile.clock(f"opinion.{name}").period, self.calendar)
        return end.date, end.provisional


class Workdays:
    """The working days of a stretch of years, numbered, so that a step can be put on one in no time."""

    def __init__(self, first: date, last: date, calendar: Calendar) -> None:
        span = [first + timedelta(days=place) for place in range((last - first).days + 1)]
        self.days = [day for day in span if calendar.is_workday(day)]
        self._known = frozenset(self.days)

    def is_workday(self, day: date) -> bool:
        return day in self._known

    def first_from(self, at: datetime) -> int:
        """The number of the first working day on which something after ``at`` can still be done."""
        place = bisect_left(self.days, at.date())
        late = at.hour * 60 + at.minute > _ENDS - 20
        return place + (late and self.days[place] == at.date())

    def last_until(self, day: date) -> int:
        return bisect_right(self.days, day) - 1

    def moment(self, number: int, after: datetime, rng: Random) -> datetime:
        """A time in office hours on the working day ``number``, later than ``after``."""
        day = self.days[number]
        opens = _OPENS
        if day == after.date():
            opens = max(_OPENS, after.hour * 60 + after.minute + 2)
        minute = opens + int((_ENDS - opens) * rng.random())
        return datetime.combine(day, time(minute // 60, minute % 60, int(60 * rng.random())), ZONE)


def evening(day: date, rng: Random) -> datetime:
    """A time at which a citizen sits down with the phone: mostly noon or evening."""
    hour = rng.choice(_EVENING)
    return datetime.combine(day, time(hour, int(60 * rng.random()), int(60 * rng.random())), ZONE)
