"""The case page: what exists on it depends on who reads it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from casework.models import Case, Event
from feedback import services
from feedback.models import Proposal
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def county(english) -> County:
    return County()


def page_of(user, case: Case):
    return signed_in(user, headers={"accept-language": "en"}).get(reverse("case", args=[case.number]))


def labels(response) -> set[str]:
    return {item["action"] for item in response.context["actions"]}


@pytest.mark.parametrize("role", ["officer", "station", "deputy", "handler", "head", "committee"])
def test_it_costs_at_most_twelve_queries_however_long_the_history(county, role):
    case = loops.closed_unsatisfied(county)
    Case.objects.filter(pk=case.pk).update(deputy=county.deputy, with_deputy_at=case.opened_at)
    for _ in range(10):
        Event.objects.create(case=case, action="note", to_status=case.status, actor_kind="system", note="x")
    page_of(county.staff[role], case)
    client = signed_in(county.staff[role])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("case", args=[case.number])).status_code == 200
    assert len(queries) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("role", "most"),
    [("officer", 6), ("station", 6), ("handler", 6), ("head", 6), ("deputy", 5), ("committee", 6)],
)
def test_a_case_without_files_and_replies_is_not_asked_for_them(county, role, most):
    case = loops.with_deputy(county) if role == "deputy" else loops.handling(county)
    client = signed_in(county.staff[role])
    client.get(reverse("case", args=[case.number]))  # the first request of a session writes it
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("case", args=[case.number])).status_code == 200
    assert len(queries) <= most, [query["sql"][:120] for query in queries]


def test_the_citizens_words_stand_unaltered(county):
    body = "第一行 <b>不是标签</b>\n第二行 & 其余"
    page = page_of(county.officer, loops.submitted(county, body=body)).content.decode()
    assert "第一行 &lt;b&gt;不是标签&lt;/b&gt;\n第二行 &amp; 其余" in page


def test_what_the_citizen_added_stands_with_the_words(county):
    case = loops.needs_info(county)
    services.supply_more(case, words="在村北头第三家。")
    page = page_of(county.officer, case).content.decode()
    assert page.count("在村北头第三家。") == 2  # with the words, and in the history


def test_an_officer_sees_what_is_possible_and_why_the_rest_is_not(county):
    response = page_of(county.officer, loops.submitted(county))
    assert labels(response) == {
        "register",
        "ask_more",
        "refuse",
        "note",
        "set_owner",
        "join",
        "split",
        "hand_over",
    }
    reasons = {item["label"]: item["why"] for item in response.context["not_now"]}
    assert "to be assigned" in reasons["Assign"]
    assert "Rate" not in reasons  # a citizen's step is none of an officer's


def test_the_main_step_comes_first_and_is_the_only_red_one(county):
    actions = page_of(county.officer, loops.submitted(county)).context["actions"]
    assert [item["action"] for item in actions if item["primary"]] == ["register"] == [actions[0]["action"]]


@pytest.mark.parametrize(
    ("role", "steps"),
    [("deputy", {"answer", "take_up", "refer"}), ("station", {"refer", "note"}), ("committee", set())],
)
def test_each_role_finds_its_own_steps(county, role, steps):
    assert labels(page_of(county.staff[role], loops.with_deputy(county))) == steps


@pytest.mark.parametrize("role", ["officer", "deputy", "handler"])
def test_a_case_of_others_is_not_there(county, role):
    assert page_of(County().staff[role], loops.handling(county)).status_code == 404


def test_a_step_without_its_ground_is_not_offered(county):
    response = page_of(county.officer, loops.handling(county))
    assert "grant_extension" not in labels(response)
    assert "No organ has asked for more time." in [item["why"] for item in response.context["not_now"]]


def test_the_history_says_who_when_and_how_late(county):
    case = loops.submitted(county)
    Case.objects.filter(pk=case.pk).update(due_on="2020-01-06")
    case.refresh_from_db()
    services.register(case, actor=Actor.of(county.officer))
    lines = page_of(county.officer, case).context["lines"]
    assert lines[-1].who == f"{county.officer} · liaison officer"
    assert lines[-1].late.startswith("late by ")
    assert not lines[0].late and lines[0].who == "the citizen"


def test_a_citizen_who_takes_time_is_not_late(county):
    case = loops.needs_info(county)
    Case.objects.filter(pk=case.pk).update(due_on="2020-01-06")
    case.refresh_from_db()
    services.supply_more(case, words="在村北。")
    assert not any(line.late for line in page_of(county.officer, case).context["lines"])


def test_a_refusal_names_its_reason_in_words(county):
    assert "petition office" in page_of(county.officer, loops.not_accepted(county)).content.decode()


def test_the_date_explains_itself(county):
    page = page_of(county.officer, loops.submitted(county)).content.decode()
    assert 'class="due-why"' in page and "counted from the day after" in page


def test_the_offices_notes_stay_in_the_office(county):
    case = loops.handling(county)
    services.write_note(case, actor=Actor.of(county.officer), note="Ask the colleague.")
    services.write_note(case, actor=Actor.of(county.handler), note="Site visit on Monday.")
    seen = {
        role: page_of(county.staff[role], case).content.decode()
        for role in ("officer", "handler", "committee")
    }
    assert "Ask the colleague." in seen["officer"] and "Site visit" in seen["officer"]
    assert "Ask the colleague." not in seen["handler"] and "Site visit" in seen["handler"]
    assert "Ask the colleague." not in seen["committee"] and "Site visit" not in seen["committee"]


def test_an_organ_reads_of_its_own_share_alone(county):
    parts = [loops.Part(county.organ, "separate"), loops.Part(county.second_organ, "separate")]
    case = loops.assigned(county, parts=parts)
    loops.sign(loops.share_of(case, county.second_organ), actor=Actor.of(county.second_handler))
    assert "住建局" in page_of(county.officer, case).content.decode()
    lines = page_of(county.handler, case).context["lines"]
    assert not any("住建局" in line.what for line in lines)


def test_drafts_stay_in_the_organ(county):
    assert not page_of(county.officer, loops.drafted(county)).context["replies"]
    assert page_of(county.officer, loops.replied(county)).context["replies"]


def test_the_proposal_can_be_taken(county):
    case = loops.registered(county)
    Proposal.objects.create(case=case, organ=county.organ, deputy=county.deputy, confidence=0.94)
    response = page_of(county.officer, case)
    assert [item["label"] for item in response.context["taking"]] == [
        f"Assign to {county.organ}", f"Give to {county.deputy}",
    ]  # fmt: skip
    assert "94" in response.content.decode()


def test_the_proposal_is_the_offices_business(county):
    case = loops.with_deputy(county)
    Proposal.objects.create(case=case, organ=county.organ, confidence=0.94)
    assert "Proposed organ" not in page_of(county.deputy_user, case).content.decode()


def test_nobody_else_but_the_office_is_offered_the_identity(county):
    case = loops.handling(county, confidential=True)
    offered = dict.fromkeys(("officer", "station"), "case_identity")
    for role in ("officer", "station", "handler", "head", "committee"):
        page = page_of(county.staff[role], case).content.decode()
        assert (reverse("case_identity", args=[case.number]) in page) == (role in offered)
