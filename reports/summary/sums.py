"""Sums of the daily counts: what pages and files read instead of a million cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from reports.models import MEASURES, CountMark, DayCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from reports.summary.terms import Scope

WORKDAYS, TENTHS = "workdays", "tenths"
#: What is a sum of two counts that are kept, and is not kept itself.
DERIVED = {
    "satisfied": ("result_3", "result_2"),
    "attitude_satisfied": ("attitude_3", "attitude_2"),
}
#: Every figure of opinions that a row of sums holds.
COUNTED = (*MEASURES, *DERIVED)


def filled(row: Mapping[str, Any]) -> dict[str, int]:
    """The counts of a row, and those that follow from them."""
    counts = {name: row[name] for name in MEASURES}
    return counts | {name: sum(counts[part] for part in parts) for name, parts in DERIVED.items()}


def is_complete() -> bool:
    return CountMark.objects.filter(pk=1, complete=True).exists()


def _days(scope: Scope, by: Iterable[str], **more: Any) -> QuerySet[DayCount]:
    return DayCount.objects.filter(
        congress__in=scope.congresses, by__in=by, day__gte=scope.first, day__lte=scope.last, **more
    ).order_by()


def sums(scope: Scope, *by: str) -> list[dict[str, Any]]:
    """Sums of the period: a row for each congress, dimension of ``by`` and key, with all figures of opinions."""
    summed = (
        _days(scope, by).values("congress", "by", "key").annotate(**{name: Sum(name) for name in MEASURES})
    )
    return [{name: row[name] for name in ("congress", "by", "key")} | filled(row) for row in summed]


def received(scope: Scope, *by: str) -> dict[str, dict[str, int]]:
    """How many were received, by dimension and key."""
    found: dict[str, dict[str, int]] = {name: {} for name in by}
    for name, key, n in _days(scope, by).values_list("by", "key").annotate(n=Sum("received")):
        found[name][key] = n
    return found


def months(scope: Scope, by: str = "", key: str = "") -> list[dict[str, Any]]:
    """Sums of each month of the period, of all or of one key of a dimension; ``month`` is its first day."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    days = _days(scope, [by], key=key)
    names = ("day", *MEASURES)
    for day, *numbers in (
        days.values("day").annotate(**{name: Sum(name) for name in MEASURES}).values_list(*names)
    ):
        found[day.replace(day=1)].update(dict(zip(MEASURES, numbers, strict=True)))
    return [{"month": month, **filled(counts)} for month, counts in sorted(found.items())]


def times(scope: Scope) -> dict[str, list[tuple[int, int]]]:
    """How long answers took: for working days and for tenths of a day, each length and how often."""
    found: dict[str, list[tuple[int, int]]] = {WORKDAYS: [], TENTHS: []}
    for by, key, n in _days(scope, found).values_list("by", "key").annotate(n=Sum("received")):
        found[by].append((int(key), n))
    return found
