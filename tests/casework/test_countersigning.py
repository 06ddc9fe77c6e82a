"""Countersigning: where the rules ask for it, assisting organs agree to the lead's draft before it is released."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from casework import clocks, services
from casework.answers import tells_disagreement
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Assignment, Case, Consent, Countersignature
from casework.rules import clock as rule_clock
from casework.rules import shift_workdays
from casework.rules.store import current_calendar
from casework.services import Part
from casework.workflows import ASSIGNMENT
from feedback.notices import _waiting
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
REASON = "隔音屏的费用我局未列入预算,不能写明由我局承担。"
NAMED = loops.REPLY + "住建局对隔音设施费用由其承担有不同意见,不同意承担。"


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def case(county: County) -> Case:
    return loops.circulated(county)


def lead_of(case: Case, county: County) -> Assignment:
    return loops.share_of(Case.objects.get(pk=case.pk), county.organ)


def second_of(case: Case, county: County) -> Assignment:
    return loops.share_of(Case.objects.get(pk=case.pk), county.second_organ)


def third_of(case: Case, county: County) -> Assignment:
    return loops.share_of(Case.objects.get(pk=case.pk), county.third_organ)


def agree(share: Assignment, head: User) -> None:
    services.countersign(share, actor=Actor.of(head), agreed=True)


def disagree(share: Assignment, head: User, reason: str = REASON) -> None:
    services.countersign(share, actor=Actor.of(head), agreed=False, reason=reason)


def amend(case: Case, county: County, body: str) -> None:
    """The lead changes its draft: taken back while it is circulated, sent back once it waits for the head."""
    lead = lead_of(case, county)
    if lead.status == "circulated":
        services.take_back_draft(lead, actor=Actor.of(county.handler))
    else:
        services.send_back(lead, actor=Actor.of(county.head), note="请修改。")
    services.submit_reply(lead, actor=Actor.of(county.handler), body=body, category="A")


def release(case: Case, county: County) -> None:
    services.release_reply(lead_of(case, county), actor=Actor.of(county.head))


# --- Where it is asked for --------------------------------------------------------------------------------
def test_without_the_rule_a_draft_goes_straight_to_the_head(county: County) -> None:
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    lead = loops.share_of(case, county.organ)
    services.sign(lead, actor=Actor.of(county.handler))
    services.submit_reply(lead, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    assert lead_of(case, county).status == "drafted"
    assert not Countersignature.objects.exists()


@pytest.mark.parametrize("roles", [["lead"], ["separate", "separate"]])
def test_with_nobody_who_assists_there_is_nobody_to_ask(county: County, roles: list[str]) -> None:
    loops.countersigning(county)
    organs = (county.organ, county.second_organ)
    case = loops.assigned(county, parts=[Part(*one) for one in zip(organs, roles, strict=False)])
    lead = loops.share_of(case, county.organ)
    services.sign(lead, actor=Actor.of(county.handler))
    services.submit_reply(lead, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    assert lead_of(case, county).status == "drafted"


def test_the_draft_waits_for_every_assisting_organ(case: Case, county: County) -> None:
    assert lead_of(case, county).status == "circulated"
    assert {second_of(case, county).status, third_of(case, county).status} == {"to_agree"}
    with pytest.raises(StepRefused):
        release(case, county)
    agree(second_of(case, county), county.second_head)
    assert lead_of(case, county).status == "circulated"
    agree(third_of(case, county), county.third_head)
    assert lead_of(case, county).status == "drafted"
    release(case, county)
    assert Case.objects.get(pk=case.pk).status == "replied"


# --- Who decides ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["second_handler", "head", "third_head", "officer", "committee"])
def test_only_the_head_of_the_assisting_organ_agrees(case: Case, county: County, who: str) -> None:
    with pytest.raises(NotAllowed):
        agree(second_of(case, county), getattr(county, who))


def test_a_disagreement_says_why_in_writing(case: Case, county: County) -> None:
    with pytest.raises(Incomplete):
        disagree(second_of(case, county), county.second_head, reason="")
    disagree(second_of(case, county), county.second_head)
    row = Countersignature.objects.get(state=Consent.DISAGREED)
    assert (row.reason, row.answered_by) == (REASON, county.second_head)


def test_nobody_agrees_to_other_words_than_they_have_read(case: Case, county: County) -> None:
    read = second_of(case, county)
    amend(case, county, loops.REPLY + "费用由两局分担。")
    now = second_of(case, county)
    with pytest.raises(LostRace):
        services.countersign(
            now, actor=Actor.of(county.second_head), agreed=True, expected_version=read.version
        )


# --- Disagreement -----------------------------------------------------------------------------------------
def test_a_disagreement_is_released_only_when_the_reply_names_it(case: Case, county: County) -> None:
    agree(third_of(case, county), county.third_head)
    disagree(second_of(case, county), county.second_head)
    assert lead_of(case, county).status == "drafted"
    with pytest.raises(StepRefused, match="住房和城乡建设局"):
        release(case, county)
    amend(case, county, NAMED)
    agree(third_of(case, county), county.third_head)
    release(case, county)
    assert Case.objects.get(pk=case.pk).status == "replied"
    page = unescape(
        signed_in(county.officer).get(reverse("step", args=[case.number, "approve_reply"])).content.decode()
    )
    assert f"{county.second_organ.name}不同意答复：{REASON}" in page


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("住建局不同意承担费用。", True),
        ("费用问题，县住房和城乡建设局有异议。", True),
        ("The housing bureau (住建局) does not agree.", True),
        ("住建局无异议。", False),
        ("已与住建局会商。费用问题有异议。", False),
        ("有关单位不同意。", False),
    ],
)
def test_a_sentence_of_its_own_tells_the_disagreement(text: str, tells: bool) -> None:
    assert tells_disagreement(("县住房和城乡建设局", "住建局"), text) is tells


# --- Other words ------------------------------------------------------------------------------------------
def test_other_words_ask_again_those_who_had_agreed(case: Case, county: County) -> None:
    agree(second_of(case, county), county.second_head)
    amend(case, county, loops.REPLY + "另外设置隔音屏。")
    assert second_of(case, county).status == "to_agree"
    asked = Countersignature.objects.asked().get(assignment=second_of(case, county))
    assert asked.words.startswith(loops.REPLY + "另外")


def test_the_same_words_ask_nobody_again(case: Case, county: County) -> None:
    agree(second_of(case, county), county.second_head)
    amend(case, county, loops.REPLY)
    assert second_of(case, county).status == "released"
    agree(third_of(case, county), county.third_head)
    assert lead_of(case, county).status == "drafted"


def test_who_disagreed_is_asked_again_unless_the_new_words_say_so(case: Case, county: County) -> None:
    disagree(second_of(case, county), county.second_head)
    amend(case, county, loops.REPLY + "费用由我局承担。")
    assert second_of(case, county).status == "to_agree", "the lead has met its point, or believes so"
    disagree(second_of(case, county), county.second_head)
    amend(case, county, NAMED)
    assert second_of(case, county).status == "released", "the reply says what it would say again"


def test_a_draft_taken_back_asks_nobody_any_more(case: Case, county: County) -> None:
    before = second_of(case, county)
    services.take_back_draft(lead_of(case, county), actor=Actor.of(county.handler))
    after = second_of(case, county)
    assert (after.status, after.due_on) == ("assigned", Countersignature.objects.filter(
        assignment=before).get().stood_due_on)  # fmt: skip
    with pytest.raises(StepRefused):
        agree(after, county.second_head)


def test_an_opinion_that_waited_for_its_own_head_is_kept_as_the_reason(county: County) -> None:
    loops.countersigning(county)
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    lead, second = (loops.share_of(case, organ) for organ in (county.organ, county.second_organ))
    for share, handler in ((lead, county.handler), (second, county.second_handler)):
        services.sign(share, actor=Actor.of(handler))
    services.submit_reply(second, actor=Actor.of(county.second_handler), body=REASON)
    services.submit_reply(lead, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    second = second_of(case, county)
    assert second.status == "to_agree"
    page = signed_in(county.second_head).get(reverse("share_step", args=[second.pk, "disagree"]))
    assert page.context["form"].initial["reason"] == REASON
    services.take_back_draft(lead_of(case, county), actor=Actor.of(county.handler))
    assert second_of(case, county).status == "handling"


# --- The date and silence ---------------------------------------------------------------------------------
def test_the_date_is_the_assisting_clock_from_the_day_of_the_question(case: Case, county: County) -> None:
    share = second_of(case, county)
    why = clocks.explain(share)
    assert why == rule_clock(case.profile, "opinion.assist_opinion", timezone.localdate())
    assert why is not None
    assert share.due_on == why.due


def test_a_profile_may_have_a_clock_of_its_own(county: County) -> None:
    own = """
[clock.opinion.countersign]
period = { n = 3, unit = "workday" }
starts_from = { zh = "送会签", en = "circulation of the draft" }
article = "《会签县意见办理规则》第七条"
basis = "practice"
"""
    loops.countersigning(county, "own-clock", own)
    case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
    lead = loops.share_of(case, county.organ)
    services.sign(lead, actor=Actor.of(county.handler))
    services.submit_reply(lead, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    share = second_of(case, county)
    assert share.due_on == shift_workdays(timezone.localdate(), 3, current_calendar())
    why = clocks.explain(share)
    assert why is not None
    assert "第七条" in why.article


def test_the_leads_own_date_is_never_passed_by_waiting(county: County) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        loops.countersigning(county)
        case = loops.assigned(county, parts=[Part(county.organ), Part(county.second_organ, "assist")])
        services.sign(loops.share_of(case, county.organ), actor=Actor.of(county.handler))
    lead = lead_of(case, county)
    services.submit_reply(lead, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    assert second_of(case, county).due_on == shift_workdays(timezone.localdate(), 1, current_calendar())


def test_silence_past_the_date_blocks_nobody_and_the_office_reads_of_it(case: Case, county: County) -> None:
    agree(third_of(case, county), county.third_head)
    due = second_of(case, county).due_on
    assert services.end_silence(due) == 0, "the day itself is still theirs"
    assert services.end_silence(due + timedelta(days=1)) == 1
    assert services.end_silence(due + timedelta(days=1)) == 0
    assert lead_of(case, county).status == "drafted"
    release(case, county)
    row = Countersignature.objects.get(assignment=second_of(case, county))
    assert (row.state, second_of(case, county).status) == (Consent.SILENT, "assigned")
    page = unescape(
        signed_in(county.officer).get(reverse("step", args=[case.number, "approve_reply"])).content.decode()
    )
    assert f"{county.second_organ.name}未在" in page


def test_a_late_word_still_counts_before_the_release(case: Case, county: County) -> None:
    agree(third_of(case, county), county.third_head)
    services.end_silence(second_of(case, county).due_on + timedelta(days=1))
    disagree(second_of(case, county), county.second_head)
    with pytest.raises(StepRefused):
        release(case, county)


def test_they_are_reminded_like_any_other_share_counted_from_the_question(county: County) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        case = loops.circulated(county)
        share = second_of(case, county)
        assert services.urge_due() == 0
        services.urge_due(share.due_on)
    done = list(share.events.filter(action__in=["remind", "urge"]).values_list("action", flat=True))
    assert done == ["remind", "urge"]


def test_whoever_has_to_act_is_told(case: Case, county: County) -> None:
    asked = second_of(case, county).events.get(action="ask_countersign")
    assert set(_waiting(asked)) == {county.second_handler, county.second_head}
    assert asked.effects.filter(name="feedback.notify_staff").exists()
    for share, head in (
        (second_of(case, county), county.second_head),
        (third_of(case, county), county.third_head),
    ):
        agree(share, head)
    ended = lead_of(case, county).events.get(action="countersigned")
    assert set(_waiting(ended)) == {county.handler, county.head}


# --- Organs that come and go ------------------------------------------------------------------------------
def test_an_organ_added_meanwhile_is_asked_too(county: County) -> None:
    loops.countersigning(county)
    case = loops.handling(county)
    services.submit_reply(
        loops.share_of(case, county.organ), actor=Actor.of(county.handler), body=loops.REPLY, category="A"
    )
    assert lead_of(case, county).status == "drafted"
    services.add_organ(Case.objects.get(pk=case.pk), county.second_organ, actor=Actor.of(county.officer))
    assert (lead_of(case, county).status, second_of(case, county).status) == ("circulated", "to_agree")


def test_the_office_may_take_everything_back_in_the_middle(case: Case, county: County) -> None:
    services.recall(Case.objects.get(pk=case.pk), actor=Actor.of(county.officer), note="改派。")
    assert Case.objects.get(pk=case.pk).status == "to_refer"
    assert not Countersignature.objects.asked().exists()
    assert services.end_silence(date(2099, 1, 1)) == 0


def test_a_reply_that_the_office_returned_is_countersigned_anew(case: Case, county: County) -> None:
    agree(second_of(case, county), county.second_head)
    agree(third_of(case, county), county.third_head)
    release(case, county)
    services.return_replies(Case.objects.get(pk=case.pk), actor=Actor.of(county.officer), note="请写明日期。")
    services.submit_reply(
        lead_of(case, county),
        actor=Actor.of(county.handler),
        body=loops.REPLY + "九月底前完成。",
        category="A",
    )
    assert lead_of(case, county).status == "circulated"


# --- The table and the pages ------------------------------------------------------------------------------
MAY = {
    "take_back_draft": {"circulated": {"handler", "head"}},
    "agree": {"to_agree": {"second_head"}},
    "disagree": {"to_agree": {"second_head"}},
}


@pytest.mark.parametrize("action", MAY)
def test_each_step_is_decided_for_each_status_and_person(case: Case, county: County, action: str) -> None:
    people = ("officer", "station_staff", "deputy_user", "handler", "head", "second_handler", "second_head",
              "committee", "operator")  # fmt: skip
    for share in (lead_of(case, county), second_of(case, county)):
        for name in people:
            may = name in MAY[action].get(share.status, set())
            assert (action in [step.action for step in services.allowed_steps(
                share, Actor.of(getattr(county, name)))]) == may, (share.status, name)  # fmt: skip
    for status in ASSIGNMENT.names:
        share = second_of(case, county)
        share.status = status
        allowed = [step.action for step in services.allowed_steps(share, Actor.of(county.second_head))]
        assert (action in allowed) == (status in ASSIGNMENT.step(action).sources)


def test_the_assisting_organ_reads_the_draft_and_answers_on_its_page(case: Case, county: County) -> None:
    head = signed_in(county.second_head)
    share = second_of(case, county)
    assert [one.pk for one in head.get(reverse("organ_list"), {"tab": "agree"}).context["page"].rows] == [
        share.pk
    ]
    url = reverse("share_step", args=[share.pk, "disagree"])
    assert loops.REPLY in head.get(url).content.decode()
    assert head.post(url, {"version": share.version, "reason": ""}).status_code == 400
    assert head.post(url, {"version": share.version, "reason": REASON}).status_code == 302
    lead = signed_in(county.handler).get(reverse("case", args=[case.number])).content.decode()
    assert REASON in lead
    third = signed_in(county.third_handler).get(reverse("case", args=[case.number])).content.decode()
    assert REASON not in third, "an assisting organ reads its own word alone"


def test_the_list_to_countersign_is_shown_only_where_something_waits(case: Case, county: County) -> None:
    def tabs(user: User) -> list[Any]:
        return [one["label"] for one in signed_in(user).get(reverse("organ_list")).context["tabs"]]

    assert "待会签" in tabs(county.second_head)
    assert "待会签" not in tabs(county.head)
