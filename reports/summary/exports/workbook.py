"""The summary as .xlsx: figures, a sheet with a native chart for each breakdown, a sheet of definitions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.exports.spreadsheet import put
from reports.summary.catalogue import DIMENSIONS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reports.summary.exports import Exported

_MOST_BARS = 15
_WIDE, _NARROW = 44, 14


def as_xlsx(given: Exported) -> bytes:
    """The workbook, in Chinese as the document is."""
    with override("zh-hans"):
        book = Workbook()
        book.properties.creator = ""
        _figures(book.active, given)  # type: ignore[arg-type]
        for name, rows in given.content["breakdowns"].items():
            if rows:
                _breakdown(book.create_sheet(), given, name, rows)
        if len(given.content["columns"]) > 1:
            _lower(book.create_sheet(), given)
        if given.scorecards:
            _scorecards(book.create_sheet(), given.scorecards)
        _definitions(book.create_sheet(), given)
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _line(sheet: Worksheet, row: int, values: list[Any], *, bold: bool = False) -> None:
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value)
        if bold:
            sheet.cell(row=row, column=column).font = Font(bold=True)
            sheet.cell(row=row, column=column).alignment = Alignment(wrap_text=True, vertical="top")


def _widths(sheet: Worksheet, first: int, others: int) -> None:
    sheet.column_dimensions["A"].width = first
    for column in range(2, others + 2):
        sheet.column_dimensions[get_column_letter(column)].width = _NARROW


def _figures(sheet: Worksheet, given: Exported) -> None:
    content = given.content
    sheet.title = _("Figures")
    period = content["period"]
    _line(sheet, 1, [f"{content['congress']['name']} · {period['first']} – {period['last']}"], bold=True)
    _line(sheet, 2, [_("As things stood on %(day)s") % {"day": content["as_of"]}])
    if given.origin.get("checksum"):
        _line(sheet, 3, [f"SHA-256 {given.origin['checksum']}"])
    _line(sheet, 5, [_("Figure"), _("This period"), _("Year before"), _("Difference"), _("Unit")], bold=True)
    row = 6
    for one in given.definitions:
        now = content["figures"][one["code"]]["total"]
        then = content["before"]["figures"].get(one["code"])
        gap = now - then if now is not None and then is not None else None
        _line(sheet, row, [one["name"]["zh"], now, then, gap, one["unit"]["zh"]])
        row += 1
    for name, words in (
        ("median_workdays", _("median time to the answer, working days")),
        ("median_days", _("median time to the answer, calendar days")),
    ):
        _line(sheet, row, [words, content["times"][name], content["before"]["times"].get(name)])
        row += 1
    _widths(sheet, _WIDE, 4)
    sheet.freeze_panes = "B6"


def _breakdown(sheet: Worksheet, given: Exported, name: str, rows: list[dict[str, Any]]) -> None:
    label = str(DIMENSIONS[name].label) if name in DIMENSIONS else _("Month")
    sheet.title = label[:30]
    counted = [one for one in given.definitions if one["code"].startswith("opinions.")]
    _line(sheet, 1, [label, *(one["name"]["zh"] for one in counted)], bold=True)
    for number, row in enumerate(rows, start=2):
        counts = [row["counts"].get(one["code"].partition(".")[2], 0) for one in counted]
        _line(sheet, number, [row["name"] or row["key"] or _("not given"), *counts])
    _widths(sheet, 28, len(counted))
    sheet.freeze_panes = "B2"
    _chart(sheet, label, counted, min(len(rows), _MOST_BARS), "line" if name == "month" else "bar")


def _chart(sheet: Worksheet, label: str, counted: list[dict[str, Any]], bars: int, kind: str) -> None:
    """Received and answered side by side, as a chart of the spreadsheet program itself."""
    chart = LineChart() if kind == "line" else BarChart()
    chart.title = label
    places = {one["code"]: place for place, one in enumerate(counted, start=2)}
    for code in ("opinions.received", "opinions.answered"):
        series = Reference(sheet, min_col=places[code], min_row=1, max_row=bars + 1)
        chart.add_data(series, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=bars + 1))
    chart.height, chart.width = 9, 24
    sheet.add_chart(chart, f"B{sheet.max_row + 3}")


def _lower(sheet: Worksheet, given: Exported) -> None:
    columns = given.content["columns"]
    sheet.title = _("Lower congresses")
    _line(sheet, 1, [_("Figure"), _("Total"), *(one["name"] for one in columns)], bold=True)
    for row, one in enumerate(given.definitions, start=2):
        figure = given.content["figures"][one["code"]]
        _line(sheet, row, [one["name"]["zh"], figure["total"],
                           *(figure["columns"].get(column["key"], 0) for column in columns)])  # fmt: skip
    _widths(sheet, _WIDE, len(columns) + 1)
    sheet.freeze_panes = "B2"


def _scorecards(sheet: Worksheet, cards: list[dict[str, Any]]) -> None:
    sheet.title = _("Organs")
    heads = list(cards[0]["values"])
    _line(sheet, 1, [_("Organ"), *(cards[0]["labels"][name] for name in heads)], bold=True)
    for row, card in enumerate(cards, start=2):
        _line(sheet, row, [card["name"], *(card["values"][name] for name in heads)])
    _widths(sheet, 28, len(heads))
    sheet.freeze_panes = "B2"


def _definitions(sheet: Worksheet, given: Exported) -> None:
    sheet.title = _("Definitions")
    heads = [_("Code"), _("Figure"), _("What it counts"), _("Source"), _("Unit"), _("Share of"), "English"]
    _line(sheet, 1, heads, bold=True)
    for row, one in enumerate(given.definitions, start=2):
        _line(sheet, row, [one["code"], one["name"]["zh"], one["definition"]["zh"], one["source"]["zh"],
                           one["unit"]["zh"], one["share_of"], one["definition"]["en"]])  # fmt: skip
        for column in (3, 7):
            sheet.cell(row=row, column=column).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEFG", (26, 24, 60, 34, 10, 22, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "C2"
