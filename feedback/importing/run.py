"""A whole file: read, checked, loaded, counted. What was read is loaded, a duplicate or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from casework.models import Channel, Topic
from deputies.loading.sheets import UnreadableTable, read_path
from feedback.importing import load as writer
from feedback.importing.columns import Columns, find_columns, missing
from feedback.importing.organs import Spellings, keep_unknown
from feedback.importing.rows import Known, Ready, Refused, check
from feedback.routing.choice import Chosen
from feedback.routing.places import choose_place
from feedback.routing.store import draw

if TYPE_CHECKING:
    from deputies.loading.sheets import Grid
    from deputies.models import PeoplesCongress
    from feedback.importing.load import Target

BATCH = 500
MOST_BYTES = 100 * 1024 * 1024  # years of history come in one file
_SURE_PLACE = 0.9


@dataclass
class Outcome:
    """The counts of one load. ``read == loaded + duplicate + len(refused)``, one entry per refused row."""

    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    answered: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    duplicates: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    organs: Counter[str] = field(default_factory=Counter)
    unknown_organs: Counter[str] = field(default_factory=Counter)
    header_row: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    columns_ignored: tuple[str, ...] = ()
    dry_run: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The summary for machines. ``organs`` counts loaded rows by how their organ was recognised."""
        return {
            "read": self.read,
            "loaded": self.loaded,
            "duplicate": self.duplicate,
            "refused": self.refused,
            "dry_run": self.dry_run,
            "answered": self.answered,
            "unanswered": self.loaded - self.answered,
            "organs": {outcome: self.organs[outcome] for outcome in ("matched", "proposed", "unmatched")},
            "unknown_organs": len(self.unknown_organs),
            "duplicates": self.duplicates,
            "remarks": self.remarks,
            "header_row": self.header_row,
            "columns": self.columns,
            "columns_ignored": list(self.columns_ignored),
        }


class Import:
    """One file on its way into one congress."""

    def __init__(self, target: Target, *, given: dict[str, str], dry_run: bool = False) -> None:
        self.target = target
        self.given = given
        self.outcome = Outcome(dry_run=dry_run)
        self.spellings = Spellings.of(target.congress)
        self.known = known_names(target.congress)
        self._rows_by_key: dict[str, int] = {}

    def run(self, path: Path) -> Outcome:
        """Read and load the file; UnreadableTable when it cannot be read. Each batch of 500 is kept."""
        columns, rows = self._sheet(path)
        ready = self._checked(columns, rows)
        while batch := list(islice(ready, BATCH)):
            self._take(batch)
        if not self.outcome.dry_run:
            keep_unknown(self.target.congress, self.outcome.unknown_organs, self.spellings)
        return self.outcome

    def _sheet(self, path: Path) -> tuple[Columns, Grid]:
        """The first sheet with a header, and its rows below it."""
        first: Grid = []
        for _name, rows in read_path(path, MOST_BYTES):
            columns = find_columns(rows, self.given)
            if columns is not None:
                self._note(columns, rows)
                return columns, [row for row in rows if row[0] > columns.header_row]
            first = first or rows
        if not first:
            raise UnreadableTable(_("The file has no rows."))
        raise missing(first, self.given)

    def _note(self, columns: Columns, rows: Grid) -> None:
        header = next(row for number, row in rows if number == columns.header_row)
        self.outcome.header_row = columns.header_row
        self.outcome.columns = {name: str(header[place]) for name, place in columns.places.items()}
        self.outcome.columns_ignored = columns.ignored

    def _checked(self, columns: Columns, rows: Grid) -> Iterator[Ready]:
        for number, row in rows:
            self.outcome.read += 1
            cells = columns.of(row)
            try:
                yield check(number, cells, self.known)
            except Refused as refused:
                self._refuse(number, cells.get("number"), refused)

    def _refuse(self, number: int, own_number: object, refused: Refused) -> None:
        entry = {"row": number, "field": refused.field, "reason": refused.reason, "code": refused.code}
        if own_number is not None:
            entry["number"] = str(own_number)[:60]
        self.outcome.refused.append(entry)

    def _take(self, batch: list[Ready]) -> None:
        """Load what is new of a batch. If somebody loads the same file at this moment, look again."""
        for _attempt in range(3):
            fresh, duplicates = self._sorted(batch)
            rows = [(key, ready, self._organ(ready)) for key, ready in fresh.items()]
            try:
                if rows and not self.outcome.dry_run:
                    writer.load(rows, self.target)
                break
            except IntegrityError:
                if not writer.loaded_already(list(fresh)):
                    raise
        else:
            raise UnreadableTable(_("The same rows are being loaded by somebody else. Try again later."))
        self._count(fresh, duplicates)

    def _sorted(self, batch: list[Ready]) -> tuple[dict[str, Ready], list[dict[str, Any]]]:
        keyed = [(ready.key(self.target.congress.code), ready) for ready in batch]
        before = writer.loaded_already([key for key, _ready in keyed])
        fresh: dict[str, Ready] = {}
        duplicates = []
        for key, ready in keyed:
            same = fresh[key].number if key in fresh else self._rows_by_key.get(key)
            if same is not None or key in before:
                duplicates.append({"row": ready.number, "same_as_row": same})
            else:
                fresh[key] = ready
        return fresh, duplicates

    def _organ(self, ready: Ready) -> int | None:
        match = self.spellings.find(ready.organ) if ready.organ else None
        return match.organ_id if match and match.certain else None

    def _count(self, fresh: dict[str, Ready], duplicates: list[dict[str, Any]]) -> None:
        outcome = self.outcome
        outcome.duplicates += duplicates
        outcome.duplicate += len(duplicates)
        for key, ready in fresh.items():
            self._rows_by_key[key] = ready.number
            outcome.loaded += 1
            outcome.answered += bool(ready.reply)
            outcome.remarks += [
                {"row": ready.number, "field": name, "reason": why} for name, why in ready.remarks
            ]
            if ready.organ:
                match = self.spellings.find(ready.organ)
                outcome.organs[match.outcome] += 1
                outcome.unknown_organs[ready.organ] += not match.certain
        outcome.unknown_organs = +outcome.unknown_organs


def known_names(congress: PeoplesCongress) -> Known:
    """Channels, topics and places by the names a file may use for them."""
    world = draw(congress)

    def place_of(words: str) -> int | None:
        part = choose_place("", Chosen(place=words), world)
        return part.id if part.confidence >= _SURE_PLACE else None

    return Known(channels=_by_name(Channel), topics=_by_name(Topic), place_of=place_of)


def _by_name(model: type[Channel] | type[Topic]) -> dict[str, int]:
    rows = model._default_manager.filter(is_active=True).values_list("pk", "code", "name", "name_en")
    return {str(name).casefold(): pk for pk, *names in rows for name in names if name}
