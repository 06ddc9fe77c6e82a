"""Times as people write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from django.utils import timezone

_WRITTEN = re.compile(
    r"^(?P<year>\d{4})\s*(?:[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?|(?P<packed>\d{4}))"
    r"(?:[t\s]*(?P<half>上午|下午|am|pm)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?\s*[:分]?"
    r"\s*(?P<second>\d{1,2})?(?:\.\d+)?\s*秒?)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?$"
)
_FIRST_YEAR = 1954  # the first National People's Congress
_EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119 as a spreadsheet counts
_EXCEL_ZERO = datetime(1899, 12, 30)


class UnreadableTime(ValueError):
    """Not a time that can be told with certainty."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in the portal's time zone; ``exact`` is False where only the day is known."""

    at: datetime
    exact: bool

    def precedes(self, other: Moment) -> bool:
        """Whether it certainly came before ``other``: the day decides where a time of day is not known."""
        if self.exact and other.exact:
            return self.at < other.at
        return timezone.localdate(self.at) < timezone.localdate(other.at)


def read_time(cell: Any) -> Moment:
    """A cell as a moment. Raises UnreadableTime."""
    if isinstance(cell, datetime):
        return _moment(cell, cell.time() != clock_time())
    if isinstance(cell, date):
        return _moment(datetime.combine(cell, clock_time()), False)
    text = unicodedata.normalize("NFKC", str(cell or "")).strip().casefold()
    return _of_spreadsheet(text) or _written(text)


def _of_spreadsheet(text: str) -> Moment | None:
    """A day count such as 43580.4, which is what a date becomes in a cell without a date format."""
    try:
        days = float(text)
    except ValueError:
        return None
    if not _EXCEL_DAYS[0] < days < _EXCEL_DAYS[1]:
        return None
    at = _EXCEL_ZERO + timedelta(seconds=round(days * 86400))
    return _moment(at, not days.is_integer())


def _written(text: str) -> Moment:
    match = _WRITTEN.match(text)
    if match is None:
        raise UnreadableTime(text)
    packed = match["packed"]
    month, day = (packed[:2], packed[2:]) if packed else (match["month"], match["day"])
    hour = int(match["hour"] or 0)
    if match["half"] in ("下午", "pm") and hour < 12:
        hour += 12
    try:
        at = datetime(
            int(match["year"]),
            int(month),
            int(day),
            hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
        )
        if match["zone"]:
            at = datetime.fromisoformat(at.isoformat() + match["zone"].upper().replace("Z", "+00:00"))
    except ValueError as error:
        raise UnreadableTime(text) from error
    return _moment(at, match["hour"] is not None)


def _moment(at: datetime, exact: bool) -> Moment:
    if at.year < _FIRST_YEAR:
        raise UnreadableTime(str(at.year))
    aware = at if timezone.is_aware(at) else timezone.make_aware(at)
    return Moment(timezone.localtime(aware), exact)
