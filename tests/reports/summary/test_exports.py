"""Every file opens and says what the page says; the command writes the same, and is clear about what there is not."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.actors import Actor
from reports.models import Snapshot
from reports.summary import catalogue, exporting, freezing, organs, periods
from reports.summary.exports import FORMATS
from tests import loops
from tests.factories import CongressFactory, County

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    county = County()
    for make in (loops.closed, loops.fed_back, loops.promised, loops.submitted):
        make(county)
    return county


@pytest.fixture(scope="module")
def snapshot(county: County, module_transaction: None) -> Snapshot:
    return freezing.freeze(county.congress, this_year(), actor=Actor.of(county.officer))


def this_year() -> periods.Period:
    return periods.year(timezone.localdate().year)


def written(snapshot: Snapshot, kind: str) -> bytes:
    return exporting.write(exporting.of_snapshot(snapshot), kind)


def test_json_holds_figures_definitions_and_where_they_come_from(snapshot: Snapshot) -> None:
    found = json.loads(written(snapshot, "json"))
    assert found["figures"] == snapshot.content["figures"]
    assert [one["code"] for one in found["definitions"]] == list(catalogue.FIGURES)
    assert found["origin"]["checksum"] == snapshot.checksum


def test_csv_has_a_line_for_each_number_and_no_formula(snapshot: Snapshot) -> None:
    text = written(snapshot, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    figures = {row["code"]: row for row in rows if row["part"] == "figure"}
    for code, one in snapshot.content["figures"].items():
        assert int(figures[code]["value"]) == one["total"]
        assert figures[code]["definition_zh"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_workbook_has_charts_of_its_own_and_definitions_on_a_sheet(
    county: County, snapshot: Snapshot
) -> None:
    book = load_workbook(BytesIO(written(snapshot, "xlsx")))
    assert {"数字", "口径说明", "反映渠道", "主题", "月份"} <= set(book.sheetnames)
    assert len(book["反映渠道"]._charts) == 1
    assert [row[0].value for row in book["口径说明"].iter_rows(min_row=2)] == list(catalogue.FIGURES)
    numbers = {row[0].value: row[1].value for row in book["数字"].iter_rows(min_row=6)}
    assert numbers["收到"] == snapshot.content["figures"]["opinions.received"]["total"]
    live = exporting.with_sheets(
        exporting.of_live(county.congress, this_year()), organs.listed(county.congress, this_year()), []
    )
    assert "承办单位" in load_workbook(BytesIO(exporting.write(live, "xlsx"))).sheetnames


def test_the_document_is_laid_out_as_an_official_one_and_holds_the_tables(snapshot: Snapshot) -> None:
    made = Document(BytesIO(written(snapshot, "docx")))
    words = "\n".join(one.text for one in made.paragraphs)
    assert "常务委员会关于" in words
    assert "一、总体情况" in words
    assert snapshot.checksum in words
    assert made.tables[0].rows[0].cells[0].text == "项目"
    assert round(made.sections[0].left_margin.mm) == 28
    assert not made.core_properties.author


def test_the_pdf_embeds_its_glyphs(snapshot: Snapshot) -> None:
    with pikepdf.open(BytesIO(written(snapshot, "pdf"))) as paper:
        assert len(paper.pages) > 2
        fonts = [font for page in paper.pages for font in page.Resources.Font.values()]
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


# --- The command ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_the_command_writes_each_format(
    county: County, snapshot: Snapshot, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"summary.{kind}"
    call_command(
        "annual_summary",
        county.congress.code,
        this_year().key,
        "--format",
        kind,
        "--out",
        str(path),
        stdout=StringIO(),
    )
    assert path.stat().st_size > 1000


def test_the_command_lists_congresses_and_years_one_a_line(county: County) -> None:
    CongressFactory()  # without anything
    out = StringIO()
    call_command("annual_summary", "--list", stdout=out)
    assert out.getvalue().splitlines() == [f"{county.congress.code} {this_year().key}"]


@pytest.mark.parametrize(("code", "year"), [("nowhere", "2026"), (None, None)])
def test_an_unknown_congress_is_said_clearly(county: County, code: str | None, year: str | None) -> None:
    given = [one for one in (code, year) if one]
    with pytest.raises(CommandError) as refused:
        call_command("annual_summary", *given)
    assert refused.value.returncode == 1
    if code:
        assert county.congress.code in str(refused.value)


@pytest.mark.parametrize("year", ["1999", "2001", "3000", "soon", "session-9"])
def test_a_year_without_figures_is_said_clearly(county: County, year: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("annual_summary", county.congress.code, year)
    assert this_year().key in str(refused.value)


def test_the_command_verifies_what_was_frozen(county: County, snapshot: Snapshot) -> None:
    out = StringIO()
    call_command("annual_summary", county.congress.code, this_year().key, "--verify", stdout=out)
    assert snapshot.checksum in out.getvalue()
