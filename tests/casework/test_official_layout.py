"""The layout of official documents: who signs where, headings with their text, tables in one piece."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from docx import Document

from casework.official import Heading, Official, Table, content, pdf, word
from casework.official.breaking import broken

SUM = "0123456789abcdef" * 4


def paper(**changes: object) -> Official:
    said = {
        "issuer": "青澜县人民代表大会常务委员会", "number": "青人办〔2026〕3号", "title": "关于工作情况的报告",
        "addressee": "青澜县人民代表大会：",
        "paragraphs": (Heading("一、总体情况"), "（一）收到和答复", "本期共收到意见九件。"),
        "signed_on": date(2026, 11, 3), "annex": (Table("群众意见", ("项目", "本期"), (("收到", "9"),)), SUM),
        "annex_title": "数据表",
    }  # fmt: skip
    return Official(**{**said, **changes})  # type: ignore[arg-type]


def written(one: Official) -> list[str]:
    return [line.text for line in Document(BytesIO(word.write(one))).paragraphs]


def test_the_annex_is_named_after_the_text_and_headed_behind_the_signature() -> None:
    lines = written(paper())
    order = ["附件：数据表", "青澜县人民代表大会常务委员会", "2026年11月3日", "附件", "数据表"]
    places = [max(n for n, line in enumerate(lines) if line == words) for words in order]
    assert places == sorted(places)


def test_who_signs_may_be_another_than_whose_name_stands_on_top() -> None:
    lines = written(paper(signed_by="常委会代表工作委员会", seal="（印章）"))
    assert lines[0] == "青澜县人民代表大会常务委员会"
    assert "常委会代表工作委员会（印章）" in lines


@pytest.mark.parametrize(("name", "day", "rooms"), [(10, 6, (2, 4)), (6, 10, (6, 4)), (8, 8, (2, 2))])
def test_the_shorter_of_name_and_day_stands_in_the_middle_of_the_other(
    name: float, day: float, rooms: tuple[float, float]
) -> None:
    assert content.signed_at(name, day, 1) == rooms


def test_a_heading_of_the_second_level_is_short_and_numbered_in_brackets() -> None:
    assert content.is_second_heading("（一）收到和答复")
    assert not content.is_second_heading("（请补充：主要问题）")
    assert not content.is_second_heading("（一）" + "字" * 60)


def test_page_numbers_stand_at_the_outer_edge_and_no_row_is_split() -> None:
    made = Document(BytesIO(word.write(paper())))
    section = made.sections[0]
    assert made.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment
    assert all(row._tr.trPr.xpath("w:cantSplit") for row in made.tables[0].rows)
    assert made.tables[0].columns[0].width > made.tables[0].columns[1].width


def test_a_checksum_that_is_wider_than_a_line_is_cut_at_its_end() -> None:
    lines = broken(f"校验码：{SUM}", 20, 2, len)
    assert "".join(lines) == f"校验码：{SUM}"
    assert max(map(len, lines)) <= 20


def test_a_table_that_has_room_on_a_page_is_not_cut() -> None:
    rows = tuple((f"第{n}项", str(n)) for n in range(20))
    tables = tuple(Table(f"表{n}", ("项目", "本期"), rows) for n in range(4))
    with pikepdf.open(BytesIO(pdf.write(paper(annex=tables)))) as made:
        assert len(made.pages) == 1 + 4  # one of twenty rows on each, though two and a half would have room
