"""The office's queue: what it shows, what it costs, how it pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework import queues
from casework.models import Case, SavedView
from feedback.models import Proposal
from tests import loops
from tests.factories import County, UserFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, **ENGLISH)


def titles(response) -> list[str]:
    return [case.title for case, _url in response.context["rows"]]


def named(county, title, make=loops.submitted, **changes) -> Case:
    return make(county, title=title, **changes)


def due(case: Case, day: str) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=day)


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize("role", ["officer", "station", "committee"])
@pytest.mark.parametrize("opened", [False, True])
def test_it_costs_the_same_for_five_rows_as_for_fifty(county, role, rows, opened):
    cases = [loops.submitted(county) for _ in range(rows)]
    client = signed_in(county.staff[role], **ENGLISH)
    asked = {"open": cases[0].number} if opened else {}
    client.get(reverse("queue"), asked)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("queue"), asked)
    assert response.status_code == 200
    assert len(response.context["rows"]) == min(rows, 25)
    assert len(queries) <= MOST_QUERIES


def test_it_is_ordered_by_the_date_that_is_due(county, officer):
    for title, day in [("second", "2026-12-02"), ("third", "2026-12-03"), ("first", "2026-12-01")]:
        due(named(county, title), day)
    assert titles(officer.get(reverse("queue"))) == ["first", "second", "third"]


def test_each_role_meets_its_own_cases_only(county):
    other = County()
    mine, theirs = named(county, "mine"), named(other, "theirs")
    assert titles(signed_in(county.officer).get(reverse("queue"))) == [mine.title]
    assert titles(signed_in(county.station_staff).get(reverse("queue"))) == [mine.title]
    assert titles(signed_in(other.committee).get(reverse("queue"))) == [theirs.title]


@pytest.mark.parametrize("role", ["deputy", "handler", "head", "operator"])
def test_it_is_no_place_for_the_others(county, role):
    assert signed_in(county.staff[role]).get(reverse("queue")).status_code == 403


@pytest.mark.parametrize("name", ["queue", "queue_filters", "start", "enter"])
def test_nobody_sees_it_without_signing_in(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_a_row_names_place_topic_status_and_the_proposed_organ(county, officer):
    case = loops.submitted(county)
    Proposal.objects.create(case=case, organ=county.organ, confidence=0.9)
    page = officer.get(reverse("queue")).content.decode()
    for words in (case.title, "石桥村", "environment", "to be screened", "→ 环境局", "working day"):
        assert words in page


def test_nothing_of_the_identity_stands_in_the_list_or_in_the_pane(county, officer):
    case = loops.submitted(county)
    page = officer.get(reverse("queue"), {"open": case.number}).content.decode()
    assert case.title in page
    assert not any(part in page for part in ("王秀兰", "13900000000", "xiulan"))


def test_counters_count_what_is_due_late_and_waiting(county, officer):
    due(loops.submitted(county), str(timezone.localdate()))
    due(loops.registered(county), "2020-01-06")
    loops.replied(county)
    counts = {counter.query: counter.count for counter in officer.get(reverse("queue")).context["counters"]}
    assert counts == {
        "due=today": "1",
        "due=late": "1",
        "group=screen": "1",
        "group=review": "1",
        "group=asks": "0",
    }


def test_a_counter_stops_counting_at_a_hundred(county, officer, monkeypatch):
    monkeypatch.setattr(queues, "CAP", 3)
    for _ in range(4):
        loops.submitted(county)
    counters = officer.get(reverse("queue")).context["counters"]
    assert {counter.query: counter.count for counter in counters}["group=screen"] == "2+"


# --- Pages ----------------------------------------------------------------------------------------------
def walk(client, query: str = "") -> list[list[str]]:
    """The numbers on every page, going forward to the end."""
    pages = []
    while True:
        response = client.get(reverse("queue") + query)
        pages.append([case.number for case, _url in response.context["rows"]])
        query = response.context["page"].older
        if not query:
            return pages


@pytest.mark.parametrize("query", ["", "?group=closed"])
def test_pages_show_every_case_once_though_many_are_due_the_same_day(county, officer, query, monkeypatch):
    make = loops.withdrawn if query else loops.submitted
    cases = {make(county).number for _ in range(30)}
    pages = walk(officer, query)
    assert [len(page) for page in pages] == [25, 5]
    assert {number for page in pages for number in page} == cases


def test_a_case_that_comes_in_between_neither_repeats_nor_hides_one(county, officer):
    cases = [loops.submitted(county) for _ in range(30)]
    first = officer.get(reverse("queue"))
    due(loops.submitted(county), "2020-01-06")
    second = officer.get(reverse("queue") + first.context["page"].older)
    seen = [case.pk for page in (first, second) for case, _url in page.context["rows"]]
    assert sorted(seen) == sorted(case.pk for case in cases)


def test_the_page_before_is_found_again(county, officer):
    for _ in range(30):
        loops.submitted(county)
    first = officer.get(reverse("queue"))
    second = officer.get(reverse("queue") + first.context["page"].older)
    back = officer.get(reverse("queue") + second.context["page"].newer)
    assert [case.pk for case, _ in back.context["rows"]] == [case.pk for case, _ in first.context["rows"]]


# --- The open case --------------------------------------------------------------------------------------
def test_the_open_case_stands_beside_the_list(county, officer):
    case = loops.submitted(county)
    page = officer.get(reverse("queue"), {"open": case.number}).content.decode()
    assert loops.BODY in page
    assert reverse("step", args=[case.number, "register"]) in page


def test_a_case_of_another_county_cannot_be_opened_beside_it(county, officer):
    assert officer.get(reverse("queue"), {"open": loops.submitted(County()).number}).status_code == 404


def test_a_part_of_the_page_is_the_pane_alone(county, officer):
    case = loops.submitted(county)
    headers = {"HX-Request": "true", "HX-Target": "case-pane"}
    page = officer.get(reverse("queue"), {"open": case.number}, headers=headers).content.decode()
    assert "<html" not in page and loops.BODY in page


def test_after_a_step_the_next_case_of_the_list_is_open(county, officer):
    first, second, third = (named(county, title) for title in ("first", "second", "third"))
    for case, day in ((first, "2026-12-01"), (second, "2026-12-02"), (third, "2026-12-03")):
        due(case, day)
    url = reverse("step", args=[second.number, "note"])
    response = officer.post(url, {"version": second.version, "note": "seen", "from": "group=screen"})
    assert response.url == f"{reverse('queue')}?group=screen&open={third.number}"
    third.refresh_from_db()
    response = officer.post(
        reverse("step", args=[third.number, "refuse"]),
        {"version": third.version, "reason": "court", "note": "To the court.", "from": "group=screen"},
    )
    assert response.url.endswith(f"open={first.number}")  # at the end it begins again
    assert officer.get(response.url).context["case"] == first


# --- Saved views ----------------------------------------------------------------------------------------
def test_a_view_is_kept_opened_and_deleted(county, officer):
    officer.post(reverse("save_view"), {"name": "Late ones", "query": f"due=late&topic={county.topic.pk}"})
    view = SavedView.objects.get(user=county.officer)
    page = officer.get(f"{reverse('queue')}?{view.query}")
    assert page.context["view"] == view
    assert page.context["queue"].chips()[0]["value"]
    officer.post(reverse("delete_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_keeps_no_words_that_were_searched_for(county, officer):
    officer.post(reverse("save_view"), {"name": "Mine", "query": "q=王秀兰&owner=me&after=x&open=y"})
    assert SavedView.objects.get().query == "owner=me"


def test_a_name_used_twice_is_one_view(county, officer):
    for query in ("due=late", "due=today"):
        officer.post(reverse("save_view"), {"name": "Today", "query": query})
    assert SavedView.objects.get().query == "due=today"


def test_a_view_is_ones_own(county, officer):
    officer.post(reverse("save_view"), {"name": "Mine", "query": "due=late"})
    colleague = signed_in(county.colleague)
    assert not colleague.get(reverse("queue")).context["views"]
    assert colleague.post(reverse("delete_view", args=[SavedView.objects.get().pk])).status_code == 404


# --- Where everybody begins -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("officer", "queue"),
        ("station", "queue"),
        ("deputy", "my_duty"),
        ("handler", "organ_list"),
        ("head", "organ_list"),
        ("operator", "admin:index"),
    ],
)
def test_signing_in_leads_to_ones_own_place(county, role, name):
    assert signed_in(county.staff[role]).get(reverse("start")).url == reverse(name)


def test_somebody_without_a_post_reads_whom_to_ask(county):
    response = signed_in(UserFactory(), **ENGLISH).get(reverse("start"))
    assert response.status_code == 403
    assert "operator" in response.content.decode()


def test_the_navigation_offers_what_the_role_has(county, officer):
    page = officer.get(reverse("queue"))
    urls = [item["url"] for item in page.context["nav"]]
    assert reverse("queue") in urls and reverse("inbox") not in urls
    assert 'aria-current="page"' in page.content.decode()
