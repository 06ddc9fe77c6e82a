"""The rows behind a figure, live or frozen: those the reader may see, and how many of how many these are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.summary import catalogue, freezing, frozen
from reports.summary.counting import OWN, family_of
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from reports.models import Snapshot
    from reports.summary.counting import Family
    from reports.summary.periods import Period
    from reports.summary.terms import Figure, Line, Reader

SIZE = 50
_CHUNK = 5000
_MONTH_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which number: the figure's code, the group of a breakdown, the column of a congress."""

    figure: str
    by: str = ""
    key: str = ""
    column: str = ""


@dataclass(frozen=True)
class Behind:
    """``number`` rows are counted; ``keys`` are those of them that the reader may see, the latest first."""

    figure: Figure
    number: int
    keys: list[int]
    where: str = ""

    @property
    def hidden(self) -> int:
        return self.number - len(self.keys)

    def lines(self, keys: list[int], reader: Reader) -> list[Line]:
        """The rows with these keys, in words."""
        population = self.figure.population
        seen = population.visible(reader).filter(pk__in=keys).select_related(*population.related)
        rows = {row.pk: row for row in seen}
        return [population.line(rows[key], reader) for key in keys if key in rows]


def behind(
    congress: PeoplesCongress, period: Period, wanted: Wanted, reader: Reader, snapshot: Snapshot | None
) -> Behind | None:
    """What one number counts; None for a group or a column that there is not."""
    figure = catalogue.FIGURES[wanted.figure]
    known = {"", "month", *catalogue.DIMENSIONS} if figure.population.name == "opinions" else {""}
    family = family_of(congress)
    if wanted.by not in known or wanted.column not in ("", *family.columns):
        return None
    counted = (
        _frozen(snapshot, wanted)
        if snapshot
        else _live(figure, family, Scope.of(family.keys, period), wanted)
    )
    if counted is None:
        return None
    return Behind(figure, len(counted), _seen(figure, counted, reader), _where(family, wanted))


def _live(figure: Figure, family: Family, scope: Scope, wanted: Wanted) -> list[int] | None:
    keys = [pk for pk, column in family.column_of.items() if wanted.column in ("", column)]
    if not figure.population.rolls_up:
        keys = [family.congress.pk] if wanted.column in ("", OWN) else []
    scope = Scope(tuple(keys), scope.first, scope.last, scope.today)
    rows = figure.rows(scope)
    if wanted.by == "month":
        first = _month(wanted.key)
        if first is None:
            return None
        rows = rows.filter(opened_at__year=first[0], opened_at__month=first[1])
    elif wanted.by:
        keyed = rows.alias(group=catalogue.DIMENSIONS[wanted.by].key)
        rows = keyed.filter(group=wanted.key) if wanted.key else keyed.filter(group=None)
    return list(rows.order_by("-pk").values_list("pk", flat=True))


def _month(key: str) -> tuple[int, int] | None:
    year, _dash, month = key.partition("-")
    if len(key) != _MONTH_DIGITS or not (year.isdecimal() and month.isdecimal()) or not 1 <= int(month) <= 12:
        return None
    return int(year), int(month)


def _frozen(snapshot: Snapshot, wanted: Wanted) -> list[int] | None:
    population = wanted.figure.partition(".")[0]
    codes = freezing.codes_of(snapshot).get(population, [])
    kept = snapshot.sets.filter(population=population).first()
    if kept is None or wanted.figure not in codes:
        return None
    columns = frozen.unpack(bytes(kept.packed))
    return frozen.keys_of(columns, codes.index(wanted.figure), wanted.by, wanted.key, wanted.column)


def _seen(figure: Figure, keys: list[int], reader: Reader) -> list[int]:
    """Those of the keys that the reader may see, in their order."""
    visible: Any = figure.population.visible(reader).order_by()
    found: set[int] = set()
    for start in range(0, len(keys), _CHUNK):
        found.update(visible.filter(pk__in=keys[start : start + _CHUNK]).values_list("pk", flat=True))
    return [key for key in keys if key in found]


def _where(family: Family, wanted: Wanted) -> str:
    """The group and the column in words."""
    said = []
    if wanted.by == "month":
        said.append(wanted.key)
    elif wanted.by:
        dimension = catalogue.DIMENSIONS[wanted.by]
        said.append(
            dimension.names([wanted.key]).get(wanted.key, "") if wanted.key else f"{dimension.label}: —"
        )
    if wanted.column:
        names = {OWN: family.congress.name} | {one.code: one.name for one in family.lower}
        said.append(names[wanted.column])
    return " · ".join(one for one in said if one)
