"""The year as .xlsx, with native charts beside the tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.figures import COLUMNS, DIMENSIONS, FIGURES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reports.annual import Year
    from reports.figures import Row

_MOST_BARS = 15


def write(year: Year) -> bytes:
    """The workbook: an overview and one sheet for each breakdown."""
    book = Workbook()
    _overview(book.active, year)  # type: ignore[arg-type]
    for name, dimension in DIMENSIONS.items():
        _breakdown(book.create_sheet(str(dimension.label)[:30]), str(dimension.label), year.breakdowns[name])
    _ledger(book.create_sheet(_("Ledger of promises")), year)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Write a value as what it is: a text that begins with “=” stays a text and is never a formula."""
    cell = sheet.cell(row=row, column=column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _line(sheet: Worksheet, row: int, values: list[Any], *, bold: bool = False) -> None:
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value)
        if bold:
            sheet.cell(row=row, column=column).font = Font(bold=True)


def _overview(sheet: Worksheet, year: Year) -> None:
    sheet.title = _("Overview")
    _line(sheet, 1, [f"{year.congress} · {year.year}"], bold=True)
    _line(sheet, 2, [_("Opinions received in the year, as of %(day)s") % {"day": year.today}])
    _line(sheet, 4, [_("Figure"), str(year.year), str(year.year - 1)], bold=True)
    for row, (name, figure) in enumerate(FIGURES.items(), start=5):
        _line(sheet, row, [str(figure.label), year.totals[name], year.before[name]])
    last = 6 + len(FIGURES)
    handed = year.handed_over
    _line(sheet, last - 1, [handed.label, handed.count, handed.before])
    _line(
        sheet, last, [_("mean days to the answer"), _rounded(year.mean_days), _rounded(year.mean_days_before)]
    )
    _line(
        sheet, last + 1, [_("satisfied with the result, share of the rated"), _rounded(year.satisfaction, 4)]
    )
    sheet.cell(row=last + 1, column=2).number_format = "0.0%"
    sheet.column_dimensions["A"].width = 42


def _rounded(value: float | None, places: int = 1) -> float | None:
    return None if value is None else round(value, places)


def _breakdown(sheet: Worksheet, label: str, rows: list[Row]) -> None:
    heads = [label, *(str(FIGURES[name].label) for name in COLUMNS), _("satisfied, share of the rated")]
    _line(sheet, 1, heads, bold=True)
    for number, row in enumerate(rows, start=2):
        name = row.name or _("not given")
        _line(
            sheet, number, [name, *(row.counts[column] for column in COLUMNS), _rounded(row.satisfaction, 4)]
        )
        sheet.cell(row=number, column=len(heads)).number_format = "0.0%"
    sheet.column_dimensions["A"].width = 28
    sheet.freeze_panes = "B2"
    for column in range(2, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 14
    if rows:
        _chart(sheet, label, min(len(rows), _MOST_BARS))


def _ledger(sheet: Worksheet, year: Year) -> None:
    """What organs promised in the replies of the year; a case by its number, since titles may be confidential."""
    heads = [
        _("Number"), _("Organ"), _("What is promised"), _("First promised for"), _("Promised for"), _("Status"),
    ]  # fmt: skip
    _line(sheet, 1, heads, bold=True)
    for number, one in enumerate(year.promises.order_by("due_on", "pk"), start=2):
        values = [one.case.number, str(one.organ), one.promise, one.first_due_on, one.due_on, one.words]
        _line(sheet, number, values)
    for column, width in zip("ABCDEF", (18, 22, 60, 16, 16, 26), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "B2"


def _chart(sheet: Worksheet, label: str, bars: int) -> None:
    chart = BarChart()
    chart.title = label
    chart.add_data(Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=bars + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=bars + 1))
    chart.height, chart.width = 9, 22
    sheet.add_chart(chart, f"A{sheet.max_row + 3}")
