"""The rows behind a figure, live or frozen: those the reader may see, and how many of how many these are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casework.typed import whole
from reports.summary import catalogue, freezing, frozen, issues
from reports.summary.counting import OWN, family_of
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from reports.models import Snapshot
    from reports.summary.counting import Family
    from reports.summary.periods import Period
    from reports.summary.terms import Figure, Line, Population, Reader

SIZE = 50
_CHUNK = 5000
_MONTH_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which number: the figure's code, the group of a breakdown, the column of a congress, one organ (its key)."""

    figure: str
    by: str = ""
    key: str = ""
    column: str = ""
    organ: int = 0

    @property
    def of_organ(self) -> int:
        """The organ (its key) of which alone the rows are asked for; 0 for none."""
        return self.organ or (whole(self.key) or 0 if self.by == "organ" else 0)


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
    family = family_of(congress)
    if not _is_known(wanted, figure.population, family):
        return None
    counted = _frozen(snapshot, wanted) if snapshot else _live(figure, family, period, wanted)
    if counted is None:
        return None
    return Behind(figure, len(counted), _seen(figure, counted, reader), _where(family, wanted))


def _is_known(wanted: Wanted, population: Population, family: Family) -> bool:
    return (
        wanted.by in _groups(population)
        and wanted.column in ("", *family.columns)
        and bool(population.organ or not wanted.organ)
    )


def _groups(population: Population) -> set[str]:
    """By what the rows of a population may be asked for."""
    groups = {"", *population.by}
    if population.name == "opinions":
        groups |= {"month", "hot"}
    return groups | {"organ"} if population.organ else groups


def _live(figure: Figure, family: Family, period: Period, wanted: Wanted) -> list[int] | None:
    keys = [pk for pk, column in family.column_of.items() if wanted.column in ("", column)]
    if not figure.population.rolls_up:
        keys = [family.congress.pk] if wanted.column in ("", OWN) else []
    rows: Any = figure.rows(Scope.of(tuple(keys), period))
    if wanted.organ:
        rows = rows.filter(**{figure.population.organ: wanted.organ})
    rows = _within(rows, figure.population, family, period, wanted) if wanted.by else rows
    return None if rows is None else list(rows.order_by("-pk").values_list("pk", flat=True))


def _within(rows: Any, population: Population, family: Family, period: Period, wanted: Wanted) -> Any:
    """The rows of one group; None for a key that is none."""
    if wanted.by == "month":
        first = _month(wanted.key)
        return rows.filter(opened_at__year=first[0], opened_at__month=first[1]) if first else None
    if wanted.by == "hot":
        cases = issues.cases_of(family.congress, period, wanted.key)
        return None if cases is None else rows.filter(pk__in=cases.order_by().values("pk"))
    if wanted.by not in population.by:
        return rows.filter(**{population.organ: whole(wanted.key) or 0})
    keyed = rows.alias(group=catalogue.DIMENSIONS[wanted.by].key)
    return keyed.filter(group=wanted.key) if wanted.key else keyed.filter(group=None)


def _month(key: str) -> tuple[int, int] | None:
    year, _dash, month = key.partition("-")
    if len(key) != _MONTH_DIGITS or not (year.isdecimal() and month.isdecimal()) or not 1 <= int(month) <= 12:
        return None
    return int(year), int(month)


def _frozen(snapshot: Snapshot, wanted: Wanted) -> list[int] | None:
    population = wanted.figure.partition(".")[0]
    codes = freezing.codes_of(snapshot).get(population, [])
    kept = snapshot.sets.filter(population=population).first()
    if kept is None or wanted.figure not in codes or wanted.organ:
        return None
    columns = frozen.unpack(bytes(kept.packed))
    if wanted.by and wanted.by not in columns:
        return None
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
    elif wanted.by == "hot":
        said.append(issues.name_of(wanted.key))
    elif wanted.by:
        dimension = catalogue.DIMENSIONS[wanted.by]
        said.append(
            dimension.names([wanted.key]).get(wanted.key, "") if wanted.key else f"{dimension.label}: —"
        )
    if wanted.organ:
        said.append(catalogue.DIMENSIONS["organ"].names([str(wanted.organ)]).get(str(wanted.organ), ""))
    if wanted.column:
        names = {OWN: family.congress.name} | {one.code: one.name for one in family.lower}
        said.append(names[wanted.column])
    return " · ".join(one for one in said if one)
