"""How long answers took: in working days and in calendar days, and the median of each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.rules import current_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = timedelta(days=1)


class Took:
    """Counts working days with a table of all of them, made once: a year has a quarter of a million pairs of days."""

    def __init__(self, first: date, last: date) -> None:
        calendar = current_calendar()
        span = (last - first).days + 1
        days = (first + timedelta(days=n) for n in range(span))
        self._worked = [day for day in days if calendar.is_workday(day)]

    def workdays(self, opened: datetime, answered: datetime) -> int:
        """Working days after the day it came in, up to and with the day of the answer (Civil Code, article 201)."""
        start, end = timezone.localdate(opened), timezone.localdate(answered)
        if end <= start:
            return 0
        return bisect_left(self._worked, end + _DAY) - bisect_left(self._worked, start + _DAY)


def tenths(opened: datetime, answered: datetime) -> int:
    """Time from receipt to answer in tenths of a calendar day, rounded to the nearest."""
    return round(max(timedelta(0), answered - opened) / (_DAY / 10))


def median(counts: Mapping[int, int]) -> float | None:
    """The median of values that each occur so many times; the mean of the middle two where their number is even."""
    whole = sum(counts.values())
    if not whole:
        return None
    seen, lower = 0, None
    for value in sorted(counts):
        seen += counts[value]
        if lower is None and seen * 2 >= whole:
            lower = value
            if seen * 2 > whole:
                return float(value)
        elif lower is not None and counts[value]:
            return (lower + value) / 2
    return float(lower) if lower is not None else None


def mean(counts: Mapping[int, int]) -> float | None:
    """The mean of values that each occur so many times."""
    whole = sum(counts.values())
    return sum(value * n for value, n in counts.items()) / whole if whole else None


def summed(pairs: list[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for value, n in pairs:
        found[value] += n
    return found
