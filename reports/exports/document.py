"""Pieces of plain .docx files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.shared import Pt

if TYPE_CHECKING:
    from docx.document import Document as Made

_FONT = "宋体"


def fonts(made: Made) -> None:
    """A font that every Chinese office has; a reader without it sees its own."""
    style = made.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)  # type: ignore[attr-defined]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)  # type: ignore[attr-defined]


def table(made: Made, heads: list[str], rows: list[list[str]]) -> None:
    table = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
