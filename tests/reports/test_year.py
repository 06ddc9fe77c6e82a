"""The year: every number is the length of the list it opens, for every figure and every breakdown."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.actors import Actor
from casework.access import visible_to
from casework.models import Case
from casework.services import Part, assign, unsplit
from feedback import services
from reports import figures
from reports.annual import year_of
from tests import loops
from tests.casework.test_joining import answer
from tests.factories import County, OrganFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(module_transaction: None) -> County:
    """A county with one case at every status, one of them late, one entered at the desk without a place."""
    county = County()
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        late = loops.submitted(county, channel=county.visit, division=None, topic=None)
    services.register(late, actor=Actor.of(county.officer))
    for status in sorted(loops.TO_STATUS):
        loops.TO_STATUS[status](county)
    return county


def this_year() -> int:
    return timezone.localdate().year


def test_each_figure_is_the_length_of_its_list(county: County) -> None:
    shown = year_of(county.committee, county.congress, this_year())
    base = figures.of_year(visible_to(county.committee), this_year(), county.congress.pk)
    for name in figures.FIGURES:
        assert shown.totals[name] == figures.cases_of(base, name, shown.today).count(), name


def test_each_cell_of_a_breakdown_is_the_length_of_its_list_and_rows_add_up(county: County) -> None:
    shown = year_of(county.committee, county.congress, this_year())
    base = figures.of_year(visible_to(county.committee), this_year(), county.congress.pk)
    for by, rows in shown.breakdowns.items():
        for column in figures.COLUMNS:
            assert sum(row.counts[column] for row in rows) == shown.totals[column], (by, column)
            for row in rows:
                listed = figures.cases_of(base, column, shown.today, by, row.key).count()
                assert row.counts[column] == listed, (by, row.key, column)


def test_what_is_answered_late_rated_and_silent_is_counted_apart(county: County) -> None:
    totals = year_of(county.committee, county.congress, this_year()).totals
    # fed_back is answered and silent; rated, closed and closed_unsatisfied have rated; rework waits for a new answer.
    assert totals["answered"] == totals["on_time"] + totals["late"] - _late_unanswered(county)
    assert totals["rated"] == totals["satisfied"] + totals["dissatisfied"]
    assert totals["unrated"] == 1
    assert totals["late"] == 1


def _late_unanswered(county: County) -> int:
    return visible_to(county.committee).filter(was_late=True, answered_at=None).count()


def test_the_unrated_are_no_part_of_the_satisfaction(county: County) -> None:
    before = year_of(county.committee, county.congress, this_year())
    loops.fed_back(county)
    after = year_of(county.committee, county.congress, this_year())
    assert after.totals["unrated"] == before.totals["unrated"] + 1
    assert after.satisfaction == before.satisfaction


def test_another_countys_cases_are_not_counted(county: County) -> None:
    stranger = County()
    loops.submitted(stranger)
    assert (
        year_of(county.committee, county.congress, this_year()).totals["received"]
        == visible_to(county.committee).received().count()
    )


@pytest.mark.parametrize("role", ["committee", "officer"])
def test_the_page_and_both_exports_open_for(county: County, client: Client, role: str) -> None:
    signed_in(county.staff[role], client)
    for suffix in ("/", ".xlsx", ".docx"):
        assert client.get(f"/reports/{this_year()}{suffix}").status_code == 200


@pytest.mark.parametrize("role", ["deputy", "handler", "head", "operator", "station"])
def test_the_year_stays_closed_to(county: County, client: Client, role: str) -> None:
    signed_in(county.staff[role], client)
    for suffix in ("/", ".xlsx", ".docx", "/cases/late/"):
        assert client.get(f"/reports/{this_year()}{suffix}").status_code == 403


def test_each_linked_number_on_the_page_opens_a_list_of_that_length(county: County, client: Client) -> None:
    signed_in(county.committee, client)
    for by, rows in year_of(county.committee, county.congress, this_year()).breakdowns.items():
        for row in rows:
            answer = client.get(f"/reports/{this_year()}/cases/received/", {"by": by, "key": row.key})
            assert answer.context["count"] == row.counts["received"]


def test_the_page_asks_the_database_a_fixed_number_of_times(
    county: County, client: Client, django_assert_max_num_queries: object
) -> None:
    signed_in(county.committee, client)
    with django_assert_max_num_queries(21):  # type: ignore[operator]
        client.get(f"/reports/{this_year()}/")


def test_a_name_that_looks_like_a_formula_is_text_in_the_spreadsheet(county: County, client: Client) -> None:
    organ = OrganFactory(congress=county.congress, name='=HYPERLINK("http://example.org")')
    loops.assigned(county, parts=[Part(organ)])
    signed_in(county.committee, client)
    book = load_workbook(BytesIO(client.get(f"/reports/{this_year()}.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_an_export_is_named_and_its_months_too(county: County, client: Client) -> None:
    loops.submitted(county)
    signed_in(county.committee, client)
    answer = client.get(f"/reports/{this_year()}.xlsx")
    name = f"{county.congress}{this_year()}年群众意见办理情况.xlsx"
    assert quote(name) in answer.headers["Content-Disposition"]
    months = load_workbook(BytesIO(answer.content))["月份"]
    assert str(months["A2"].value).endswith("月")


def test_the_document_says_the_year_in_words_and_tables(county: County, client: Client) -> None:
    signed_in(county.committee, client)
    made = Document(BytesIO(client.get(f"/reports/{this_year()}.docx").content))
    assert len(made.tables) == 1 + len(figures.DIMENSIONS)
    received = year_of(county.committee, county.congress, this_year()).totals["received"]
    assert any(str(received) in paragraph.text for paragraph in made.paragraphs)


# --- Joined and split -------------------------------------------------------------------------------------
def counted(county: County, *names: str) -> dict[str, int]:
    totals = year_of(county.committee, county.congress, this_year()).totals
    return {name: totals[name] for name in names}


@pytest.mark.django_db
def test_opinions_handled_together_count_each_once_and_split_ones_once_when_all_is_answered() -> None:
    county = County()
    names = ("received", "accepted", "answered", "on_time", "late", "open", "by_organ", "by_deputy")
    leading = loops.handling(county)
    joined = loops.joined(county, Case.objects.get(pk=leading.pk))
    whole, (part,) = loops.split(county)
    assert counted(county, *names) == {
        "received": 3, "accepted": 3, "answered": 0, "on_time": 0, "late": 0, "open": 3, "by_organ": 0, "by_deputy": 0,
    }  # fmt: skip
    answer(Case.objects.get(pk=leading.pk), county)
    assert counted(county, "received", "answered", "on_time", "by_organ") == {
        "received": 3, "answered": 2, "on_time": 2, "by_organ": 2,
    }  # fmt: skip
    for case in (whole, part):
        assign(case, [Part(county.organ)], actor=Actor.of(county.officer))
    answer(whole, county)
    assert counted(county, "answered", "open") == {"answered": 2, "open": 3}
    answer(part, county)
    assert counted(county, *names) == {
        "received": 3, "accepted": 3, "answered": 3, "on_time": 3, "late": 0, "open": 3, "by_organ": 3, "by_deputy": 0,
    }  # fmt: skip
    services.rate(Case.objects.get(pk=joined.pk), attitude=3, result=3)
    services.rate(Case.objects.get(pk=whole.pk), attitude=3, result=3)
    assert counted(county, "open", "rated", "satisfied") == {"open": 2, "rated": 2, "satisfied": 2}


@pytest.mark.django_db
def test_one_late_part_makes_the_opinion_late_and_a_split_taken_back_leaves_no_trace() -> None:
    county = County()
    whole, (part,) = loops.split(county)
    other, _parts = loops.split(county)
    unsplit(other, actor=Actor.of(county.officer))
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert counted(county, "received", "late") == {"received": 2, "late": 2}
        assign(part, [Part(county.organ)], actor=Actor.of(county.officer))
    assert counted(county, "late", "received") == {"late": 1, "received": 2}
    assign(whole, [Part(county.organ)], actor=Actor.of(county.officer))
    for case in (whole, part):
        answer(case, county)
    assert counted(county, "answered", "on_time", "late") == {"answered": 1, "on_time": 0, "late": 1}
