"""A summary as plain data, live or frozen: what is kept, shown and written into every file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from reports.figures import handed_over
from reports.summary import catalogue, frozen, periods
from reports.summary.counting import OWN, Counted, Row, before, counted, family_of, rank
from reports.summary.handling import mean, median
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from datetime import date

    from deputies.models import PeoplesCongress
    from reports.summary.counting import Family
    from reports.summary.frozen import Columns
    from reports.summary.periods import Period

FORMAT = "annual-summary/2"
SMALL = 20  # fewer cases than this: a difference to the year before says little


def live(
    congress: PeoplesCongress, period: Period, today: date | None = None, *, alone: bool = False
) -> dict[str, Any]:
    """The summary as it stands now; ``alone``: without the lower congresses."""
    family = family_of(congress)
    family = family.alone() if alone else family
    found = counted(family, period, today)
    return head(family, period, today) | body(
        figures={code: _by_column(found, code) for code in catalogue.FIGURES},
        breakdowns=_rows(found.breakdowns),
        others={name: _rows(rows) for name, rows in found.others.items()},
        times=_times(found.workdays, found.tenths),
    ) | compared(before(family, period)) | handed(congress, period)  # fmt: skip


def from_sets(
    family: Family, period: Period, sets: dict[str, Columns], earlier: dict[str, Any], today: date
) -> dict[str, Any]:
    """The summary counted from frozen sets, beside ``earlier``, what was known of the year before."""
    codes = {name: [one.code for one in catalogue.of(name)] for name in sets}
    found = recounted(sets, names_of(sets), codes)
    return head(family, period, today) | found | earlier | handed(family.congress, period)


def recounted(
    sets: dict[str, Columns], names: dict[str, dict[str, str]], codes_of: dict[str, list[str]]
) -> dict[str, Any]:
    """Figures, breakdowns and times from frozen sets alone.

    ``names`` words the keys of each dimension; ``codes_of`` are the figures of each set in the order of its bits.
    """
    figures: dict[str, dict[str, int]] = {}
    broken: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, columns in sets.items():
        figures |= frozen.figures_of(columns, codes_of[name])
        broken[name] = {
            by: _regrouped(columns, by, codes_of[name], names.get(by, {}))
            for by in sorted({*names, "month"})
            if by in columns
        }
    opinions = broken.pop("opinions")
    return body(
        figures=figures,
        breakdowns=opinions,
        others={name: rows for name, rows in broken.items() if rows},
        times=_times(*frozen.times_of(sets["opinions"])),
    )


def _regrouped(columns: Columns, by: str, codes: list[str], words: dict[str, str]) -> list[dict[str, Any]]:
    groups = frozen.groups_of(columns, by, codes)
    rows = [Row(key, key if by == "month" else words.get(key, ""), n) for key, n in groups.items()]
    return [_row(row) for row in sorted(rows, key=lambda row: rank(by, row))]


def names_of(sets: dict[str, Columns]) -> dict[str, dict[str, str]]:
    """The words of every key in the sets, in Chinese: the document's language."""
    with translation.override("zh-hans"):
        return {name: one.names(_keys(sets, name)) for name, one in catalogue.DIMENSIONS.items()}


def _keys(sets: dict[str, Columns], by: str) -> list[str]:
    return sorted({key for columns in sets.values() for key in columns.get(by, ())})


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
    *,
    figures: dict[str, dict[str, int]],
    breakdowns: dict[str, list[dict[str, Any]]],
    others: dict[str, dict[str, list[dict[str, Any]]]],
    times: dict[str, Any],
) -> dict[str, Any]:
    return {
        "figures": {
            code: {"total": sum(columns.values()), "columns": {key: n for key, n in columns.items() if n}}
            for code, columns in figures.items()
        },
        "breakdowns": breakdowns,
        "others": others,
        "times": times,
    }


def compared(earlier: Counted) -> dict[str, Any]:
    """What is known of the year before: totals, times, and how many of each group were received."""
    return {
        "before": {
            "figures": {
                code: earlier.total(code)
                for code, figure in catalogue.FIGURES.items()
                if figure.population.compares
            },
            "received": {
                by: {row.key: row.counts["received"] for row in rows if row.counts.get("received")}
                for by, rows in earlier.breakdowns.items()
            },
            "times": _times(earlier.workdays, earlier.tenths),
            "definitions_version": catalogue.VERSION,
        }
    }


def compared_with(content: dict[str, Any], edition: int) -> dict[str, Any]:
    """The same from a frozen summary of the year before, and which edition of it."""
    return {
        "before": {
            "period": content["period"]["key"],
            "edition": edition,
            "figures": {code: one["total"] for code, one in content["figures"].items()},
            "received": {
                by: {row["key"]: row["counts"].get("received", 0) for row in rows}
                for by, rows in content["breakdowns"].items()
            },
            "times": content["times"],
            "definitions_version": content["definitions_version"],
        }
    }


def handed(congress: PeoplesCongress, period: Period) -> dict[str, Any]:
    """Complaints about deputies that were handed to the standing committee: beside the figures, in none of them."""
    scopes = [Scope.of((congress.pk,), one) for one in (period, periods.before(period))]
    now, then = (handed_over(congress.pk, one.start, one.end) for one in scopes)
    return {"handed_over": {"total": now, "before": then}}


def _by_column(found: Counted, code: str) -> dict[str, int]:
    return {column: counts[code] for column, counts in found.figures.items()}


def _rows(breakdowns: dict[str, list[Row]]) -> dict[str, list[dict[str, Any]]]:
    return {name: [_row(row) for row in rows] for name, rows in breakdowns.items()}


def _row(row: Row) -> dict[str, Any]:
    return {"key": row.key, "name": row.name, "counts": {code: n for code, n in row.counts.items() if n}}


def _times(workdays: Counter[int], tenth: Counter[int]) -> dict[str, Any]:
    days, average = median(tenth), mean(tenth)
    return {
        "answered": sum(workdays.values()),
        "median_workdays": median(workdays),
        "median_days": None if days is None else days / 10,
        "mean_days": None if average is None else round(average / 10, 1),
    }
