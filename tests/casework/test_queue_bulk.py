"""One step for many cases: shown first for each, then carried out for each by itself."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from feedback import services
from feedback.models import Proposal
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(english) -> County:
    return County()


@pytest.fixture
def officer(county):
    return signed_in(county.officer, headers={"accept-language": "en"})


def bulk(client, action: str, cases, **given):
    marks = [f"{case.pk}~{case.version}" for case in cases]
    return client.post(reverse("bulk", args=[action]), {"case": marks, "from": "group=screen", **given})


def by_title(response) -> dict[str, object]:
    return {turn.case.title: turn for turn in response.context["turns"]}


def test_the_preview_says_what_will_happen_and_changes_nothing(county, officer):
    case, closed = loops.submitted(county, title="new"), loops.withdrawn(county, title="gone")
    response = bulk(officer, "register", [case, closed])
    turns = by_title(response)
    assert "Registered as “new”" in turns["new"].lines[0] and str(county.officer) in turns["new"].lines[0]
    assert "withdrawn" in turns["gone"].refused
    case.refresh_from_db()
    assert case.status == "submitted"


def test_confirmed_each_is_done_or_refused_by_itself(county, officer):
    cases = [
        loops.submitted(county, title="one"),
        loops.registered(county, title="two"),
        loops.submitted(county, title="three"),
    ]
    response = bulk(officer, "register", cases, confirmed="1")
    for case in cases:
        case.refresh_from_db()
    assert [case.status for case in cases] == ["registered"] * 3
    assert by_title(response)["two"].refused and not by_title(response)["one"].refused
    assert "2 cases were done" in response.content.decode()


def test_many_are_assigned_each_to_the_organ_proposed_for_it(county, officer):
    one, two = loops.registered(county, title="one"), loops.registered(county, title="two", topic=None)
    none = loops.registered(county, title="none", topic=None)
    Proposal.objects.create(case=two, organ=county.second_organ, confidence=0.9)
    turns = by_title(bulk(officer, "assign", [one, two, none]))
    assert "县生态环境局" in turns["one"].lines[0] and "县住房和城乡建设局" in turns["two"].lines[0]
    assert turns["none"].refused
    bulk(officer, "assign", [one, two, none], confirmed="1")
    for case in (one, two, none):
        case.refresh_from_db()
    assert [one.organ, two.organ, none.status] == [county.organ, county.second_organ, "registered"]


def test_one_organ_can_be_chosen_for_all(county, officer):
    cases = [loops.registered(county) for _ in range(2)]
    bulk(officer, "assign", cases, organ_1=county.third_organ.pk, confirmed="1")
    for case in cases:
        case.refresh_from_db()
        assert case.organ == county.third_organ


def test_the_responsible_person_changes_for_all(county, officer):
    cases = [loops.registered(county) for _ in range(2)]
    bulk(officer, "set_owner", cases, owner=county.colleague.pk, confirmed="1")
    for case in cases:
        case.refresh_from_db()
        assert case.owner == county.colleague


def test_what_a_colleague_changed_after_the_selection_is_left_alone(county, officer):
    case = loops.submitted(county, title="new")
    seen = f"{case.pk}~{case.version}"
    services.write_note(case, actor=Actor.of(county.colleague), note="I am calling.")
    given = {"case": [seen], "from": "", "confirmed": "1"}
    response = officer.post(reverse("bulk", args=["register"]), given)
    assert "changed since" in by_title(response)["new"].refused
    case.refresh_from_db()
    assert case.status == "submitted"


def test_cases_of_others_are_not_touched(county, officer):
    other = loops.submitted(County())
    response = bulk(officer, "register", [loops.submitted(county), other], confirmed="1")
    assert len(response.context["turns"]) == 1
    other.refresh_from_db()
    assert other.status == "submitted"


def test_the_station_may_register_but_not_assign(county):
    client = signed_in(county.station_staff, headers={"accept-language": "en"})
    turn = bulk(client, "assign", [loops.registered(county)]).context["turns"][0]
    assert "Your role cannot take this step" in turn.refused


def test_nothing_selected_goes_back_to_the_list(county, officer):
    assert bulk(officer, "register", []).url == f"{reverse('queue')}?group=screen"


@pytest.mark.parametrize("action", ["refuse", "feed_back", "nonsense"])
def test_only_steps_that_need_no_words_of_their_own_can_be_taken_for_many(county, officer, action):
    assert bulk(officer, action, [loops.submitted(county)]).status_code == 404


@pytest.mark.parametrize("role", ["deputy", "handler", "operator"])
def test_it_is_the_offices_alone(county, role):
    case = loops.with_deputy(county)
    response = bulk(
        signed_in(county.staff[role]), "set_owner", [case], owner=county.colleague.pk, confirmed="1"
    )
    assert response.status_code in (302, 403)
    case.refresh_from_db()
    assert case.owner == county.officer


def test_the_preview_says_where_nobody_can_sign_in(county, officer):
    cases = [loops.registered(county, title=title) for title in ("one", "two")]
    response = bulk(officer, "assign", cases, organ_1=county.third_organ.pk)
    assert all(len(turn.lines) == 1 for turn in response.context["turns"])
    county.third_handler.posts.update(ends_on="2023-01-01")
    cache.clear()
    response = bulk(officer, "assign", cases, organ_1=county.third_organ.pk)
    for turn in response.context["turns"]:
        assert not turn.refused and "Nobody at 县交通运输局 can sign in" in turn.lines[1]


def test_who_can_sign_in_is_asked_once_for_all_cases(county, officer):
    def posts_read(count: int) -> int:
        cache.clear()
        cases = [loops.registered(county, title=str(number)) for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            bulk(officer, "assign", cases, organ_1=county.organ.pk)
        return sum(
            "deputies_post" in query["sql"] and '"deputies_organ"' in query["sql"] for query in queries
        )

    assert posts_read(1) == posts_read(4) == 1
