"""Counting days as the Civil Code counts them (articles 200 to 203).  Pure: dates in, dates out.

The day of the event is not counted.  Months end on the corresponding day, or on the last day of the month.
A period of days or months whose last day is a day off ends on the first working day after it; weekends
count as days off unless they are worked in exchange, and a working-day period counts working days only.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casework.rules.festivals import statutory_day

DayOff = tuple[date, str]
ONE_DAY = timedelta(days=1)
YEAR_END = timedelta(days=5)
"""The notice of the next year moves the last days of a year: in 2018 Saturday the 29th was worked for New Year."""
WEEKEND = gettext_noop("weekend")
LONGEST = {"day": 3660, "workday": 2500, "month": 120}


class Unit(StrEnum):
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in law: 1 to 3,660 days, 2,500 working days or 120 months.

    Raises ValueError for anything else: a period of nothing is not a deadline.
    """

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if isinstance(self.n, bool) or not isinstance(self.n, int) or not 1 <= self.n <= LONGEST[self.unit]:
            words = _("a period is a whole number from 1 to %(most)d, not %(value)s")
            raise ValueError(words % {"most": LONGEST[self.unit], "value": self.n})


@dataclass(frozen=True, slots=True)
class Due:
    """Where a period ends.

    `awaits`: the year whose days off are not announced and may move the end: its own, or the next one's when it
    falls on the last days of a year.
    `skipped`: the days off passed over, in order, each with its name.
    """

    date: date
    awaits: int | None
    skipped: tuple[DayOff, ...] = ()

    @property
    def provisional(self) -> bool:
        return self.awaits is not None


@dataclass(frozen=True, eq=False)
class Calendar:
    """What is worked and what is not; compared by identity, so a changed table is a new calendar.

    `exceptions`: day -> is it worked.  They win over the weekday, in every year.
    `published`: the years whose days off are announced.  Elsewhere weekends and statutory days are off.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict, repr=False)
    published: frozenset[int] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, repr=False)

    def day_off(self, day: date) -> str | None:
        """Why nobody works on this day; None for a working day."""
        known = self.exceptions.get(day)
        if known is not None:
            return None if known else self.names.get(day, "") or WEEKEND
        statutory = None if day.year in self.published else statutory_day(day)
        return statutory or (WEEKEND if day.weekday() > 4 else None)

    def is_workday(self, day: date) -> bool:
        return self.day_off(day) is None


def due(start: date, period: Period, calendar: Calendar) -> Due:
    """The last day of `period` for an event on `start`.

    `start` must be a plain local date: a datetime is refused, since its day depends on a time zone.
    Raises TypeError for a datetime, OverflowError beyond the year 9999.
    """
    if isinstance(start, datetime):
        raise TypeError("a deadline starts on a date; use timezone.localdate(moment)")
    return _due(start, period, calendar)


@lru_cache(maxsize=8192)
def _due(start: date, period: Period, calendar: Calendar) -> Due:
    if period.unit is Unit.WORKDAY:
        return _after_workdays(start, period.n, calendar)
    end = start + timedelta(days=period.n) if period.unit is Unit.DAY else add_months(start, period.n)
    return _rolled(end, calendar)


def stood_days(first: date, last: date, unit: Unit, calendar: Calendar) -> int:
    """How many days a period of this unit stood still, from `first` to `last`: as its own days are counted."""
    return workdays_between(first, last, calendar) if unit is Unit.WORKDAY else (last - first).days


def put_off(end: Due, unit: Unit, first: date, last: date, calendar: Calendar) -> Due:
    """`end` later by the days from `first` to `last`, in which the period stood still.

    It ends on a working day, and never before `last`; what is awaited for `end` is awaited still.
    """
    days = stood_days(first, last, unit, calendar)
    if not days:
        later = _rolled(max(end.date, last), calendar)
    elif unit is Unit.WORKDAY:
        later = _after_workdays(end.date, days, calendar)
    else:
        later = _rolled(end.date + timedelta(days=days), calendar)
    if later.date < last:
        later = _rolled(last, calendar)
    return Due(later.date, end.awaits or later.awaits, (*end.skipped, *later.skipped))


def add_months(start: date, months: int) -> date:
    """The corresponding day, or the month's last day where there is none (article 202)."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _rolled(end: date, calendar: Calendar) -> Due:
    skipped: list[DayOff] = []
    while (why := calendar.day_off(end)) is not None:
        skipped.append((end, why))
        end += ONE_DAY
    first = skipped[0][0] if skipped else end
    return Due(end, _awaited(first, end, calendar), tuple(skipped))


def _after_workdays(start: date, n: int, calendar: Calendar) -> Due:
    day = start
    skipped: list[DayOff] = []
    while n:
        day += ONE_DAY
        if (why := calendar.day_off(day)) is None:
            n -= 1
        else:
            skipped.append((day, why))
    return Due(day, _awaited(start + ONE_DAY, day, calendar), tuple(skipped))


def _awaited(first: date, last: date, calendar: Calendar) -> int | None:
    """The first year whose notice may still move an end that was looked for from `first` to `last`."""
    # Beyond the year 9999 nothing is awaited
    latest = last + YEAR_END if last <= date.max - YEAR_END else last
    years = range(first.year, latest.year + 1)
    return next((year for year in years if year not in calendar.published), None)


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start`, up to and with `end`; 0 when `end` is not later."""
    return sum(calendar.is_workday(day) for day in _days(start, end))


def shift_workdays(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `day`, or before it when n is negative; `day` itself for 0."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    while n:
        day += step
        if calendar.is_workday(day):
            n -= 1 if n > 0 else -1
    return day


def _days(start: date, end: date) -> Iterator[date]:
    while start < end:
        start += ONE_DAY
        yield start
