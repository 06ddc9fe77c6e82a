"""An official document as PDF, with its Chinese glyphs embedded: it reads alike where no font is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from fpdf import FPDF

from casework.official import content
from casework.official.breaking import broken
from casework.official.content import Official, chinese_day

if TYPE_CHECKING:
    from fpdf.enums import Align

_FONT = "hans"
_POINT = 25.4 / 72  # millimetres
_LINE = content.LINE * _POINT


def fonts() -> Path:
    """Where the npm package with the fonts lies; they are under the SIL Open Font License."""
    return Path(settings.BASE_DIR) / "node_modules" / "@embedpdf" / "fonts-sc" / "fonts"


class _Sheet(FPDF):
    """An A4 page with the margins of GB/T 9704 and its number between dashes."""

    def __init__(self) -> None:
        super().__init__(format="A4", unit="mm")
        self.set_margins(content.LEFT, content.TOP, content.RIGHT)
        self.set_auto_page_break(True, margin=content.BOTTOM)
        self.add_font(_FONT, "", str(fonts() / "NotoSansHans-Regular.otf"))
        self.add_font(_FONT, "B", str(fonts() / "NotoSansHans-Bold.otf"))
        self.set_creator("")
        self.set_producer("")

    def footer(self) -> None:
        self.set_y(-content.BOTTOM + 8)
        self.set_text_color(0, 0, 0)
        self.set_font(_FONT, "", content.SMALL)
        self.cell(0, 6, f"— {self.page_no()} —", align="C")

    def say(
        self,
        words: str,
        align: Align | str = "L",
        size: int = content.TEXT,
        style: str = "",
        indent: bool = False,
    ) -> None:
        """One paragraph. Lines are broken by the rules of Chinese type, which the library does not know."""
        self.set_font(_FONT, style, size)
        first = 2 * size * _POINT if indent else 0.0
        for line in broken(words, self.epw, first, self.get_string_width):
            self.set_x(self.l_margin + first)
            height = max(_LINE, size * 1.4 * _POINT)
            self.cell(self.epw - first, height, line, align=align, new_x="LMARGIN", new_y="NEXT")
            first = 0.0


def write(paper: Official) -> bytes:
    """The document. FileNotFoundError where the fonts are not installed (``make install``)."""
    sheet = _Sheet()
    sheet.set_title(paper.title)
    sheet.set_lang("zh-CN")
    sheet.add_page()
    if paper.mark:
        sheet.say(paper.mark, "R")
    sheet.set_text_color(*content.RED)
    sheet.say(paper.issuer, "C", content.HEAD, "B")
    sheet.set_text_color(0, 0, 0)
    sheet.say(f"{paper.number}　　　{paper.signer}" if paper.signer else paper.number, "C")
    _rule(sheet)
    sheet.say(paper.title, "C", content.TITLE, "B")
    sheet.ln(_LINE)
    sheet.say(paper.addressee, "L")
    for text in paper.paragraphs:
        sheet.say(text, "L", indent=True)
    sheet.ln(_LINE)
    sheet.say(f"{paper.issuer}{paper.seal}", "R")
    sheet.say(chinese_day(paper.signed_on), "R")
    for text in filter(None, (paper.contact, paper.copies)):
        sheet.say(text, "L", content.SMALL, indent=text is paper.contact)
    return bytes(sheet.output())


def _rule(sheet: _Sheet) -> None:
    """The red line below the number."""
    sheet.ln(2)
    sheet.set_draw_color(*content.RED)
    sheet.set_line_width(0.7)
    sheet.line(content.LEFT, sheet.get_y(), content.WIDTH - content.RIGHT, sheet.get_y())
    sheet.ln(_LINE)
