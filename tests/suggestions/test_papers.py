"""The answer prints as an official document, in .docx and as PDF, for those who may read it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from docx import Document

from casework.models import Case, Reply
from casework.official.breaking import broken
from tests.factories import County
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def letter_of(case: Case) -> Reply:
    return case.replies.get(letter__isnull=False)


def test_the_letter_names_number_class_deputies_signer_and_contact(county: County) -> None:
    case, _others = ways.jointly(county)
    from_office = ways.office(county)
    ways.services.accept(case, actor=from_office)
    ways.casework.assign(case, [ways.Part(county.organ)], actor=from_office)
    ways.answered(county, case)
    reply = letter_of(case)
    answer = signed_in(county.deputy_user).get(reverse("letter", args=[reply.pk, "docx"]))
    assert answer.status_code == 200
    paper = Document(BytesIO(answer.content))
    words = "\n".join(line.text for line in paper.paragraphs)
    named = [row.deputy.name for row in case.signatories.all()]
    wanted = [
        county.organ.name,
        reply.letter.number,
        "A",
        ways.TITLE,
        ways.ANSWER,
        "周明远",
        "李卫东",
        "0375-2210018",
    ]
    for one in (*wanted, *named):
        assert one in words, one
    assert paper.core_properties.author == "", "the file tells nobody's name but those that stand in it"
    assert round(paper.sections[0].top_margin.mm) == 37 and round(paper.sections[0].left_margin.mm) == 28


def test_the_pdf_carries_its_chinese_glyphs_with_it(county: County) -> None:
    case = ways.delivered(county)
    answer = signed_in(county.head).get(reverse("letter", args=[letter_of(case).pk, "pdf"]))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as made:
        fonts = [font for page in made.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            inner = font.DescendantFonts[0].FontDescriptor
            assert any(key in inner for key in ("/FontFile2", "/FontFile3")), "embedded"


def test_the_words_of_the_paper_are_chinese_on_an_english_page(county: County, english: object) -> None:
    case = ways.delivered(county)
    client = signed_in(county.deputy_user)
    client.cookies["django_language"] = "en"
    words = Document(BytesIO(client.get(reverse("letter", args=[letter_of(case).pk, "docx"])).content))
    assert not any("Signed by" in line.text or "Contact" in line.text for line in words.paragraphs)


@pytest.mark.parametrize("who", ["handler", "head", "officer", "committee", "deputy_user"])
def test_those_whom_the_answer_concerns_print_it(county: County, who: str) -> None:
    case = ways.delivered(county)
    assert (
        signed_in(getattr(county, who)).get(reverse("letter", args=[letter_of(case).pk, "docx"])).status_code
        == 200
    )
    assert signed_in(getattr(county, who)).get(
        reverse("suggestion_sheet", args=[case.number, "docx"])
    ).status_code == 200  # fmt: skip


@pytest.mark.parametrize("who", ["second_handler", "station_staff", "operator"])
def test_nobody_else_does(county: County, who: str) -> None:
    case = ways.delivered(county)
    assert (
        signed_in(getattr(county, who)).get(reverse("letter", args=[letter_of(case).pk, "docx"])).status_code
        == 404
    )
    assert signed_in(getattr(county, who)).get(
        reverse("suggestion_sheet", args=[case.number, "pdf"])
    ).status_code == 404  # fmt: skip


def test_a_draft_of_an_answer_is_no_letter_yet(county: County) -> None:
    case = ways.handling(county)
    share = ways.live_share(case)
    ways.spoken(county, share)
    ways.casework.submit_reply(
        share, actor=ways.Actor.of(county.handler), body=ways.ANSWER, category="A", letter=ways.letter(case)
    )
    assert (
        signed_in(county.deputy_user).get(reverse("letter", args=[letter_of(case).pk, "docx"])).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("一二三四五六", ["一二三四", "五六"]),
        ("一二三四，五六", ["一二三", "四，五六"]),
        ("一二三《四》五", ["一二三", "《四》五"]),
        ("一二三2026年", ["一二三", "2026", "年"]),
        ("", [""]),
    ],
)
def test_lines_break_as_chinese_type_breaks(words: str, lines: list[str]) -> None:
    assert broken(words, 4, 0, len) == lines


def test_the_first_line_is_shorter_where_it_is_indented() -> None:
    assert broken("一二三四五六", 4, 2, len) == ["一二", "三四五六"]
