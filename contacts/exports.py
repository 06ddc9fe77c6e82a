"""A questionnaire as .xlsx and .csv: the results, and each answer in a row. No cell is ever a formula."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font

from contacts.models import Answer
from contacts.results import results_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from contacts.models import Inquiry, Question

_LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what spreadsheets may take for a formula


def guarded(value: Any) -> Any:
    """A text that a spreadsheet could run stands behind an apostrophe; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_LIVE) else value


def heads(inquiry: Inquiry) -> list[str]:
    return [_("Form number"), _("Way"), _("Day"), *(question.text for question in _questions(inquiry))]


def rows(inquiry: Inquiry) -> Iterator[list[Any]]:
    """One row for each answered form; words that are an opinion by the number of its case, never the words."""
    questions = _questions(inquiry)
    for response in inquiry.responses.prefetch_related("answers__option", "cases").iterator(chunk_size=500):
        cells: dict[int, list[Any]] = {question.pk: [] for question in questions}
        for answer in response.answers.all():
            cells[answer.question_id].append(_cell(answer))
        numbers = ", ".join(case.number for case in response.cases.all())
        told = [_told(question, cells[question.pk], numbers) for question in questions]
        yield [response.number, str(response.get_source_display()), timezone.localdate(response.at), *told]


def _questions(inquiry: Inquiry) -> list[Question]:
    return list(inquiry.questions.all())


def _cell(answer: Answer) -> Any:
    return answer.option.text if answer.option else answer.grade if answer.grade is not None else answer.text


def _told(question: Question, given: list[Any], numbers: str) -> Any:
    if question.as_opinion:
        return numbers if given else ""
    return given[0] if len(given) == 1 else "; ".join(str(one) for one in given)


def as_csv(inquiry: Inquiry) -> bytes:
    """With the mark by which spreadsheet programs know UTF-8."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([guarded(head) for head in heads(inquiry)])
    for row in rows(inquiry):
        writer.writerow([guarded(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(inquiry: Inquiry) -> bytes:
    book = Workbook()
    _results(book.active, inquiry)  # type: ignore[arg-type]
    sheet = book.create_sheet(_("Answers"))
    _line(sheet, heads(inquiry), bold=True)
    for row in rows(inquiry):
        _line(sheet, row)
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _line(sheet: Worksheet, values: Sequence[Any], *, bold: bool = False) -> None:
    """Text is written as text: one that begins with “=” is never a formula."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row=row, column=column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)


def _results(sheet: Worksheet, inquiry: Inquiry) -> None:
    """Each question with its choices, counts and a chart beside them."""
    sheet.title = _("Results")
    _line(sheet, [inquiry.title], bold=True)
    _line(sheet, [_("answered forms"), inquiry.responses.count()])
    for result in results_of(inquiry):
        _line(sheet, [""])
        _line(sheet, [result.question.text, _("answered"), result.answered], bold=True)
        first = sheet.max_row + 1
        for label, count in zip(result.labels, result.counts, strict=True):
            _line(sheet, [label, count])
        if result.labels:
            _chart(sheet, result.question.text, first, sheet.max_row)
    sheet.column_dimensions["A"].width = 48


def _chart(sheet: Worksheet, title: str, first: int, last: int) -> None:
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", title[:60], None
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.height, chart.width = 6, 16
    sheet.add_chart(chart, f"E{first}")
