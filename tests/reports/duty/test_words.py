"""The light markup, the hints, the papers and the figures."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from casework.official import pdf, word
from reports.dossier import dossier_of, of_year
from reports.duty import figures, markup, papers, slips
from reports.duty.hints import hints
from reports.duty.services import publishing
from tests.factories import County
from tests.reports.duty import ways
from tests.signing_in import signed_in


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## 标题", "<h2>标题</h2>"),
        ("### 小标题", "<h3>小标题</h3>"),
        ("- 一\n- 二", "<ul><li>一</li><li>二</li></ul>"),
        ("1. 一\n2、二", "<ol><li>一</li><li>二</li></ol>"),
        ("一行\n又一行", "<p>一行<br>又一行</p>"),
        ("**要点**很多", "<p><strong>要点</strong>很多</p>"),
        ("＃＃ 全角也行", "<h2>全角也行</h2>"),
    ],
)
def test_marks_become_elements(text: str, html: str) -> None:
    assert markup.html(text) == html


def test_rows_become_a_table_with_a_head() -> None:
    made = markup.html("| 事项 | 结果 |\n|---|---|\n| 路灯 | 已修好 |\n| 排水 |")
    assert '<th scope="col">事项</th>' in made
    assert "<td>已修好</td>" in made
    assert "<td>排水</td><td></td>" in made


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '## <img src=x onerror="alert(1)">',
        "[看](javascript:alert(1))",
        '| <a href="//evil"> | b |',
        '**"><svg onload=alert(1)>**',
    ],
)
def test_nothing_that_is_typed_becomes_an_element_of_its_own(attack: str) -> None:
    made = markup.html(attack)
    for bad in ("<script", "<img", "<svg", "<a ", "href="):
        assert bad not in made or f"&lt;{bad[1:]}" in made or (bad == "href=" and "&quot;" in made)


@given(st.text(max_size=300))
def test_only_elements_of_the_list_are_ever_made(text: str) -> None:
    allowed = "h2|h3|p|br|ul|ol|li|strong|table|thead|tbody|tr|th|td|div"
    made = markup.html(text)
    left = re.sub(rf"</?(?:{allowed})(?: (?:scope|class|role|tabindex|aria-label)=\"[^\"<>]*\")*>", "", made)
    assert "<" not in left and ">" not in left


def test_hints_point_to_numbers_addresses_and_secrets_and_to_no_opinion() -> None:
    text = (
        "身份证330726197503121234\n电话0579-82345678\n住在石桥村东街12号3单元\n内部资料\n我认为太慢，不满意。"
    )
    found = [(one.ground, one.line) for one in hints(text)]
    assert ("personal", 1) in found
    assert ("personal", 2) in found
    assert ("personal", 3) in found
    assert ("secret", 4) in found
    assert not [line for _ground, line in found if line == 5]


# --- Papers and pages -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_report_is_a_document_for_those_who_elected_the_deputy() -> None:
    county = County()
    paper = papers.paper_of(ways.published(county))
    assert paper.addressee == f"{county.constituency}各位选民："
    assert "路灯　已解决" in paper.paragraphs
    words = "\n".join(line.text for line in Document(BytesIO(word.write(paper))).paragraphs)
    assert "石桥村的路灯已经修好" in words
    assert pdf.write(paper).startswith(b"%PDF")


@pytest.mark.django_db
def test_slips_are_cut_from_a4_ten_on_a_sheet() -> None:
    county = County()
    appraisal, made = ways.opened(county, 11)
    sheet = slips.write(appraisal, made, "http://localhost/appraise/1/")
    assert sheet.startswith(b"%PDF")
    assert sheet.count(b"/Type /Page\n") == 2


@pytest.mark.django_db
def test_figures_add_up_and_each_is_its_list() -> None:
    county = County()
    report = ways.published(county)
    excused = ways.of_the_term(county)
    publishing.excuse(excused, actor=ways.office(county), note="住院")
    since, until = date(2000, 1, 1), date(2100, 1, 1)
    counted = figures.counts(county.congress, since, until)
    for name, number in counted.items():
        assert figures.reports_of(county.congress, since, until, name).count() == number
    assert counted["due"] == sum(number for name, number in counted.items() if name != "due")
    assert report in figures.reports_of(county.congress, since, until, "done")
    assert excused in figures.reports_of(county.congress, since, until, "excused")


# --- The editor -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_editor_works_without_a_script_and_saves_while_typing() -> None:
    county = County()
    report = ways.begun(county)
    client = signed_in(county.deputy_user)
    page = reverse("duty_write", args=[report.pk])
    shown = client.post(page, {"version": report.base, "text": "## 预览\n正文", "step": "preview"})
    assert "<h3>预览</h3>" in shown.content.decode()
    report.refresh_from_db()
    kept = client.post(reverse("duty_save", args=[report.pk]), {"version": report.base, "text": "又写一句"})
    assert f'name="version" value="{report.base + 1}"' in kept.content.decode()
    stale = client.post(reverse("duty_save", args=[report.pk]), {"version": report.base, "text": "旧窗口"})
    assert stale.status_code == 409
    again = client.post(page, {"version": report.base, "text": "旧窗口写的不能丢", "step": "save"})
    assert (again.status_code, "旧窗口写的不能丢" in again.content.decode()) == (400, True)


@pytest.mark.django_db
def test_a_draft_is_read_by_nobody_but_the_deputy() -> None:
    county = County()
    report = ways.written(county)
    for who, status in ((county.deputy_user, 200), (county.officer, 404), (county.committee, 404)):
        client = signed_in(who)
        assert client.get(reverse("duty_print", args=[report.pk])).status_code == status
        page = client.get(reverse("duty_report", args=[report.pk])).content.decode()
        assert ("石桥村的路灯已经修好" in page) == (status == 200)


@pytest.mark.django_db
def test_the_public_page_never_shows_the_record_or_the_signed_list() -> None:
    county = County()
    ways.contested(county)
    report = ways.published(county)
    ways.met(county, report)
    page = Client().get(reverse("duty_public", args=[report.pk])).content.decode()
    assert "石桥村村委会" in page
    for hidden in ("签到表", "这次由同事代为参加", "/contacts/"):
        assert hidden not in page


@pytest.mark.django_db
def test_pages_ask_a_bounded_number_of_questions(django_assert_max_num_queries: object) -> None:
    county = County()
    report = ways.published(county)
    client = Client()
    url = reverse("duty_public", args=[report.pk])
    client.get(url)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get(url)
    office = signed_in(county.officer)
    office.get(reverse("duty_schedule"))
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        office.get(reverse("duty_schedule"))


@pytest.mark.django_db
def test_the_dossier_says_what_became_of_each_report() -> None:
    county = County()
    report = ways.of_the_term(county)
    publishing.excuse(report, actor=ways.office(county), note="住院")
    shown = dossier_of(county.deputy_user, county.deputy, of_year(report.due_on.year))
    entry = next(one for one in shown.section("reports").entries if one.url == f"/reports/duty/{report.pk}/")
    assert entry.note == "免予报告"


@pytest.mark.django_db
def test_the_draft_is_chinese_whatever_the_language_of_the_page(english: Client) -> None:
    county = County()
    report = ways.contested(county)
    assert "## 听取和反映群众意见" in report.text
    assert not re.search(r"[a-z]{4}", report.text)
