"""The days the State Council has announced, as the chinesecalendar package knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

from chinese_calendar import constants

from casework.rules.days import Calendar


@dataclass(frozen=True, slots=True)
class SeedDay:
    date: date
    is_workday: bool
    name: str


def source() -> str:
    return f"chinesecalendar {version('chinesecalendar')}"


def years() -> range:
    """The announced years; asking the package about any other year raises."""
    return range(min(constants.holidays).year, max(constants.holidays).year + 1)


def days() -> Iterator[SeedDay]:
    """Every named day off and every weekend day that is worked, in order of date."""
    worked = {day: SeedDay(day, True, str(name)) for day, name in constants.workdays.items()}
    off = {day: SeedDay(day, False, str(name)) for day, name in constants.holidays.items()}
    return iter(sorted((off | worked).values(), key=lambda found: found.date))


@cache
def seeded_calendar() -> Calendar:
    return make_calendar(days(), frozenset(years()))


def make_calendar(found: Iterator[SeedDay], published: frozenset[int]) -> Calendar:
    rows = list(found)
    return Calendar(
        exceptions={row.date: row.is_workday for row in rows},
        published=published,
        names={row.date: row.name for row in rows},
    )
