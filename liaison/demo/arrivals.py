"""When opinions come in: more every year, on weekdays, around sessions and reception days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from liaison.demo.clocks import ZONE

if TYPE_CHECKING:
    from liaison.demo.clocks import Workdays

GROWTH = 1.16  # a year
_SESSION_DAYS = 4
_HOURS = tuple(accumulate((1, 0, 0, 0, 0, 1, 3, 6, 10, 13, 14, 11, 9, 7, 9, 11, 11, 9, 7, 9, 12, 11, 7, 3)))
_OFFICE_HOURS = tuple(accumulate((0, 0, 0, 0, 0, 0, 0, 0, 5, 12, 14, 9, 1, 1, 5, 11, 9, 5, 0, 0, 0, 0, 0, 0)))
_DAY = range(24)
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in: ``share`` in a hundred opinions; what is said ``at_desk`` is entered by an officer."""

    code: str
    name: str
    name_en: str
    at_desk: bool
    share: int


CHANNELS = (
    Channel("web", "网上提交", "Web form", False, 58),
    Channel("visit", "代表走访", "Deputy's visit", True, 12),
    Channel("reception", "接待日", "Reception day", True, 10),
    Channel("phone", "电话", "Telephone", True, 9),
    Channel("letter", "来信", "Letter", True, 4),
    Channel("symposium", "座谈会", "Symposium", True, 4),
    Channel("form", "征求意见表", "Comment form", True, 3),
)


def first_day(today: date, years: int) -> date:
    """The first of January of the earliest of ``years`` calendar years, this year counted."""
    return date(today.year - years + 1, 1, 1)


def session_of(year: int) -> tuple[date, date]:
    """First and last day of the county congress's yearly session: four days from the second Tuesday of January."""
    start = date(year, 1, 8)
    start += timedelta(days=(1 - start.weekday()) % 7)
    return start, start + timedelta(days=_SESSION_DAYS - 1)


def moments(
    count: int, years: int, now: datetime, workdays: Workdays, rng: Random
) -> list[tuple[datetime, Channel]]:
    """``count`` moments before ``now`` with the channel of each, in order."""
    first = first_day(now.date(), years)
    days = [first + timedelta(days=place) for place in range((now.date() - first).days + 1)]
    totals = list(accumulate(_weight(day, first, workdays) for day in days[:-1]))
    share = min(1.0, max(0.0, (now.hour - 7) / 14))  # of today, what has passed of its waking hours
    totals.append((totals[-1] if totals else 0) + share * _weight(days[-1], first, workdays) + 1e-9)
    drawn = rng.choices(days, cum_weights=totals, k=count)
    channels = rng.choices(CHANNELS, [channel.share for channel in CHANNELS], k=count)
    return sorted(
        (
            (_moment(day, channel, now, workdays, rng), channel)
            for day, channel in zip(drawn, channels, strict=True)
        ),
        key=lambda pair: pair[0],
    )


def _weight(day: date, first: date, workdays: Workdays) -> float:
    growth = GROWTH ** ((day - first).days / 365.25)
    weekday = (1.15, 1.1, 1.05, 1.0, 0.95, 0.5, 0.45)[day.weekday()]
    if not workdays.is_workday(day):
        weekday = min(weekday, 0.45)
    start, end = session_of(day.year)
    if start - timedelta(days=5) <= day <= end:
        weekday *= 2.6
    return growth * weekday * (1.5 if day.day == 15 else 1.0)


def _moment(day: date, channel: Channel, now: datetime, workdays: Workdays, rng: Random) -> datetime:
    """What is said at a desk is entered on a working day in office hours."""
    hours = _HOURS
    if channel.at_desk:
        hours = _OFFICE_HOURS
        day = workdays.days[workdays.first_from(datetime.combine(day, _MIDNIGHT, ZONE))]
    hour = rng.choices(_DAY, cum_weights=hours)[0]
    at = datetime.combine(day, time(hour, int(60 * rng.random()), int(60 * rng.random())), ZONE)
    return at if at < now else now - timedelta(minutes=rng.randint(2, 400))
