"""Small pieces of the tests of the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from reports.summary import content, periods

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress


def this_year() -> periods.Period:
    return periods.year(timezone.localdate().year)


def totals(congress: PeoplesCongress, population: str = "opinions") -> dict[str, int]:
    """The figures of this year of one population, by their short names."""
    figures = content.live(congress, this_year())["figures"]
    return {
        code.partition(".")[2]: one["total"]
        for code, one in figures.items()
        if code.startswith(f"{population}.")
    }
