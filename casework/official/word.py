"""An official document as .docx: for the organ to seal and to send."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from casework.official import content
from casework.official.content import Heading, Official, Table, chinese_day

if TYPE_CHECKING:
    from docx.document import Document as Made
    from docx.text.paragraph import Paragraph

_BODY, _TITLE, _HEADING, _SECOND = "仿宋", "宋体", "黑体", "楷体"
_WIDE = 0x2E80  # Chinese signs and their punctuation begin here
_ROOM = (content.WIDTH - content.LEFT - content.RIGHT) / 25.4 * 72  # points from edge to edge
_WHOLE = 24  # rows of a table that is kept on one page
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(paper: Official) -> bytes:
    """The document; it tells nobody's name but those that stand in it."""
    made = Document()
    _page(made)
    made.core_properties.author = made.core_properties.last_modified_by = ""
    made.core_properties.title = paper.title
    if paper.mark:
        _line(made, paper.mark, align=_RIGHT)
    _line(made, paper.issuer, align=_CENTER, size=content.HEAD, font=_TITLE, bold=True, red=True)
    _rule(_line(made, _number(paper), align=_CENTER))
    _line(made, "")
    _line(made, paper.title, align=_CENTER, size=content.TITLE, font=_TITLE, bold=True)
    _line(made, "")
    if paper.addressee:
        _line(made, paper.addressee)
    for part in paper.paragraphs:
        _part(made, part)
    if paper.annex_title:
        _line(made, "")
        _line(made, f"附件：{paper.annex_title}", indent=True)
    _line(made, "").paragraph_format.keep_with_next = True
    _sign(made, paper.signature, chinese_day(paper.signed_on))
    for text in filter(None, (paper.contact, paper.copies)):
        _line(made, text, indent=text is paper.contact, size=content.SMALL)
    if paper.annex:
        made.add_page_break()
        if paper.annex_title:
            _line(made, "附件", font=_HEADING)
            _line(made, paper.annex_title, align=_CENTER, size=content.TITLE, font=_TITLE, bold=True)
        for part in paper.annex:
            _part(made, part)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _sign(made: Made, name: str, day: str) -> None:
    """Who signs and the day; how wide they are is reckoned by their signs, the font being the reader's."""
    rooms = content.signed_at(_width(name), _width(day), content.TEXT)
    for words, room in zip((name, day), rooms, strict=True):
        line = _line(made, words, align=_RIGHT)
        line.paragraph_format.right_indent = Pt(room if _width(words) + room < _ROOM else 0)
        line.paragraph_format.keep_with_next = words is name


def _width(words: str) -> float:
    """Points."""
    return sum(content.TEXT if ord(sign) > _WIDE else content.TEXT / 2 for sign in words)


def _part(made: Made, part: str | Heading | Table) -> None:
    if isinstance(part, Table):
        _table(made, part)
    elif isinstance(part, Heading):
        _line(made, part.words, font=_HEADING, indent=True).paragraph_format.keep_with_next = True
    else:
        is_second = content.is_second_heading(part)
        line = _line(made, part, font=_SECOND if is_second else _BODY, indent=True)
        line.paragraph_format.keep_with_next = is_second


def _table(made: Made, part: Table) -> None:
    """A ruled table: on one page where it has room, else with its head repeated on every page."""
    title = _line(made, part.title, align=_CENTER, size=content.SMALL, font=_HEADING)
    title.paragraph_format.keep_with_next = True
    table = made.add_table(rows=0, cols=len(part.heads), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, part.widths, strict=True):
        column.width = Pt(_ROOM * share)
    for number, row in enumerate((part.heads, *part.rows)):
        cells = table.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
            inside = cell.paragraphs[0]
            cell.width = Pt(_ROOM * part.widths[place])
            inside.alignment = _RIGHT if place else None
            inside.paragraph_format.keep_with_next = number < len(part.rows) <= _WHOLE
            _written(inside, words, size=content.CELL, bold=number == 0)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    _line(made, "", size=content.CELL)


def _number(paper: Official) -> str:
    return f"{paper.number}　　　{paper.signer}" if paper.signer else paper.number


def _page(made: Made) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(content.WIDTH), Mm(content.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(content.TOP), Mm(content.BOTTOM)
    section.left_margin, section.right_margin = Mm(content.LEFT), Mm(content.RIGHT)
    made.settings.odd_and_even_pages_header_footer = True
    _numbered(section.footer.paragraphs[0], is_odd=True)
    _numbered(section.even_page_footer.paragraphs[0], is_odd=False)


def _numbered(foot: Paragraph, *, is_odd: bool) -> None:
    """The number of the page, one sign from the outer edge."""
    foot.alignment = _RIGHT if is_odd else WD_ALIGN_PARAGRAPH.LEFT
    shape = foot.paragraph_format
    shape.right_indent, shape.left_indent = Pt(content.SMALL * is_odd), Pt(content.SMALL * (not is_odd))
    _written(foot, "— ", size=content.SMALL)
    run = foot.add_run()
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run._r.append(_field(kind, words))
    _written(foot, " —", size=content.SMALL)


def _field(kind: str, words: str) -> Any:
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        return mark
    text = OxmlElement("w:instrText")
    text.text = words
    return text


def _line(
    made: Made,
    words: str,
    *,
    align: Any = None,
    size: int = content.TEXT,
    font: str = _BODY,
    bold: bool = False,
    red: bool = False,
    indent: bool = False,
) -> Paragraph:
    line = made.add_paragraph()
    line.alignment = align
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    shape.line_spacing = Pt(content.LINE)
    if indent:
        shape.first_line_indent = Pt(2 * size)
    _written(line, words, size=size, font=font, bold=bold, red=red)
    return line


def _written(
    line: Paragraph, words: str, *, size: int, font: str = _BODY, bold: bool = False, red: bool = False
) -> None:
    run = line.add_run(words)
    run.font.name, run.font.size, run.font.bold = font, Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if red:
        run.font.color.rgb = RGBColor(*content.RED)


def _rule(line: Paragraph) -> None:
    """The red line below the number."""
    borders = OxmlElement("w:pBdr")
    below = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "C01E1E")):
        below.set(qn(f"w:{name}"), value)
    borders.append(below)
    line._p.get_or_add_pPr().append(borders)
