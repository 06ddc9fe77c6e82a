"""Codes for an appraisal as a PDF of slips to cut: the number for the roll, the code, and where to vote."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import segno
from django.utils import translation
from django.utils.translation import gettext as _
from fpdf import FPDF

from accounts import formats
from casework.official.pdf import fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.duty.models import Appraisal
    from reports.duty.services.appraisals import Slip

_FONT = "hans"
_WIDE, _HIGH, _EDGE = 95, 55, 10  # millimetres; two columns of five on A4
_COLUMNS, _ROWS = 2, 5
_QR = 34


def write(appraisal: Appraisal, slips: Sequence[Slip], url: str) -> bytes:
    """The sheets. The QR code carries the code behind ``#``, which no server ever sees."""
    with translation.override("zh-hans"):
        sheet = FPDF(format="A4", unit="mm")
        sheet.set_auto_page_break(False)
        sheet.add_font(_FONT, "", str(fonts() / "NotoSansHans-Regular.otf"))
        sheet.add_font(_FONT, "B", str(fonts() / "NotoSansHans-Bold.otf"))
        sheet.set_title(_("Codes for the appraisal of a deputy"))
        sheet.set_lang("zh-CN")
        for place, slip in enumerate(slips):
            if place % (_COLUMNS * _ROWS) == 0:
                sheet.add_page()
            _slip(sheet, appraisal, slip, url, place % (_COLUMNS * _ROWS))
        return bytes(sheet.output())


def _slip(sheet: FPDF, appraisal: Appraisal, slip: Slip, url: str, place: int) -> None:
    left = _EDGE + (place % _COLUMNS) * _WIDE
    top = _EDGE + (place // _COLUMNS) * _HIGH
    sheet.set_draw_color(150, 150, 150)
    sheet.set_dash_pattern(dash=2, gap=2)
    sheet.rect(left, top, _WIDE, _HIGH)
    sheet.set_dash_pattern()
    report = appraisal.report
    _line(sheet, left, top + 4, _("Appraisal of deputy %(name)s") % {"name": report.deputy}, 11, "B")
    _line(sheet, left, top + 10, str(report), 8)
    _line(sheet, left, top + 17, slip.code, 15, "B")
    _line(sheet, left, top + 27, url, 6.5)
    words = (
        _("Scan, or open the address and type the code."),
        _("Good for one vote. What you vote is not known to anybody."),
    )
    for line, text in enumerate(words):
        _line(sheet, left, top + 33 + 4 * line, text, 7)
    if appraisal.closes_on:
        _line(sheet, left, top + 42, _("Until %(day)s") % {"day": formats.day(appraisal.closes_on)}, 8)
    _line(sheet, left, top + 48, _("No. %(n)04d") % {"n": slip.serial}, 9)
    drawn = BytesIO()
    segno.make(f"{url}#{urlencode({'code': slip.code})}", error="m").save(
        drawn, kind="png", scale=5, border=2
    )
    sheet.image(drawn, x=left + _WIDE - _QR - 3, y=top + _HIGH - _QR - 3, w=_QR, h=_QR)


def _line(sheet: FPDF, left: float, top: float, words: str, size: float, style: str = "") -> None:
    sheet.set_xy(left + 4, top)
    sheet.set_font(_FONT, style, size)
    sheet.cell(_WIDE - 8, size * 0.45, words)
