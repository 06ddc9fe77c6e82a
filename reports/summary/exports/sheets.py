"""Pieces of the summary's spreadsheets: lines, shares, widths, charts of the spreadsheet program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from reports.exports.spreadsheet import put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NARROW = 13
_MANY, _FEW = 15, 30  # columns, rows
_PIXELS = 22  # of one bar of a chart that lies
_EDGE = Side(style="thin", color="B0B7C3")
_HEAD = PatternFill("solid", fgColor="E8EDF5")
_TONES = ("1F4E9E", "7A8699", "B45F06")


def line(
    sheet: Worksheet,
    row: int,
    values: list[Any],
    *,
    bold: bool = False,
    head: bool = False,
    wraps: bool = False,
) -> None:
    """One line of cells. ``head``: of a table, ruled and shaded, its words broken into lines."""
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value)
        cell = sheet.cell(row=row, column=column)
        if bold or head:
            cell.font = Font(bold=True)
        if head:
            cell.fill, cell.border = _HEAD, Border(bottom=_EDGE)
        if head or wraps:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        elif column > 1 and isinstance(value, str):
            cell.alignment = Alignment(indent=1)  # not glued to the number before it


def share(sheet: Worksheet, row: int, column: int, value: float | None) -> None:
    """A share as a number that is shown in percent; nothing where there is none."""
    put(sheet, row, column, None if value is None else round(value, 4))
    sheet.cell(row=row, column=column).number_format = "0.0%"


def widths(sheet: Worksheet, first: int, others: int) -> None:
    sheet.column_dimensions["A"].width = first
    for column in range(2, others + 2):
        sheet.column_dimensions[get_column_letter(column)].width = _NARROW


def for_paper(sheet: Worksheet, repeated: str = "1:1") -> None:
    """Printed on A4, lying, as wide as the page (two for many columns), its head on each; a short one on one page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    is_wide, is_short = sheet.max_column > _MANY, sheet.max_row < _FEW
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (2 if is_wide else 1), int(is_short)
    if is_wide:
        sheet.print_title_cols = "A:A"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = repeated
    foot: Any = sheet.oddFooter
    foot.center.text = "&P / &N"


def chart(sheet: Worksheet, title: str, columns: tuple[int, ...], rows: int, kind: str) -> None:
    """The first rows of the columns below the table; ``kind``: line, bar (standing) or rows (lying, for long names)."""
    made: Any = LineChart() if kind == "line" else BarChart()
    if kind == "rows":
        made.type = "bar"
        made.y_axis.crosses = "max"
        made.x_axis.scaling.orientation = "maxMin"
    made.title = title
    for column in columns:
        made.add_data(Reference(sheet, min_col=column, min_row=1, max_row=rows + 1), titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    for series, tone in zip(made.series, _TONES, strict=False):
        if kind == "line":
            series.graphicalProperties.line.solidFill = tone
            series.smooth = False
        else:
            series.graphicalProperties = GraphicalProperties(solidFill=tone)
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D5DAE1"))
    made.x_axis.delete = made.y_axis.delete = False
    made.legend.position = "b"
    made.height, made.width = (max(9, 2 + rows * len(columns) * 0.4), 24) if kind == "rows" else (9, 24)
    sheet.add_chart(made, f"B{sheet.max_row + 3}")
