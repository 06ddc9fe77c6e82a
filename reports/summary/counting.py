"""A summary put together: every figure of a congress and a period, own and of the lower congresses.

Opinions are read from the daily counts, everything else from its own tables. ``slowly`` asks the cases instead: it is
what the counts are held against, and what is used until they are complete.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F

from deputies.models import PeoplesCongress
from reports.summary import catalogue, periods, rollups, sums
from reports.summary.handling import Took, summed, tenths
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from datetime import date

    from reports.summary.periods import Period

OWN = "own"
_MARK = "n_"
Counts = dict[str, Counter[str]]  # column -> figure's code -> number


@dataclass(frozen=True)
class Family:
    """A congress and those below it: each direct lower one is a column, with all that lies below itself in it."""

    congress: PeoplesCongress
    lower: list[PeoplesCongress] = field(default_factory=list)
    column_of: dict[int, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(sorted(self.column_of))

    @property
    def columns(self) -> list[str]:
        return [OWN, *(one.code for one in self.lower)]

    def alone(self) -> Family:
        """The congress without those below it."""
        return Family(self.congress, [], {self.congress.pk: OWN})


def family_of(congress: PeoplesCongress) -> Family:
    below: dict[int, list[PeoplesCongress]] = defaultdict(list)
    for one in PeoplesCongress.objects.exclude(parent=None).order_by("division__code", "code"):
        below[one.parent_id or 0].append(one)
    column_of = {congress.pk: OWN}
    lower = below[congress.pk]
    for child in lower:
        waiting = [child]
        while waiting:
            one = waiting.pop()
            if one.pk not in column_of:
                column_of[one.pk] = child.code
                waiting.extend(below[one.pk])
    return Family(congress, lower, column_of)


@dataclass(frozen=True)
class Row:
    """One line of a breakdown: its key, its words, and the counts of its rows by the short name of the figure."""

    key: str
    name: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Counted:
    """What was counted: figures by column, breakdowns of all columns together, and how long answers took.

    ``breakdowns`` are of the opinions, ``others`` those of other populations by their names.
    """

    figures: Counts
    breakdowns: dict[str, list[Row]]
    workdays: Counter[int]
    tenths: Counter[int]
    others: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    def total(self, code: str) -> int:
        return sum(column[code] for column in self.figures.values())


def counted(family: Family, period: Period, today: date | None = None) -> Counted:
    """The figures as they stand, from the daily counts where these are complete."""
    scope = Scope.of(family.keys, period, today)
    figures, rows, workdays, tenth = _fast(family, scope) if sums.is_complete() else slowly(family, scope)
    others: dict[str, dict[str, list[Row]]] = {}
    for name, population in catalogue.POPULATIONS.items():
        if name != "opinions":
            _add_population(figures, family, name, scope)
            if population.by:
                others[name] = _broken_down(name, scope)
    return Counted(figures, rows, workdays, tenth, others)


def before(family: Family, period: Period) -> Counted:
    """The figures of the year before; of its breakdowns how many were received."""
    scope = Scope.of(family.keys, periods.before(period))
    figures: Counts = {column: Counter() for column in family.columns}
    if sums.is_complete():
        _sum(figures, family, sums.sums(scope, ""))
        rows, times = _received(scope), _times(scope)
    else:
        figures, rows, *slow = slowly(family, scope)
        times = (slow[0], slow[1])
    for name, population in catalogue.POPULATIONS.items():
        if name != "opinions" and population.compares:
            _add_population(figures, family, name, scope)
    return Counted(figures, rows, *times)


def _received(scope: Scope) -> dict[str, list[Row]]:
    groups = sums.received(scope, *catalogue.DIMENSIONS)
    groups["month"] = {f"{row['month']:%Y-%m}": row["received"] for row in sums.months(scope)}
    return {
        name: [Row(key, "", {"received": n}) for key, n in sorted(found.items())]
        for name, found in groups.items()
    }


# --- From the daily counts --------------------------------------------------------------------------------
def _fast(family: Family, scope: Scope) -> tuple[Counts, dict[str, list[Row]], Counter[int], Counter[int]]:
    figures: Counts = {column: Counter() for column in family.columns}
    grouped: dict[str, dict[str, Counter[str]]] = {name: {} for name in catalogue.DIMENSIONS}
    rows = sums.sums(scope, "", *catalogue.DIMENSIONS)
    _sum(figures, family, [row for row in rows if not row["by"]])
    for row in rows:
        if row["by"]:
            numbers = {name: row[name] for name in sums.COUNTED}
            grouped[row["by"]].setdefault(row["key"], Counter()).update(numbers)
    months = {
        f"{row['month']:%Y-%m}": Counter({n: row[n] for n in sums.COUNTED}) for row in sums.months(scope)
    }
    return figures, {**_named(grouped), "month": _months(months)}, *_times(scope)


def _sum(figures: Counts, family: Family, rows: list[dict[str, Any]]) -> None:
    """Add the sums of whole days into the columns of their congresses."""
    for row in rows:
        column = figures[family.column_of[row["congress"]]]
        column.update({f"opinions.{name}": row[name] for name in sums.COUNTED})


def _times(scope: Scope) -> tuple[Counter[int], Counter[int]]:
    from_counts = sums.times(scope)
    return summed(from_counts[sums.WORKDAYS]), summed(from_counts[sums.TENTHS])


def _named(grouped: dict[str, dict[str, Counter[str]]]) -> dict[str, list[Row]]:
    return {
        name: _sorted(name, {key: dict(counts) for key, counts in rows.items()})
        for name, rows in grouped.items()
    }


def _sorted(name: str, rows: dict[str, dict[str, int]]) -> list[Row]:
    words = catalogue.DIMENSIONS[name].names(list(rows))
    found = [Row(key, words.get(key, ""), counts) for key, counts in rows.items() if counts.get("received")]
    return sorted(found, key=lambda row: rank(name, row))


def rank(name: str, row: Row) -> Any:
    """The order of a breakdown: the largest first, those without a value last; months and classes by their key."""
    if name in ("month", "class"):
        return (not row.key, row.key)
    return (not row.key, -row.counts["received"], row.key)


def _months(rows: dict[str, Counter[str]]) -> list[Row]:
    return [Row(key, key, dict(counts)) for key, counts in sorted(rows.items()) if counts["received"]]


# --- From the cases themselves ----------------------------------------------------------------------------
def slowly(family: Family, scope: Scope) -> tuple[Counts, dict[str, list[Row]], Counter[int], Counter[int]]:
    """The same numbers, asked of the cases: slow, and right by definition."""
    figures: Counts = {column: Counter() for column in family.columns}
    base = rollups.rows(scope)
    for congress, numbers in rollups.grouped(base, F("congress"), scope):
        column = figures[family.column_of[congress]]
        column.update({f"opinions.{name}": n for name, n in numbers.items()})
    grouped: dict[str, dict[str, Counter[str]]] = {}
    for name, dimension in catalogue.DIMENSIONS.items():
        grouped[name] = {}
        for key, numbers in rollups.grouped(base, dimension.key, scope):
            grouped[name].setdefault(key or "", Counter()).update(numbers)
    months: dict[str, Counter[str]] = defaultdict(Counter)
    for day, numbers in rollups.by_day(base, scope):
        months[f"{day:%Y-%m}"].update(numbers)
    workdays: Counter[int] = Counter()
    tenth: Counter[int] = Counter()
    took = Took(scope.first, scope.today)
    answered: Any = base.filter(rollups.answered(scope)).values_list("opened_at", "answered_at")
    for opened, at in answered:
        workdays[took.workdays(opened, at)] += 1
        tenth[tenths(opened, at)] += 1
    return figures, {**_named(grouped), "month": _months(months)}, workdays, tenth


# --- Everything else --------------------------------------------------------------------------------------
def _add_population(figures: Counts, family: Family, name: str, scope: Scope) -> None:
    """Count one population into the columns; one statement for all of its figures."""
    population = catalogue.POPULATIONS[name]
    if not population.rolls_up:
        scope = Scope((family.congress.pk,), scope.first, scope.last, scope.today)
    wanted = counts_of(name, scope)
    base = population.rows(scope).order_by()
    if not population.congress:
        figures[OWN].update(_coded(name, base.aggregate(**wanted)))
        return
    for row in base.values(of_congress=F(population.congress)).annotate(**wanted):
        column = family.column_of[row.pop("of_congress")]
        figures[column].update(_coded(name, row))


def counts_of(name: str, scope: Scope) -> dict[str, Any]:
    """The aggregates of all figures of a population; before each short name a mark: some are fields of the rows."""
    wanted: dict[str, Any] = {}
    for figure in catalogue.of(name):
        condition = figure.condition(scope)
        wanted[f"{_MARK}{figure.short}"] = Count("pk", filter=condition) if condition else Count("pk")
    return wanted


def unmarked(row: dict[str, Any]) -> dict[str, int]:
    """The numbers of a row by the short names of their figures."""
    return {name.removeprefix(_MARK): n for name, n in row.items() if name.startswith(_MARK)}


def _broken_down(name: str, scope: Scope) -> dict[str, list[Row]]:
    """A population by each of its dimensions, asked of its own table."""
    population = catalogue.POPULATIONS[name]
    base, wanted = population.rows(scope).order_by(), counts_of(name, scope)
    found = {}
    for by in population.by:
        rows = rollups.by_key(base, catalogue.DIMENSIONS[by].key, wanted)
        found[by] = _sorted(by, {key or "": unmarked(row) for key, row in rows})
    return found


def _coded(name: str, row: dict[str, int]) -> dict[str, int]:
    return {f"{name}.{short}": n for short, n in unmarked(row).items()}
