"""An organ's card as .xlsx: its numbers beside the medians, its months with a chart, its classes, the definitions."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook

from reports.summary import catalogue, organs
from reports.summary.exports.sheets import chart, for_paper, line, share, widths
from reports.summary.tabled import class_words, year_before

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from reports.summary.organs import Card
    from reports.summary.periods import Period


def as_xlsx(card: Card, period: Period) -> bytes:
    """The workbook, in Chinese as the summary's is."""
    with override("zh-hans"):
        book = Workbook()
        book.properties.creator = ""
        _numbers(book.active, card, period)  # type: ignore[arg-type]
        _months(book.create_sheet(), card)
        _classes(book.create_sheet(), card)
        _definitions(book.create_sheet())
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _numbers(sheet: Worksheet, card: Card, period: Period) -> None:
    sheet.title = _("Figures")
    line(sheet, 1, [f"{card.organ} · {period.label}"], bold=True)
    line(sheet, 2, [_("Median of %(number)d organs; organs are not ranked.") % {"number": card.number}])
    heads = [
        _("Figure"),
        _("This organ"),
        _("Share"),
        _("Share of"),
        _("Median of all organs"),
        _("Median share"),
    ]
    line(sheet, 4, heads, head=True)
    row = 5
    for words, lines in card.parts:
        line(sheet, row, [words], bold=True)
        for one in lines:
            row += 1
            line(sheet, row, [one.name, one.value, None, one.of, one.median_value])
            share(sheet, row, 3, one.share)
            share(sheet, row, 6, one.median_share)
        row += 1
    widths(sheet, 44, len(heads) - 1)
    sheet.column_dimensions["D"].width = 24
    sheet.freeze_panes = "B5"
    for_paper(sheet, "4:4")


def _months(sheet: Worksheet, card: Card) -> None:
    sheet.title = _("Month")
    heads = [str(catalogue.FIGURES[f"opinions.{one}"].name) for one in organs.TREND]
    line(sheet, 1, [_("Month"), *heads[:2], _("received in the year before"), *heads[2:]], head=True)
    for row, (key, counts) in enumerate(card.months, start=2):
        numbers: list[Any] = [counts[one] for one in organs.TREND]
        line(sheet, row, [key, *numbers[:2], card.before.get(year_before("month", key), 0), *numbers[2:]])
    widths(sheet, 28, len(heads) + 1)
    for_paper(sheet)
    if card.months:
        chart(sheet, str(card.organ), (2, 3, 4), len(card.months), "line")


def _classes(sheet: Worksheet, card: Card) -> None:
    sheet.title = _("Class of the answer")
    heads = [str(catalogue.FIGURES[f"opinions.{one}"].name) for one in organs.CLASSES]
    line(sheet, 1, [_("Class of the answer"), *heads], head=True)
    for row, (key, counts) in enumerate(card.classes, start=2):
        line(sheet, row, [class_words(key), *(counts[one] for one in organs.CLASSES)])
    widths(sheet, 28, len(heads))
    for_paper(sheet)
    if card.classes:
        chart(sheet, _("Class of the answer"), (2,), len(card.classes), "bar")


def _definitions(sheet: Worksheet) -> None:
    sheet.title = _("Definitions")
    line(sheet, 1, [_("Figure"), _("What it counts"), _("Source")], head=True)
    codes = [code for _words, listed in organs.PARTS for code in listed]
    for row, code in enumerate(codes, start=2):
        one = catalogue.FIGURES[code]
        line(sheet, row, [str(one.name), str(one.definition), _(one.source)], wraps=True)
    for letter, width in zip("ABC", (32, 90, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"
    for_paper(sheet)
