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
_PAGE = content.HEIGHT - content.TOP - content.BOTTOM
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
        """The number, one sign from the outer edge: on odd pages to the right, on even ones to the left."""
        self.set_y(-content.BOTTOM + 8)
        self.set_text_color(0, 0, 0)
        self.set_font(_FONT, "", content.SMALL)
        sign, is_odd = content.SMALL * _POINT, self.page_no() % 2
        self.set_x(self.l_margin + (0 if is_odd else sign))
        self.cell(self.epw - sign, 6, f"— {self.page_no()} —", align="R" if is_odd else "L")

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
    if paper.annex_title:
        sheet.ln(_LINE)
        sheet.say(f"附件：{paper.annex_title}", "L", indent=True)
    sheet.ln(_LINE)
    _sign(sheet, paper.signature, chinese_day(paper.signed_on))
    for text in filter(None, (paper.contact, paper.copies)):
        sheet.say(text, "L", content.SMALL, indent=text is paper.contact)
    if paper.annex:
        sheet.add_page()
        if paper.annex_title:
            sheet.say("附件", style="B")
            sheet.say(paper.annex_title, "C", content.TITLE, "B")
        for part in paper.annex:
            _part(sheet, part)
    return bytes(sheet.output())


def _sign(sheet: _Sheet, name: str, day: str) -> None:
    """Who signs and the day, on one page; a name that is too long for its room stands at the edge."""
    if sheet.will_page_break(2 * _LINE):
        sheet.add_page()
    sheet.set_font(_FONT, "", content.TEXT)
    widths = sheet.get_string_width(name), sheet.get_string_width(day)
    rooms = content.signed_at(*widths, content.TEXT * _POINT)
    for words, width, room in zip((name, day), widths, rooms, strict=True):
        if width + room > sheet.epw:
            sheet.say(words, "R")
        else:
            sheet.set_x(sheet.l_margin)
            sheet.cell(sheet.epw - room, _LINE, words, align="R", new_x="LMARGIN", new_y="NEXT")


def _part(sheet: _Sheet, part: str | Heading | Table) -> None:
    if isinstance(part, Table):
        _table(sheet, part)
    elif isinstance(part, Heading):
        if sheet.will_page_break(2 * _LINE):  # a heading is not parted from its text
            sheet.add_page()
        sheet.say(part.words, "L", style="B", indent=True)
    else:
        sheet.say(part, "L", indent=True)


def _table(sheet: _Sheet, part: Table) -> None:
    """A ruled table: on one page where it has room, else with its head repeated on every page."""
    sheet.ln(2)
    row = content.CELL * 1.5 * _POINT
    whole = _LINE + (len(part.rows) + 2) * row
    if sheet.will_page_break(whole if whole < _PAGE else _BEGINNING):
        sheet.add_page()
    sheet.say(part.title, "C", content.SMALL, "B")
    sheet.set_font(_FONT, "", content.CELL)
    sheet.set_draw_color(0, 0, 0)
    sheet.set_line_width(0.2)
    with sheet.table(
        col_widths=part.widths,
        text_align=("LEFT", *("RIGHT" for _head in part.heads[1:])),
        line_height=row,
        headings_style=FontFace(emphasis="BOLD"),
        wrapmode=WrapMode.CHAR,
    ) as table:
        for cells in (part.heads, *part.rows):
            table.row(cells)
    sheet.ln(4)


def _rule(sheet: _Sheet) -> None:
    """The red line below the number."""
    sheet.ln(2)
    sheet.set_draw_color(*content.RED)
    sheet.set_line_width(0.7)
    sheet.line(content.LEFT, sheet.get_y(), content.WIDTH - content.RIGHT, sheet.get_y())
    sheet.ln(_LINE)
