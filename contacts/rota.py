"""The yearly rota as a pattern: which days it names, and where a day off moves them. Pure: dates in, dates out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casework.rules import Calendar
from casework.rules.days import ONE_DAY, WEEKEND

ALL_MONTHS = tuple(range(1, 13))
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """A day of the month ("the 15th") or a weekday ("every Tuesday", "the first Monday"), in some months.

    ``weekday`` counts from Monday, 0; ``nth`` is which one of the month, 0 every one, 5 the last.
    """

    months: tuple[int, ...] = ALL_MONTHS
    month_day: int | None = None
    weekday: int | None = None
    nth: int = 0

    def __post_init__(self) -> None:
        if (self.month_day is None) == (self.weekday is None):
            raise ValueError("a pattern names a day of the month or a weekday")

    @property
    def keeps_weekends(self) -> bool:
        """Whoever chooses Saturdays means them: then only public holidays move."""
        return self.weekday is not None and self.weekday >= SATURDAY


@dataclass(frozen=True, slots=True)
class Planned:
    """One day of the rota. ``why`` names the day off that moved it, as the calendar calls it; empty where none did."""

    day: date
    planned_for: date
    why: str = ""


def days_of(pattern: Pattern, year: int) -> list[date]:
    """The days that the pattern names in ``year``; a 31st is the last day of a shorter month."""
    return [day for month in sorted(set(pattern.months)) for day in _in_month(pattern, year, month)]


def _in_month(pattern: Pattern, year: int, month: int) -> list[date]:
    last = monthrange(year, month)[1]
    if pattern.month_day is not None:
        return [date(year, month, min(pattern.month_day, last))]
    days = [date(year, month, day) for day in range(1, last + 1)]
    found = [day for day in days if day.weekday() == pattern.weekday]
    if not pattern.nth:
        return found
    return [found[min(pattern.nth, len(found)) - 1]]


def moved(day: date, calendar: Calendar, *, keeps_weekends: bool = False) -> Planned:
    """``day``, or the first working day after it where it is a day off, with the name of that day off."""
    why = calendar.day_off(day)
    if why is None or (keeps_weekends and why == WEEKEND):
        return Planned(day, day)
    later = day + ONE_DAY
    while not calendar.is_workday(later):
        later += ONE_DAY
    return Planned(later, day, why)


def rota(pattern: Pattern, year: int, calendar: Calendar) -> list[Planned]:
    """The whole year, days off moved; two days that meet on one are one."""
    found: dict[date, Planned] = {}
    for one in _moved(days_of(pattern, year), calendar, pattern.keeps_weekends):
        if one.day not in found or not one.why:
            found[one.day] = one
    return [found[day] for day in sorted(found)]


def _moved(days: Iterable[date], calendar: Calendar, keeps_weekends: bool) -> Iterator[Planned]:
    return (moved(day, calendar, keeps_weekends=keeps_weekends) for day in days)


def slots(starts: time, ends: time, minutes: int) -> list[time]:
    """The beginnings of the conversations that fit between the two times."""
    step = timedelta(minutes=minutes)
    at, end = datetime.combine(date.min, starts), datetime.combine(date.min, ends)
    found = []
    while at + step <= end:
        found.append(at.time())
        at += step
    return found
