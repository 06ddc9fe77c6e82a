"""The page of the summary: each number is the length of the list it opens, and nothing of the earlier year is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actors import Actor
from casework.models import Case
from casework.services import Part, assign, unsplit
from feedback import services
from reports.summary import content, periods
from tests import loops
from tests.casework.test_joining import answer
from tests.factories import County, OrganFactory
from tests.reports.summary.pieces import this_year, totals
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
_LINKED = re.compile(r'<a href="(/summary/[^"]+/list/[^"]+)">([\d,]+)</a>')


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


def page(county: County, tail: str = "") -> str:
    return reverse("summary", args=[county.congress.code, this_year().key]) + tail


def test_each_linked_number_opens_a_list_of_that_length(county: County) -> None:
    committee = signed_in(county.committee)
    body = committee.get(page(county)).content.decode()
    linked = {unescape(url): int(n.replace(",", "")) for url, n in _LINKED.findall(body)}
    assert len(linked) > 60
    for url, number in linked.items():
        assert committee.get(url).context["behind"].number == number, url


def test_what_is_answered_late_rated_and_silent_is_counted_apart(county: County) -> None:
    counts = totals(county.congress)
    # fed_back is answered and silent; rated, closed and closed_unsatisfied have rated; rework waits for a new answer.
    waiting = Case.objects.filter(congress=county.congress, was_late=True, answered_at=None).count()
    assert counts["answered"] == counts["on_time"] + counts["late"] - waiting
    assert counts["rated"] == counts["satisfied"] + counts["result_1"]
    assert counts["satisfied"] == counts["result_3"] + counts["result_2"]
    assert (counts["unrated"], counts["late"]) == (1, 1)


def test_the_unrated_are_no_part_of_the_satisfaction(county: County) -> None:
    before = totals(county.congress)
    loops.fed_back(county)
    after = totals(county.congress)
    assert after["unrated"] == before["unrated"] + 1
    assert (after["satisfied"], after["rated"]) == (before["satisfied"], before["rated"])


@pytest.mark.parametrize("role", ["committee", "officer"])
def test_the_page_leads_to_what_is_watched_and_says_who_sees_complaints(county: County, role: str) -> None:
    answer = signed_in(county.staff[role]).get(page(county))
    assert "/reports/watched/late/" in answer.content.decode()
    assert (answer.context["complaints"] is not None) is (role == "committee")


def test_the_page_asks_the_database_a_fixed_number_of_times(
    county: County, django_assert_max_num_queries: object
) -> None:
    committee = signed_in(county.committee)
    committee.get(page(county))
    with django_assert_max_num_queries(75):  # type: ignore[operator]
        committee.get(page(county))


def test_a_name_that_looks_like_a_formula_is_text_in_the_spreadsheet(county: County) -> None:
    organ = OrganFactory(congress=county.congress, name='=HYPERLINK("http://example.org")')
    loops.assigned(county, parts=[Part(organ)])
    address = reverse("summary_file", args=[county.congress.code, this_year().key, "xlsx"])
    book = load_workbook(BytesIO(signed_in(county.committee).get(address).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_promises_and_organs_have_sheets_of_their_own(county: County) -> None:
    loops.promised(county)
    address = reverse("summary_file", args=[county.congress.code, this_year().key, "xlsx"])
    book = load_workbook(BytesIO(signed_in(county.committee).get(address).content))
    assert {"承诺事项台账", "承办单位"} <= set(book.sheetnames)
    promised = [row[0].value for row in book["承诺事项台账"].iter_rows(min_row=2)]
    assert len(promised) == totals(county.congress, "promised")["all"] > 0


# --- Addresses of before ----------------------------------------------------------------------------------
OLD = {
    "received": "received", "late": "late", "satisfied": "satisfied", "dissatisfied": "result_1",
    "attitude_satisfied": "attitude_satisfied", "promised": "all", "promise_not_kept": "broken",
}  # fmt: skip


@pytest.mark.parametrize("figure", sorted(OLD))
def test_a_list_of_the_earlier_year_leads_to_the_list_of_the_summary(county: County, figure: str) -> None:
    answer = signed_in(county.committee).get(f"/reports/{this_year().key}/cases/{figure}/", follow=True)
    assert answer.status_code == 200
    assert answer.context["figure"].short == OLD[figure]


def test_a_month_of_the_earlier_year_is_that_month(county: County) -> None:
    month = timezone.localdate().month
    asked = {"by": "month", "key": str(month)}
    answer = signed_in(county.committee).get(
        f"/reports/{this_year().key}/cases/received/", asked, follow=True
    )
    assert answer.context["where"].startswith(f"{this_year().key}-{month:02d}")
    assert answer.context["behind"].number > 0


@pytest.mark.parametrize("suffix", ["/", ".xlsx", ".docx"])
def test_the_earlier_page_and_its_files_lead_on(county: County, suffix: str) -> None:
    answer = signed_in(county.committee).get(f"/reports/{this_year().key}{suffix}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0].startswith("/summary/")


@pytest.mark.parametrize("role", ["deputy", "handler", "head", "operator", "station"])
def test_the_earlier_addresses_stay_closed_to(county: County, role: str) -> None:
    client = signed_in(county.staff[role])
    for suffix in ("/", ".xlsx", ".docx", "/cases/late/"):
        assert client.get(f"/reports/{this_year().key}{suffix}").status_code == 403


# --- Own and lower, other days ----------------------------------------------------------------------------
def test_the_congress_alone_is_counted_without_those_below(client: Client) -> None:
    upper, lower = County(), County()
    lower.congress.parent = upper.congress
    lower.congress.save()
    loops.submitted(upper)
    loops.submitted(lower)
    committee = signed_in(upper.committee, client)
    both = committee.get(page(upper)).context["page"].figure("opinions.received")
    alone = committee.get(page(upper, "?level=own")).context["page"].figure("opinions.received")
    assert (both.value, alone.value) == (2, 1)
    assert committee.get(alone.url).context["behind"].number == 1


def test_any_days_are_a_period_beside_those_of_a_year_before() -> None:
    county, today = County(), timezone.localdate()
    loops.submitted(county)
    with time_machine.travel(timezone.now() - timedelta(days=365)):
        loops.submitted(county)
        loops.submitted(county)
    period = periods.between(today - timedelta(days=5), today)
    assert periods.read(county.congress, period.key) == period
    found = content.live(county.congress, period)
    assert found["figures"]["opinions.received"]["total"] == 1
    assert found["before"]["figures"]["opinions.received"] == 2
    topic = str(county.topic.parent_id or county.topic.pk)
    assert found["before"]["received"]["topic"] == {topic: 2}


@pytest.mark.parametrize(
    "key", ["20260230-20260301", "20260301-20260201", "20200101-20260101", "29990101-29990102"]
)
def test_days_that_are_none_are_not_found(key: str) -> None:
    assert periods.read(County().congress, key) is None


def test_the_form_for_other_days_leads_to_them_and_says_what_is_wrong() -> None:
    county, today = County(), timezone.localdate()
    committee = signed_in(county.committee)
    asked = {"congress": county.congress.code, "since": str(today), "until": str(today)}
    answer = committee.get(reverse("summary_days"), asked)
    assert answer.url.endswith(f"/{today:%Y%m%d}-{today:%Y%m%d}/")  # type: ignore[attr-defined]
    wrong = committee.get(reverse("summary_days"), asked | {"until": str(today - timedelta(days=3))})
    assert (wrong.status_code, "until" in wrong.context["form"].errors) == (400, True)


def test_a_month_is_compared_with_the_same_month_of_the_year_before() -> None:
    county, today = County(), timezone.localdate()
    loops.submitted(county)
    with time_machine.travel(timezone.now() - timedelta(days=365)):
        loops.submitted(county)
    shown = signed_in(county.committee).get(page(county)).context["page"]
    (months,) = [table for table in shown.tables if table["name"] == "month"]
    (row,) = [row for row in months["rows"] if row["name"] == f"{today:%Y-%m}"]
    number, url = row["cells"][2]
    assert number == 1
    assert signed_in(county.committee).get(url).context["behind"].number == 1


# --- Joined and split -------------------------------------------------------------------------------------
def counted(county: County, *names: str) -> dict[str, int]:
    counts = totals(county.congress)
    return {name: counts[name] for name in names}


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
