"""An organ's year: each number opens its list, beside the median of its congress; the organ sees its own alone."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from casework.services import Part
from reports.summary import organs, rollups
from tests import loops
from tests.factories import County, OrganFactory
from tests.reports.summary.pieces import this_year
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    """An organ with an answer of each kind, a promise and an objection; another one with a single case."""
    county = County()
    for make in (loops.closed, loops.fed_back, loops.promised, loops.objected, loops.rework, loops.handling):
        make(county)
    loops.assigned(county, parts=[Part(OrganFactory(congress=county.congress))])
    return county


def address(county: County, name: str = "summary_organ") -> str:
    return reverse(name, args=[county.congress.code, this_year().key, county.organ.pk])


@pytest.mark.parametrize("kept", [False, True], ids=["from the cases", "from the counts"])
@pytest.mark.parametrize("role", ["officer", "committee", "head"])
def test_each_number_opens_a_list_of_that_length(county: County, role: str, kept: bool) -> None:
    if kept:
        rollups.rebuild()
    reader = signed_in(county.staff[role])
    card = reader.get(address(county)).context["card"]
    cells = [(line.value, url) for _words, lines in card.parts for line, url in lines]
    for table in (card.months, card.classes):
        cells += [cell for _name, row in table["rows"] for cell in row]
    assert sum(bool(n) for n, _url in cells) > 20
    for number, url in cells:
        assert reader.get(url).context["behind"].number == number, url


def test_the_parts_say_what_the_organ_did(county: County) -> None:
    card = organs.card(county.congress, this_year(), county.organ)
    lines = {line.code: line for _words, part in card.parts for line in part}
    assert card.number == 2
    assert lines["objections.made"].value == 1
    assert lines["promises.due"].value + lines["promised.all"].value > 0
    answered, unrated = lines["opinions.answered"], lines["opinions.unrated"]
    assert 0 < unrated.value <= answered.value
    assert lines["opinions.received"].median_value == (lines["opinions.received"].value + 1) / 2
    assert sum(counts["received"] for _key, counts in card.months) == lines["opinions.received"].value
    assert sum(counts["received"] for _key, counts in card.classes) == lines["opinions.received"].value


def test_organs_stand_in_the_order_of_their_codes_with_a_median_below(county: County) -> None:
    answer = signed_in(county.officer).get(
        reverse("summary_organs", args=[county.congress.code, this_year().key])
    )
    rows = answer.context["rows"]
    assert [one.code for one, _cells in rows] == sorted(one.code for one, _cells in rows)
    assert len(answer.context["medians"]) == len(organs.COLUMNS) == len(rows[0][1])


def test_an_organ_begins_at_its_own_year_and_opens_no_other(county: County) -> None:
    head, other = signed_in(county.staff["head"]), OrganFactory(congress=county.congress)
    assert head.get(reverse("organ_year")).url == address(county)  # type: ignore[attr-defined]
    code, year = county.congress.code, this_year().key
    assert head.get(reverse("summary_organ", args=[code, year, other.pk])).status_code == 403
    received = reverse("summary_list", args=[code, year, "opinions.received"])
    assert head.get(received).status_code == 403
    assert head.get(received, {"organ": other.pk}).status_code == 403
    assert head.get(reverse("summary", args=[code, year])).status_code == 403


def test_an_organ_without_anything_has_a_page_of_noughts(county: County) -> None:
    other = OrganFactory(congress=county.congress)
    address = reverse("summary_organ", args=[county.congress.code, this_year().key, other.pk])
    card = signed_in(county.officer).get(address).context["card"]
    assert not any(line.value for _words, lines in card.card.parts for line in lines)


def test_the_spreadsheet_has_medians_a_trend_and_the_definitions(county: County) -> None:
    answer = signed_in(county.staff["head"]).get(address(county, "summary_organ_file"))
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["数字", "月份", "答复结果分类", "口径说明"]
    assert len(book["月份"]._charts) == 1
    numbers = {row[0].value: row[1].value for row in book["数字"].iter_rows(min_row=5)}
    assert numbers["对交办提出异议"] == 1
