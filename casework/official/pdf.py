"""An official document as PDF, with its Chinese glyphs embedded: it reads alike where no font is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from fpdf import FPDF, FontFace
from fpdf.enums import WrapMode

from casework.official import content
from casework.official.breaking import broken
from casework.official.content import Heading, Official, Table, chinese_day

if TYPE_CHECKING:
    from fpdf.enums import Align

_FONT = "hans"
_POINT = 25.4 / 72  # millimetres
_LINE = content.LINE * _POINT
_BEGINNING = 40  # millimetres: the title of a table is not parted from its first rows


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
    if paper.addressee:
        sheet.say(paper.addressee, "L")
    for part in paper.paragraphs:
        _part(sheet, part)
    sheet.ln(_LINE)
    sheet.say(f"{paper.issuer}{paper.seal}", "R")
    sheet.say(chinese_day(paper.signed_on), "R")
    for text in filter(None, (paper.contact, paper.copies)):
        sheet.say(text, "L", content.SMALL, indent=text is paper.contact)
    if paper.annex:
        sheet.add_page()
        for part in paper.annex:
            _part(sheet, part)
    return bytes(sheet.output())


def _part(sheet: _Sheet, part: str | Heading | Table) -> None:
    if isinstance(part, Table):
        _table(sheet, part)
    elif isinstance(part, Heading):
        sheet.say(part.words, "L", style="B", indent=True)
    else:
        sheet.say(part, "L", indent=True)


def _table(sheet: _Sheet, part: Table) -> None:
    """A ruled table; its head is repeated on every page that it runs over to."""
    sheet.ln(2)
    if sheet.will_page_break(_BEGINNING):
        sheet.add_page()
    sheet.say(part.title, "C", content.SMALL, "B")
    sheet.set_font(_FONT, "", content.CELL)
    sheet.set_draw_color(0, 0, 0)
    sheet.set_line_width(0.2)
    first = max(2.2, 5 - len(part.heads) * 0.4)
    with sheet.table(
        col_widths=(first, *(1 for _head in part.heads[1:])),
        text_align=("LEFT", *("RIGHT" for _head in part.heads[1:])),
        line_height=content.CELL * 1.5 * _POINT,
        headings_style=FontFace(emphasis="BOLD"),
        wrapmode=WrapMode.CHAR,
    ) as table:
        for row in (part.heads, *part.rows):
            table.row(row)
    sheet.ln(4)


def _rule(sheet: _Sheet) -> None:
    """The red line below the number."""
    sheet.ln(2)
    sheet.set_draw_color(*content.RED)
    sheet.set_line_width(0.7)
    sheet.line(content.LEFT, sheet.get_y(), content.WIDTH - content.RIGHT, sheet.get_y())
    sheet.ln(_LINE)
