"""A list as people have it: titles above the headings, one or two rows of headings, notes below. Cells by heading."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from deputies.loading import sheets
from deputies.loading.headings import Headings, folded
from deputies.loading.sheets import Grid, UnreadableTable


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file (from 1), cells by heading; empty cells are left out."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings in the file's order and every row below them that has anything in it."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sheet: str = ""

    def column(self, heading: str, most: int = 3) -> list[str]:
        """The first few values under a heading, as text: a help in telling columns apart."""
        found = (str(row.cells[heading]) for row in self.rows if heading in row.cells)
        return [text for text, _number in zip(found, range(most), strict=False)]


def read_path(path: Path, known: Collection[str] = ()) -> Table:
    """The table in a file. Raises UnreadableTable; also where the file cannot be opened."""
    return _best(sheets.read_path(path), known)


def read(source: IO[bytes], known: Collection[str] = ()) -> Table:
    """The table in an open file. ``known`` are headings one expects: they tell where the headings stand.

    Raises UnreadableTable with a sentence.
    """
    return _best(sheets.read(source), known)


def _best(found_sheets: Iterable[tuple[str, Grid]], known: Collection[str]) -> Table:
    """The sheet whose headings are best known; where none is known, the first that has a table."""
    words = frozenset(folded(word) for word in known)
    found = [(Headings.of(grid, words), name, grid) for name, grid in found_sheets if grid]
    if not found:
        raise UnreadableTable(_("The file has no rows."))
    headings, name, grid = max(found, key=lambda each: each[0].score)
    rows = tuple(
        Row(
            number,
            {key: cell for key, cell in zip(headings.names, cells, strict=False) if key and cell is not None},
        )
        for number, cells in grid[headings.end :]
    )
    return Table(tuple(filter(None, headings.names)), tuple(row for row in rows if row.cells), name)
