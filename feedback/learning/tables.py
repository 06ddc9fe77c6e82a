"""Labelled messages from a file: which columns are the text and which is the label is said by who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deputies.loading.headings import folded
from deputies.loading.sheets import UnreadableTable, read_path
from feedback.learning.text import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from deputies.loading.sheets import Grid

_HEADER_WITHIN = 20  # rows
MOST_BYTES = 200 << 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """Messages with their labels, in the order of the file; ``skipped``: rows without a text or a label."""

    texts: list[str]
    labels: list[str]
    skipped: int


def read(path: Path, text_columns: Sequence[str], label_column: str) -> Labelled:
    """The first sheet that has the columns. Of several text columns the first is the title.

    Headings are compared without blanks, width and case. Raises UnreadableTable, naming what is missing.
    """
    wanted = [*text_columns, label_column]
    headings: list[str] = []
    for _name, grid in read_path(path, MOST_BYTES):
        for place, (_number, cells) in enumerate(grid[:_HEADER_WITHIN]):
            columns = _columns(cells, wanted)
            if columns is not None:
                return _rows(grid[place + 1 :], columns)
            here = [str(cell) for cell in cells if cell is not None]
            headings = here if len(here) > len(headings) else headings
    raise UnreadableTable(
        _("These columns are wanted: %(wanted)s. The file has: %(found)s.")
        % {"wanted": ", ".join(wanted), "found": ", ".join(headings) or "—"}
    )


def _columns(cells: Sequence[Any], wanted: Sequence[str]) -> list[int] | None:
    known = {folded(str(cell)): place for place, cell in reversed(list(enumerate(cells))) if cell is not None}
    found = [known.get(folded(name)) for name in wanted]
    return None if None in found else [place for place in found if place is not None]


def _rows(grid: Grid, columns: list[int]) -> Labelled:
    *texts, label = columns
    kept = Labelled([], [], 0)
    skipped = 0
    for _number, cells in grid:
        said = [_cell(cells, place) for place in texts]
        text, name = joined(said[0], "\n".join(said[1:])) if len(said) > 1 else said[0], _cell(cells, label)
        if text and name:
            kept.texts.append(text)
            kept.labels.append(name)
        else:
            skipped += 1
    return Labelled(kept.texts, kept.labels, skipped)


def _cell(cells: Sequence[Any], place: int) -> str:
    value = cells[place] if place < len(cells) else None
    return "" if value is None else str(value).strip()
