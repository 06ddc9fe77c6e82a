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

_BODY, _TITLE, _HEADING = "仿宋", "宋体", "黑体"
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
    _line(made, "")
    _line(made, f"{paper.issuer}{paper.seal}", align=_RIGHT)
    _line(made, chinese_day(paper.signed_on), align=_RIGHT)
    for text in filter(None, (paper.contact, paper.copies)):
        _line(made, text, indent=text is paper.contact, size=content.SMALL)
    if paper.annex:
        made.add_page_break()
        for part in paper.annex:
            _part(made, part)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _part(made: Made, part: str | Heading | Table) -> None:
    if isinstance(part, Table):
        _table(made, part)
    elif isinstance(part, Heading):
        _line(made, part.words, font=_HEADING, indent=True)
    else:
        _line(made, part, indent=True)


def _table(made: Made, part: Table) -> None:
    """A ruled table; its head is repeated on every page that it runs over to."""
    title = _line(made, part.title, align=_CENTER, size=content.SMALL, font=_HEADING)
    title.paragraph_format.keep_with_next = True
    table = made.add_table(rows=0, cols=len(part.heads), style="Table Grid")
    for number, row in enumerate((part.heads, *part.rows)):
        cells = table.add_row().cells
        for place, (cell, words) in enumerate(zip(cells, row, strict=True)):
            inside = cell.paragraphs[0]
            inside.alignment = _RIGHT if place else None
            _written(inside, words, size=content.CELL, bold=number == 0)
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
    foot = section.footer.paragraphs[0]
    foot.alignment = _CENTER
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
