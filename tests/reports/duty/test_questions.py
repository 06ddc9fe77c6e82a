"""Questions to a deputy: nothing is dropped in silence, nothing is changed, and the clock is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from casework.errors import Incomplete, NotAllowed, StepRefused
from deputies import voters
from reports.duty.models import VoterQuestion
from reports.duty.services import questions, telling
from tests.factories import County
from tests.reports.duty import ways
from tests.reports.duty.test_scheduling import at
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def test_a_question_is_asked_passed_on_answered_and_published() -> None:
    county = County()
    question = ways.answered(county)
    assert question.due_clock == "release"
    questions.release(question, actor=ways.office(county))
    page = Client().get(reverse("duty_public_list", args=[county.deputy.pk])).content.decode()
    assert ways.QUESTION in page
    assert ways.ANSWER in page


def test_the_deputy_does_not_see_a_question_before_it_is_passed_on() -> None:
    county = County()
    question, _code = ways.asked(county)
    client = signed_in(county.deputy_user)
    assert client.get(reverse("duty_question", args=[question.pk])).status_code == 404
    questions.pass_on(question, actor=ways.office(county))
    assert client.get(reverse("duty_question", args=[question.pk])).status_code == 200


@pytest.mark.parametrize(
    ("ground", "is_taken"), [("personal", True), ("insult", True), ("form", False), ("opinion", False)]
)
def test_it_is_kept_back_for_two_grounds_only_and_the_asker_reads_why(ground: str, is_taken: bool) -> None:
    county = County()
    question, code = ways.asked(county)
    if not is_taken:
        with pytest.raises(Incomplete):
            questions.refuse(question, actor=ways.office(county), ground=ground, note="请改写")
        return
    questions.refuse(question, actor=ways.office(county), ground=ground, note="请删去邻居的姓名")
    client = Client()
    client.post(reverse("duty_follow"), {"number": question.number, "code": code})
    page = client.get(reverse("duty_followed", args=[question.number])).content.decode()
    assert "请删去邻居的姓名" in page


def test_the_office_blacks_out_passages_and_changes_nothing_else() -> None:
    county = County()
    question, _code = ways.asked(county, body="石桥村王某某的电话是13900001234，您为什么不回？")
    with pytest.raises(Incomplete):
        questions.pass_on(question, actor=ways.office(county), blacked=["没有这一段"])
    questions.pass_on(question, actor=ways.office(county), blacked=["王某某", "13900001234"])
    assert question.shown == "石桥村███的电话是███████████，您为什么不回？"
    assert question.body == "石桥村王某某的电话是13900001234，您为什么不回？"


def test_who_wants_a_private_answer_is_never_answered_in_public() -> None:
    county = County()
    question = ways.passed_on(county, wants_private=True)
    with pytest.raises(StepRefused):
        questions.answer(question, actor=ways.me(county), words=ways.ANSWER)
    questions.answer(question, actor=ways.me(county), words=ways.ANSWER, private=True)
    assert question.status == "private"
    page = Client().get(reverse("duty_public_list", args=[county.deputy.pk])).content.decode()
    assert ways.ANSWER not in page


def test_an_answer_goes_back_with_its_place_and_only_on_the_three_grounds() -> None:
    county = County()
    question = ways.answered(county)
    given: dict[str, Any] = {"actor": ways.office(county), "note": "请删去"}
    for ground, place in (("insult", "水利站"), ("personal", "答复里没有")):
        with pytest.raises(Incomplete):
            questions.send_back(question, ground=ground, place=place, **given)
    questions.send_back(question, ground="secret", place="水利站", **given)
    assert question.status == "with_deputy"


def test_only_the_deputy_who_was_asked_answers() -> None:
    county, other = County(), County()
    question = ways.passed_on(county)
    for user in (county.officer, county.committee, other.deputy_user):
        with pytest.raises(NotAllowed):
            questions.answer(question, actor=ways.Actor.of(user), words=ways.ANSWER)


def test_it_is_reminded_of_urged_and_supervised_once_each() -> None:
    county = County()
    with at(date(2026, 3, 2)):
        question = ways.passed_on(county)
    assert question.due_on == date(2026, 3, 16)
    for day in range(1, 60):
        today = date(2026, 3, 2) + timedelta(days=day)
        with at(today):
            questions.urge(today)
            questions.urge(today)
    ladder = [one.action for one in question.events.all() if one.actor_kind == "system"]  # type: ignore[attr-defined]
    assert ladder == ["remind", "urge", "second_urge", "supervise"]


def test_after_days_without_a_scheduler_the_latest_rung_is_taken() -> None:
    county = County()
    with at(date(2026, 3, 2)):
        question = ways.passed_on(county)
    with at(date(2026, 5, 20)):
        assert questions.urge() == 1
        assert questions.urge() == 0
    assert question.events.last().action == "supervise"  # type: ignore[attr-defined]


def test_the_asker_is_told_and_their_address_is_sealed_and_forgotten(settings: Any) -> None:
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    county = County()
    question = ways.answered(county, email="asker@example.org")
    assert "asker" not in question.sealed
    questions.release(question, actor=ways.office(county))
    telling.send_owed()
    told = [one for one in mail.outbox if one.to == ["asker@example.org"]]
    assert len(told) == 2
    assert not any(ways.ANSWER in one.body for one in told)
    assert question.expires_on is not None
    assert questions.forget_askers(question.expires_on + timedelta(days=1)) == 1
    question.refresh_from_db()
    assert question.sealed == ""


# --- The page ---------------------------------------------------------------------------------------------
def _sent(county: County, **more: str) -> dict[str, str]:
    return {"key": "4f8d1d8a-5a0e-4d8f-9a52-0f8f4d3e2b10", "body": ways.QUESTION, "altcha": "", **more}


def test_the_form_sent_twice_is_one_question() -> None:
    county, client = County(), Client()
    url = reverse("duty_ask", args=[county.deputy.pk])
    pages = [client.post(url, _sent(county)) for _turn in range(2)]
    assert {one.url for one in pages} == {reverse("duty_followed", args=[VoterQuestion.objects.get().number])}
    assert client.get(pages[0].url).status_code == 200


def test_robots_and_floods_are_stopped() -> None:
    county, client = County(), Client()
    url = reverse("duty_ask", args=[county.deputy.pk])
    assert client.post(url, _sent(county, website="x")).status_code == 400
    codes = [
        client.post(url, _sent(county, key=f"4f8d1d8a-5a0e-4d8f-9a52-0f8f4d3e{n:04d}")).status_code
        for n in range(22)
    ]
    assert codes.count(302) == 20  # the limit of a form without a proof of work
    assert codes[-1] == 429


def test_number_and_code_open_it_and_nothing_else_does() -> None:
    county, client = County(), Client()
    question, code = ways.asked(county)
    page = reverse("duty_followed", args=[question.number])
    assert client.get(page).status_code == 302
    wrong = client.post(reverse("duty_follow"), {"number": question.number, "code": "0000-0000"})
    assert wrong.status_code == 400
    right = client.post(reverse("duty_follow"), {"number": question.number.lower(), "code": code})
    assert right.url == page
    assert client.get(page).status_code == 200
    assert Client().get(page).status_code == 302


def test_a_browser_that_entered_a_voters_code_asks_as_a_voter() -> None:
    county, client = County(), Client()
    client.post(reverse("voter_code"), {"code": voters.issue(county.constituency, by=None)})
    client.post(reverse("duty_ask", args=[county.deputy.pk]), _sent(county))
    assert VoterQuestion.objects.get().is_voter
