"""Several opinions handled as one matter: each keeps its citizen, its number, its clock after the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Case, Effect, Event
from casework.services import Part, assign
from feedback import services
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def joined_to(leading: Case, county: County, count: int = 1, **changes: object) -> list[Case]:
    return [loops.joined(county, again(leading), **changes) for _ in range(count)]


def owed(case: Case, action: str) -> set[str]:
    return set(Effect.objects.filter(event__case=case, event__action=action).values_list("name", flat=True))


def answer(case: Case, county: County) -> Case:
    """From being handled to fed back."""
    case = again(case)
    share = loops.share_of(case, county.organ)
    if share.status == "assigned":
        casework.sign(share, actor=Actor.of(county.handler))
    casework.submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    casework.release_reply(share, actor=Actor.of(county.head))
    casework.approve_replies(case, actor=Actor.of(county.officer))
    services.feed_back(case, actor=Actor.of(county.officer), body=loops.REPLY, publish=True)
    return again(case)


# --- Joining ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["submitted", "registered", "to_refer", "rework"])
def test_a_joined_case_takes_over_the_date_and_keeps_what_is_its_own(county: County, status: str) -> None:
    leading = loops.handling(county)
    case = loops.TO_STATUS[status](county)
    number, opened = case.number, case.opened_at
    casework.join(case, leading, actor=Actor.of(county.officer))
    case, leading = again(case), again(leading)
    assert (case.status, case.leading, leading.joined_count) == ("joined", leading, 1)
    assert (case.due_on, case.due_clock) == (leading.due_on, leading.due_clock)
    assert (case.number, case.opened_at) == (number, opened)
    assert case.owner_id and case.registered_at
    assert (not case.assignments.live().exists() and case.answer_due_on is None) or status == "rework"


@pytest.mark.parametrize("status", ["assigned", "handling", "with_deputy", "fed_back", "closed"])
def test_what_an_organ_or_a_deputy_has_is_not_joined(county: County, status: str) -> None:
    leading, case = loops.registered(county), loops.TO_STATUS[status](county)
    with pytest.raises(StepRefused):
        casework.join(case, leading, actor=Actor.of(county.officer))
    assert again(leading).joined_count == 0


def test_what_cannot_lead_is_refused_with_a_reason(county: County) -> None:
    case, closed, other = loops.registered(county), loops.closed(county), loops.registered(County())
    leading = loops.registered(county)
    follows = loops.joined(county, leading)
    for wrong in (case, closed, other, follows):
        with pytest.raises(Incomplete):
            casework.join(again(case), again(wrong), actor=Actor.of(county.officer))
    with pytest.raises(Incomplete):  # it leads itself
        casework.join(again(leading), case, actor=Actor.of(county.officer))
    with pytest.raises(NotAllowed):
        casework.join(case, leading, actor=Actor.of(county.station_staff))


def test_every_date_of_the_leading_case_becomes_theirs_and_is_in_their_history(county: County) -> None:
    leading = loops.registered(county)
    cases = joined_to(leading, county, 2)
    leading = again(leading)
    assign(leading, [Part(county.organ)], actor=Actor.of(county.officer))
    for case in map(again, cases):
        assert (case.due_on, case.due_clock) == (leading.due_on, "reply")
        event = case.events.get(action="follow_told")
        assert (event.reason, event.due_on, event.is_public) == ("assign", leading.due_on, True)
        assert owed(case, "follow_told") == {"feedback.notify"}


def test_a_question_to_the_leading_citizen_stays_with_that_citizen(county: County) -> None:
    leading = loops.submitted(county)
    (case,) = joined_to(leading, county)
    leading = again(leading)
    services.ask_more(leading, actor=Actor.of(county.officer), note="您家在几号?")
    event = again(case).events.last()
    assert (event.action, event.is_public, event.note) == ("follow", False, "")
    assert again(case).due_on == leading.due_on


# --- Answering --------------------------------------------------------------------------------------------
def test_each_citizen_is_answered_told_and_rates_by_themselves(county: County) -> None:
    leading = loops.handling(county)
    cases = joined_to(leading, county, 2)
    leading = answer(leading, county)
    first, second = map(again, cases)
    for case in (first, second):
        assert (case.status, case.due_clock, case.is_public) == ("fed_back", "rating", False)
        assert case.events.get(action="feed_back").note == loops.REPLY
        assert "feedback.notify" in owed(case, "feed_back")
        assert (case.organ, bool(case.answered_at)) == (county.organ, True)
    assert (leading.is_public, leading.joined_count) == (True, 0)
    services.rate(first, attitude=2, result=1, reason="没有解决。")
    services.ask_rework(first, words="请再办理一次。")
    assert (again(first).status, again(second).status, again(leading).status) == (
        "rework",
        "fed_back",
        "fed_back",
    )


def test_a_late_answer_is_late_for_each(county: County) -> None:
    leading = loops.handling(county)
    (case,) = joined_to(leading, county)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        answer(leading, county)
    assert again(case).was_late and again(leading).was_late


# --- When the leading case ends in another way ------------------------------------------------------------
def test_when_the_leading_case_is_refused_the_others_come_back_with_a_clock_of_their_own(
    county: County,
) -> None:
    leading = loops.submitted(county)
    cases = joined_to(leading, county, 2)
    services.refuse(
        again(leading), actor=Actor.of(county.officer), reason="petition", note="请向信访部门反映。"
    )
    for case in map(again, cases):
        assert (case.status, case.due_clock, case.leading) == ("registered", "pass_on", None)
        assert owed(case, "come_back") == {"feedback.notify", "feedback.notify_staff"}


@pytest.mark.parametrize("status", ["submitted", "needs_info", "registered", "with_deputy"])
def test_when_the_leading_citizen_withdraws_another_leads(county: County, status: str) -> None:
    leading = loops.TO_STATUS[status](county)
    first, second = joined_to(leading, county, 2)
    services.withdraw(again(leading))
    first, second = again(first), again(second)
    assert first.status == ("with_deputy" if status == "with_deputy" else "registered")
    assert (first.joined_count, first.leading) == (1, None)
    assert (second.status, second.leading, second.due_on) == ("joined", first, first.due_on)
    if status == "with_deputy":
        assert first.deputy == county.deputy
        services.answer(first, actor=Actor.of(county.deputy_user), body=loops.REPLY)
        services.feed_back(first, actor=Actor.of(county.officer), body=loops.REPLY)
        assert again(second).status == "fed_back"


def test_a_joined_citizen_may_withdraw_and_the_others_go_on(county: County) -> None:
    leading = loops.registered(county)
    first, second = joined_to(leading, county, 2)
    services.withdraw(again(first))
    assert (again(first).status, again(second).status, again(leading).joined_count) == (
        "withdrawn",
        "joined",
        1,
    )


# --- Taking it back ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["submitted", "registered", "to_refer", "rework"])
def test_within_the_hour_everything_is_as_it_was(county: County, status: str) -> None:
    leading, case = loops.handling(county), loops.TO_STATUS[status](county)
    before = again(case)
    casework.join(case, leading, actor=Actor.of(county.officer))
    casework.unjoin(again(case), actor=Actor.of(county.colleague))
    after = again(case)
    for name in ("status", "due_on", "due_clock", "due_from", "owner_id", "registered_at", "leading_id"):
        assert getattr(after, name) == getattr(before, name), name
    assert again(leading).joined_count == 0
    assert after.events.last().due_on == after.due_on


def test_after_the_hour_or_after_somebody_acted_it_is_separated_with_a_reason(county: County) -> None:
    leading = loops.registered(county)
    (case,) = joined_to(leading, county)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)), pytest.raises(StepRefused):
        casework.unjoin(again(case), actor=Actor.of(county.officer))
    assign(again(leading), [Part(county.organ)], actor=Actor.of(county.officer))
    with pytest.raises(StepRefused):
        casework.unjoin(again(case), actor=Actor.of(county.officer))
    with pytest.raises(Incomplete):
        casework.separate(again(case), actor=Actor.of(county.officer), note="")
    casework.separate(again(case), actor=Actor.of(county.officer), note="情况不同,单独办理。")
    case = again(case)
    assert (case.status, case.due_clock, case.leading) == ("registered", "pass_on", None)
    assert case.events.last().is_public and again(leading).joined_count == 0


def test_joining_more_does_not_spoil_the_taking_back(county: County) -> None:
    leading = loops.registered(county)
    first, _second = joined_to(leading, county, 2)
    casework.unjoin(again(first), actor=Actor.of(county.officer))
    assert (again(first).status, again(leading).joined_count) == ("registered", 1)


def test_nobody_is_told_how_many_there_are(county: County) -> None:
    leading = loops.registered(county)
    joined_to(leading, county, 3)
    public = Event.objects.filter(case=leading, action="gather", is_public=True)
    assert public.count() == 1
