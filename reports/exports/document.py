"""The year as .docx: the figures and tables that the standing committee's report is written around."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from accounts import formats
from reports.figures import COLUMNS, DIMENSIONS, FIGURES

if TYPE_CHECKING:
    from docx.document import Document as Made

    from reports.annual import Year

_FONT = "宋体"


def write(year: Year) -> bytes:
    """The document: a paragraph that says the year in words, then a table for each breakdown."""
    made = Document()
    fonts(made)
    made.add_heading(
        _("Opinions of the people conveyed through deputies, %(year)s") % {"year": year.year}, level=1
    )
    made.add_paragraph(str(year.congress))
    for sentence in _sentences(year):
        made.add_paragraph(sentence)
    table(made, [_("Figure"), str(year.year), str(year.year - 1)], [
        [str(figure.label), str(year.totals[name]), str(year.before[name])] for name, figure in FIGURES.items()
    ] + [[year.handed_over.label, str(year.handed_over.count), str(year.handed_over.before)]])  # fmt: skip
    for name, dimension in DIMENSIONS.items():
        made.add_heading(str(dimension.label), level=2)
        heads = [str(dimension.label), *(str(FIGURES[column].label) for column in COLUMNS)]
        table(made, heads, [
            [row.name or _("not given"), *(str(row.counts[column]) for column in COLUMNS)]
            for row in year.breakdowns[name]
        ])  # fmt: skip
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def fonts(made: Made) -> None:
    """A font that every Chinese office has; a reader without it sees its own."""
    style = made.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)  # type: ignore[attr-defined]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)  # type: ignore[attr-defined]


def _sentences(year: Year) -> list[str]:
    counts = year.totals
    said = [
        _("In %(year)s, %(received)s opinions were received (%(before)s in the year before), of which %(accepted)s "
          "were accepted and %(answered)s answered.")
        % {"year": year.year, "received": counts["received"], "before": year.before["received"],
           "accepted": counts["accepted"], "answered": counts["answered"]},
        _("%(on_time)s were answered on time; in %(late)s a step came late or is late.")
        % {"on_time": counts["on_time"], "late": counts["late"]},
    ]  # fmt: skip
    if year.satisfaction is not None:
        said.append(
            _("%(rated)s people rated the answer; %(share)s of them were satisfied with the result. %(unrated)s "
              "answers were not rated and are not part of this share.")
            % {"rated": counts["rated"], "share": formats.percent(year.satisfaction), "unrated": counts["unrated"]}
        )  # fmt: skip
    return said


def table(made: Made, heads: list[str], rows: list[list[str]]) -> None:
    table = made.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
