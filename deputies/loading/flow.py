"""How a list is loaded: every row is cleaned and decided on first, and only then is anything written.

The dry run and the load take the same decisions by the same code, inside the same transaction; the dry run
stops before writing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from deputies.loading import columns as mapping
from deputies.loading.cells import BadCell
from deputies.loading.columns import Columns, Field
from deputies.loading.sheets import UnreadableTable
from deputies.models import PeoplesCongress

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from deputies.loading.tables import Row, Table


class What(StrEnum):
    """What becomes of a row."""

    NEW = "loaded"
    UPDATED = "updated"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a row: why it is refused, or what was left out of it."""

    row: int
    field: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "reason": self.reason}


@dataclass(slots=True)
class Outcome:
    """What becomes of one row. ``changes`` of an updated row; none where it says what is known already."""

    row: int
    what: What
    title: str = ""
    changes: list[Change] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    refusal: Remark | None = None
    extra: dict[str, str] = field(default_factory=dict)


class RowRefused(ValueError):
    """The row cannot be loaded; names the field and says why."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


@dataclass(slots=True)
class Report:
    """The outcome of every row; the counts add up to the rows read."""

    outcomes: list[Outcome] = field(default_factory=list)
    columns: Columns = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    dry_run: bool = False

    def count(self, what: What) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)

    @property
    def unchanged(self) -> int:
        """Rows among the updated ones that changed nothing."""
        return sum(each.what == What.UPDATED and not each.changes for each in self.outcomes)

    @property
    def refused(self) -> list[Remark]:
        return [each.refusal for each in self.outcomes if each.refusal]

    @property
    def warnings(self) -> list[Remark]:
        return [warning for each in self.outcomes for warning in each.warnings]

    def counts(self) -> dict[str, int]:
        counted = Counter(outcome.what for outcome in self.outcomes)
        return {
            "read": len(self.outcomes),
            **{what.value: counted[what] for what in What},
            "unchanged": self.unchanged,
        }

    def as_json(self) -> dict[str, Any]:
        """``read`` = ``loaded`` + ``updated`` + ``duplicate`` + the length of ``refused``."""
        return self.counts() | {
            "refused": [remark.as_json() for remark in self.refused],
            "warnings": [remark.as_json() for remark in self.warnings],
            "columns": dict(self.columns),
            "unused_columns": list(self.unused),
            "dry_run": self.dry_run,
        }


class Loader(ABC):
    """One kind of list. A loader is made for one load: it knows what is there and what the file has said so far."""

    kind: ClassVar[str]
    title: ClassVar[StrOrPromise]
    fields: ClassVar[tuple[Field, ...]]
    of_congress: ClassVar[bool] = True

    def __init__(self, congress: PeoplesCongress | None = None) -> None:
        self._congress = congress
        self.columns: Columns = {}

    @property
    def congress(self) -> PeoplesCongress:
        if self._congress is None:
            raise UnreadableTable(_("Say which people's congress the list belongs to."))
        return self._congress

    def label(self, name: str) -> str:
        return next((str(each.label) for each in self.fields if each.name == name), name)

    @abstractmethod
    def prepare(self) -> None:
        """Read what is there already. Raises UnreadableTable where something is missing first."""

    @abstractmethod
    def decide(self, row: int, values: dict[str, Any]) -> Outcome:
        """What becomes of a row with clean, non-empty values. Raises RowRefused."""

    def finish(self) -> None:
        """Decide what can only be decided when every row is known."""
        return

    @abstractmethod
    def write(self) -> None:
        """Write what was decided."""


def run(loader: Loader, table: Table, columns: Columns, *, dry_run: bool) -> Report:
    """Load a table, or with ``dry_run`` only say what would happen. Raises UnreadableTable with a sentence."""
    chosen = mapping.check(columns, table, loader.fields)
    loader.columns = chosen
    unused = tuple(heading for heading in table.headings if heading not in chosen.values())
    try:
        with transaction.atomic():
            _wait_for_others(loader)
            loader.prepare()
            outcomes = [_decided(loader, row, chosen) for row in table.rows]
            loader.finish()
            if not dry_run:
                loader.write()
    except IntegrityError as error:
        raise UnreadableTable(
            _("Somebody changed the same list at the same time; nothing was loaded. Try again.")
        ) from error
    return Report(outcomes, chosen, unused, dry_run)


def _wait_for_others(loader: Loader) -> None:
    """Two loads for one congress go one after the other."""
    if loader.of_congress:
        PeoplesCongress.objects.select_for_update().get(pk=loader.congress.pk)


def _decided(loader: Loader, row: Row, columns: Columns) -> Outcome:
    values, problems = _cleaned(loader, row, columns)
    if problems:
        first, *_others = problems
        reasons = "; ".join(
            problem.reason if problem is first else f"{loader.label(problem.field)}: {problem.reason}"
            for problem in problems
        )
        return _refused(row.number, first.field, reasons, _title(values))
    try:
        return loader.decide(row.number, values)
    except RowRefused as refused:
        return _refused(row.number, refused.field, str(refused), _title(values))


def _cleaned(loader: Loader, row: Row, columns: Columns) -> tuple[dict[str, Any], list[Remark]]:
    values: dict[str, Any] = {}
    problems: list[Remark] = []
    for each in loader.fields:
        cell = row.cells.get(columns.get(each.name, ""))
        try:
            value = None if cell is None else each.clean(cell)
        except BadCell as bad:
            problems.append(Remark(row.number, each.name, str(bad)))
            continue
        if value not in (None, "", ()):
            values[each.name] = value
        elif each.required:
            problems.append(Remark(row.number, each.name, _("is empty")))
    return values, problems


def _title(values: dict[str, Any]) -> str:
    return str(values.get("name", ""))


def _refused(row: int, name: str, reason: str, title: str) -> Outcome:
    return Outcome(row, What.REFUSED, title, refusal=Remark(row, name, reason))
