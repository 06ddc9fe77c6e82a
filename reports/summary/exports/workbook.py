"""The summary as .xlsx: figures, a sheet with a native chart for each breakdown, hot issues, definitions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font

from reports.summary import organs
from reports.summary.catalogue import DIMENSIONS, FIGURES, POPULATIONS
from reports.summary.exports.data import HANDED_OVER
from reports.summary.exports.sheets import chart, for_paper, line, share, widths
from reports.summary.tabled import class_words, year_before

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reports.summary.exports import Exported

_MOST_BARS = 15
_WIDE = 44
_CHARTS = {"month": "line", "class": "bar"}  # of all others the names are long


def as_xlsx(given: Exported) -> bytes:
    """The workbook, in Chinese as the document is."""
    with override("zh-hans"):
        book = Workbook()
        book.properties.creator = ""
        _figures(book.active, given)  # type: ignore[arg-type]
        for part in (_breakdowns, _hot, _lower, _organs, _promises, _definitions):
            part(book, given)
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _breakdowns(book: Workbook, given: Exported) -> None:
    for name, rows in given.content["breakdowns"].items():
        if rows:
            _opinions(book.create_sheet(), given, name, rows)
    for population, broken in given.content.get("others", {}).items():
        for name, rows in broken.items():
            if rows:
                _others(book.create_sheet(), given, population, name, rows)


def _figures(sheet: Worksheet, given: Exported) -> None:
    content = given.content
    sheet.title = _("Figures")
    period = content["period"]
    line(sheet, 1, [f"{content['congress']['name']} · {period['first']} – {period['last']}"], bold=True)
    sheet["A1"].font = Font(bold=True, size=14)
    line(sheet, 2, [_("As things stood on %(day)s") % {"day": content["as_of"]}])
    if given.origin.get("checksum"):
        line(sheet, 3, [f"SHA-256 {given.origin['checksum']}"])
    heads = [
        _("Figure"),
        _("This period"),
        _("Year before"),
        _("Difference"),
        _("Unit"),
        _("Share"),
        _("Share of"),
    ]
    line(sheet, 5, heads, head=True)
    row = _rows_of_figures(sheet, given)
    for name, words in (
        ("median_workdays", _("median time to the answer, working days")),
        ("median_days", _("median time to the answer, calendar days")),
        ("mean_days", _("mean time to the answer, calendar days")),
    ):
        line(sheet, row, [words, content["times"].get(name), content["before"]["times"].get(name)])
        row += 1
    if content.get("handed_over"):
        line(sheet, row, [HANDED_OVER, content["handed_over"]["total"], content["handed_over"]["before"]])
    widths(sheet, _WIDE, 5)
    sheet.column_dimensions["G"].width = 28
    sheet.freeze_panes = "B6"
    for_paper(sheet, "5:5")


def _rows_of_figures(sheet: Worksheet, given: Exported) -> int:
    """A part for each population, each figure beside the year before; the number of the next row."""
    figures, row, last = given.content["figures"], 6, ""
    names = {one["code"]: one["name"]["zh"] for one in given.definitions}
    for one in given.definitions:
        population = one["code"].partition(".")[0]
        if population != last:
            known = POPULATIONS.get(population)
            line(sheet, row, [str(known.label) if known else population], bold=True)
            row, last = row + 1, population
        now, then = figures[one["code"]]["total"], given.content["before"]["figures"].get(one["code"])
        gap = now - then if now is not None and then is not None else None
        whole = figures.get(one["share_of"], {"total": None})["total"]
        line(
            sheet,
            row,
            [one["name"]["zh"], now, then, gap, one["unit"]["zh"], None, names.get(one["share_of"])],
        )
        share(sheet, row, 6, now / whole if whole and now is not None else None)
        row += 1
    return row


def _opinions(sheet: Worksheet, given: Exported, name: str, rows: list[dict[str, Any]]) -> None:
    """Received, answered and received in the year before come first: they are drawn."""
    counted = [one for one in given.definitions if one["code"].startswith("opinions.")]
    first = [one for one in counted if one["code"] in ("opinions.received", "opinions.answered")]
    rest = [one for one in counted if one not in first]
    heads = [*(one["name"]["zh"] for one in first), _("received in the year before"),
             *(one["name"]["zh"] for one in rest)]  # fmt: skip
    earlier = given.content["before"].get("received", {}).get(name)
    lines = []
    for row in rows:
        then = None if earlier is None else earlier.get(year_before(name, row["key"]), 0)
        lines.append([*_counts(row, first), then, *_counts(row, rest)])
    _sheet(sheet, _label(name), name, heads, list(zip(rows, lines, strict=True)), 3)


def _others(
    sheet: Worksheet, given: Exported, population: str, name: str, rows: list[dict[str, Any]]
) -> None:
    counted = [one for one in given.definitions if one["code"].startswith(f"{population}.")]
    lines = [(row, _counts(row, counted)) for row in rows]
    title = f"{_('Suggestions')} · {_label(name)}" if population == "suggestions" else f"{population} {name}"
    _sheet(sheet, title, name, [one["name"]["zh"] for one in counted], lines, 1)


def _counts(row: dict[str, Any], figures: list[dict[str, Any]]) -> list[Any]:
    return [row["counts"].get(one["code"].partition(".")[2], 0) for one in figures]


def _label(name: str) -> str:
    return str(DIMENSIONS[name].label) if name in DIMENSIONS else _("Month")


def _sheet(
    sheet: Worksheet,
    title: str,
    name: str,
    heads: list[str],
    lines: list[tuple[dict[str, Any], list[Any]]],
    drawn: int,
) -> None:
    """One breakdown: its table, and the first ``drawn`` columns as a chart of the spreadsheet program itself."""
    sheet.title = title[:30]
    line(sheet, 1, [_label(name), *heads], head=True)
    for number, (row, counts) in enumerate(lines, start=2):
        words = class_words(row["key"]) if name == "class" else row["name"] or row["key"] or _("not given")
        line(sheet, number, [words, *counts])
    widths(sheet, 28, len(heads))
    sheet.freeze_panes = "B2"
    for_paper(sheet)
    columns = tuple(range(2, 2 + drawn))
    chart(sheet, title, columns, min(len(lines), _MOST_BARS), _CHARTS.get(name, "rows"))


def _hot(book: Workbook, given: Exported) -> None:
    issues = given.content.get("hot")
    if not issues:
        return
    sheet = book.create_sheet(_("What many people raised"))
    line(sheet, 1, [_("Hot issue"), _("Opinions"), _("Topic"), _("Place")], head=True)
    for row, one in enumerate(issues, start=2):
        name = one.get("name") or f"{one['place']}{one['topic']}"
        line(sheet, row, [name, one["number"], one["topic"], one["place"]])
    for letter, width in zip("ABCD", (_WIDE, 12, 24, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    for_paper(sheet)
    chart(sheet, _("What many people raised"), (2,), len(issues), "rows")


def _lower(book: Workbook, given: Exported) -> None:
    columns = given.content["columns"]
    if len(columns) == 1:
        return
    sheet = book.create_sheet(_("Lower congresses"))
    line(sheet, 1, [_("Figure"), _("Total"), *(one["name"] for one in columns)], head=True)
    for row, one in enumerate(given.definitions, start=2):
        figure = given.content["figures"][one["code"]]
        line(sheet, row, [one["name"]["zh"], figure["total"],
                          *(figure["columns"].get(column["key"], 0) for column in columns)])  # fmt: skip
    widths(sheet, _WIDE, len(columns) + 1)
    sheet.freeze_panes = "B2"
    for_paper(sheet)


def _organs(book: Workbook, given: Exported) -> None:
    """Every organ in the order of its code, and the median of each column."""
    if not given.organs:
        return
    sheet = book.create_sheet(_("Organs"))
    line(sheet, 1, [_("Organ"), *(str(FIGURES[code].name) for code in organs.COLUMNS)], head=True)
    for row, (one, counts) in enumerate(given.organs, start=2):
        line(sheet, row, [str(one), *(counts[code] for code in organs.COLUMNS)])
    line(sheet, len(given.organs) + 2, [_("Median of all organs"), *organs.medians(given.organs)], bold=True)
    widths(sheet, 28, len(organs.COLUMNS))
    sheet.freeze_panes = "B2"
    for_paper(sheet)


def _promises(book: Workbook, given: Exported) -> None:
    """What organs promised in their answers; a case by its number, since titles may be confidential."""
    if not given.promises:
        return
    sheet = book.create_sheet(_("Ledger of promises"))
    heads = [
        _("Number"), _("Organ"), _("What is promised"), _("First promised for"), _("Promised for"), _("Status"),
    ]  # fmt: skip
    line(sheet, 1, heads, head=True)
    for row, one in enumerate(given.promises, start=2):
        values = [one.case.number, str(one.organ), one.promise, one.first_due_on, one.due_on, one.words]
        line(sheet, row, values, wraps=True)
    for letter, width in zip("ABCDEF", (18, 22, 60, 16, 16, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"
    for_paper(sheet)


def _definitions(book: Workbook, given: Exported) -> None:
    sheet = book.create_sheet(_("Definitions"))
    heads = [_("Code"), _("Figure"), _("What it counts"), _("Source"), _("Unit"), _("Share of"), "English"]
    line(sheet, 1, heads, head=True)
    for row, one in enumerate(given.definitions, start=2):
        line(sheet, row, [one["code"], one["name"]["zh"], one["definition"]["zh"], one["source"]["zh"],
                          one["unit"]["zh"], one["share_of"], one["definition"]["en"]], wraps=True)  # fmt: skip
    for letter, width in zip("ABCDEFG", (26, 24, 60, 34, 10, 22, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "C2"
    for_paper(sheet)
