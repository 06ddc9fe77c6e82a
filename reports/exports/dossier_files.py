"""A deputy's dossier as .xlsx and .docx: the numbers, then each section line by line; the sheet with the evidence."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from docx import Document
from openpyxl import Workbook

from accounts import formats
from reports.exports.coverage_sheet import fill
from reports.exports.document import fonts, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.dossier import Dossier, Section


def spreadsheet(shown: Dossier) -> bytes:
    book = Workbook()
    figures = [[one.title, one.count] for one in shown.sections]
    fill(book.active, _("Overview"), [_title(shown), _("Number")], figures)  # type: ignore[arg-type]
    for one in shown.sections:
        fill(
            book.create_sheet(),
            one.title,
            [_("Day"), _("What it was"), _("Remark"), _("Evidence")],
            _rows(one),
        )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(section: Section) -> Iterable[list[Any]]:
    for one in section.entries:
        yield [one.day, one.what, one.note, settings.PORTAL_URL.rstrip("/") + one.url]


def document(shown: Dossier) -> bytes:
    made = Document()
    fonts(made)
    made.add_heading(_title(shown), level=1)
    made.add_paragraph(str(shown.deputy.congress))
    table(made, [_("Figure"), _("Number")], [[one.title, str(one.count)] for one in shown.sections])
    for one in shown.sections:
        if one.entries:
            made.add_heading(f"{one.title} ({one.count})", level=2)
            lines = [[formats.day(line.day), line.what, line.note] for line in one.entries]
            table(made, [_("Day"), _("What it was"), _("Remark")], lines)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _title(shown: Dossier) -> str:
    return _("Dossier of deputy %(name)s, %(period)s") % {
        "name": shown.deputy.name,
        "period": shown.period.label,
    }
