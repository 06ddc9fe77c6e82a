"""A summary as plain data, live or frozen: what is kept, shown and written into every file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from contacts.year import hot
from reports.summary import catalogue, frozen
from reports.summary.counting import OWN, Counted, Row, before, counted, family_of
from reports.summary.handling import median

if TYPE_CHECKING:
    from datetime import date

    from deputies.models import PeoplesCongress
    from reports.summary.counting import Family
    from reports.summary.frozen import Columns
    from reports.summary.periods import Period

FORMAT = "annual-summary/1"
SMALL = 20  # fewer cases than this: a difference to the year before says little
_HOT = 10


def live(congress: PeoplesCongress, period: Period, today: date | None = None) -> dict[str, Any]:
    """The summary as it stands now."""
    family = family_of(congress)
    found = counted(family, period, today)
    return head(family, period, today) | body(
        figures={code: _by_column(found, code) for code in catalogue.FIGURES},
        breakdowns={name: [_row(row) for row in rows] for name, rows in found.breakdowns.items()},
        times=_times(found.workdays, found.tenths),
    ) | compared(before(family, period))  # fmt: skip


def from_sets(
    family: Family, period: Period, sets: dict[str, Columns], earlier: dict[str, Any], today: date
) -> dict[str, Any]:
    """The summary counted from frozen sets, beside ``earlier``, what was known of the year before."""
    codes = {name: [one.code for one in catalogue.of(name)] for name in sets}
    return head(family, period, today) | recounted(sets, names_of(sets["opinions"]), codes) | earlier


def recounted(
    sets: dict[str, Columns], names: dict[str, dict[str, str]], codes_of: dict[str, list[str]]
) -> dict[str, Any]:
    """Figures, breakdowns and times from frozen sets alone.

    ``names`` words the keys of each dimension; ``codes_of`` are the figures of each set in the order of its bits.
    """
    figures: dict[str, dict[str, int]] = {}
    for name, columns in sets.items():
        figures |= frozen.figures_of(columns, codes_of[name])
    opinions, codes = sets["opinions"], codes_of["opinions"]
    breakdowns = {}
    for name in sorted({*names, "month"}):
        groups = frozen.groups_of(opinions, name, codes)
        words = names.get(name, {})
        rows = [Row(key, key if name == "month" else words.get(key, ""), n) for key, n in groups.items()]
        breakdowns[name] = [_row(row) for row in sorted(rows, key=lambda row: _rank(name, row))]
    return body(figures=figures, breakdowns=breakdowns, times=_times(*frozen.times_of(opinions)))


def names_of(opinions: Columns) -> dict[str, dict[str, str]]:
    """The words of every key in the set, in Chinese: the document's language."""
    with translation.override("zh-hans"):
        return {
            name: dimension.names(sorted(set(opinions[name])))
            for name, dimension in catalogue.DIMENSIONS.items()
        }


def _rank(name: str, row: Row) -> Any:
    if name in ("month", "class"):
        return (not row.key, row.key)
    return (not row.key, -row.counts["received"], row.key)


def head(family: Family, period: Period, today: date | None = None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "congress": {"code": family.congress.code, "name": family.congress.name},
        "period": {"key": period.key, "first": str(period.first), "last": str(period.last),
                   "session": period.session},
        "as_of": str(today or timezone.localdate()),
        "definitions_version": catalogue.VERSION,
        "columns": [{"key": OWN, "name": family.congress.name}]
        + [{"key": one.code, "name": one.name} for one in family.lower],
    }  # fmt: skip


def body(
    *, figures: dict[str, dict[str, int]], breakdowns: dict[str, list[dict[str, Any]]], times: dict[str, Any]
) -> dict[str, Any]:
    return {
        "figures": {
            code: {"total": sum(columns.values()), "columns": {key: n for key, n in columns.items() if n}}
            for code, columns in figures.items()
        },
        "breakdowns": breakdowns,
        "times": times,
    }


def compared(earlier: Counted) -> dict[str, Any]:
    """What is known of the year before: totals and times."""
    return {
        "before": {
            "figures": {
                code: earlier.total(code)
                for code, figure in catalogue.FIGURES.items()
                if figure.population.compares
            },
            "times": _times(earlier.workdays, earlier.tenths),
            "definitions_version": catalogue.VERSION,
        }
    }


def compared_with(content: dict[str, Any]) -> dict[str, Any]:
    """The same from a frozen summary of the year before."""
    return {
        "before": {
            "figures": {code: one["total"] for code, one in content["figures"].items()},
            "times": content["times"],
            "definitions_version": content["definitions_version"],
        }
    }


def hot_issues(congress: PeoplesCongress, period: Period) -> list[dict[str, Any]]:
    """What many people raised: topic, township and number."""
    found = hot.issues(congress, period.first, period.last)[:_HOT]
    return [
        {"topic": str(one.topic), "place": one.place.name if one.place else "", "number": one.number}
        for one in found
    ]


def _by_column(found: Counted, code: str) -> dict[str, int]:
    return {column: counts[code] for column, counts in found.figures.items()}


def _row(row: Row) -> dict[str, Any]:
    return {"key": row.key, "name": row.name, "counts": {code: n for code, n in row.counts.items() if n}}


def _times(workdays: Counter[int], tenth: Counter[int]) -> dict[str, Any]:
    days = median(tenth)
    return {
        "answered": sum(workdays.values()),
        "median_workdays": median(workdays),
        "median_days": None if days is None else days / 10,
    }
