"""What is refused, with which sentence, and that nothing has changed by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from casework import services as casework
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Assignment, Case, Event
from casework.services import Part
from deputies.models import Mandate
from suggestions import services
from suggestions.models import Answer, Decision, Grading, Publication, Suggestion
from tests import loops
from tests.factories import County
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def under(county: County, rules: str) -> None:
    county.congress.rule_profile = rules
    county.congress.save(update_fields=["rule_profile"])


def refuses(error: type[Exception], words: str, call: Any) -> None:
    before = Event.objects.count()
    with pytest.raises(error) as caught:
        call()
    assert words in str(caught.value), str(caught.value)
    assert Event.objects.count() == before


# --- Drafting and signing -----------------------------------------------------------------------------------
def test_no_service_makes_a_suggestion_of_an_opinion() -> None:
    named = {name for name in dir(services) if not name.startswith("_")}
    assert not named & {"convert", "forward", "from_opinion", "pass_on", "transfer"}


def test_a_draft_without_verification_is_no_suggestion(county: County) -> None:
    ways.session_of(county)
    for name, words in (("verified", "核实"), ("verified_how", "核实"), ("facts", "情况"), ("title", "标题")):
        draft = ways.draft(county, **{name: ""})
        with pytest.raises(Incomplete) as caught:
            services.hand_in(draft, actor=ways.lead(county))
        assert caught.value.field == name and words in str(caught.value)
    draft = ways.draft(county, one_matter=False)
    refuses(Incomplete, "一事一议", lambda: services.hand_in(draft, actor=ways.lead(county)))
    assert Case.objects.suggestions().count() == 0


def test_the_database_itself_refuses_a_suggestion_that_nobody_verified(county: County) -> None:
    case = ways.lodged(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(case=case).update(verified="")


def test_an_opinion_of_others_cannot_be_linked(county: County) -> None:
    draft = ways.draft(county)
    theirs = loops.registered(county)
    refuses(Incomplete, "不是交给您的", lambda: services.link(draft, theirs, actor=ways.lead(county)))


def test_co_signing_after_the_cut_off_is_refused(county: County) -> None:
    deputy, user = ways.another_deputy(county)
    draft = ways.draft(county)
    until = timezone.now() + timedelta(hours=2)
    services.invite(draft, [deputy], actor=ways.lead(county), until=until)
    with time_machine.travel(until + timedelta(minutes=1)):
        refuses(StepRefused, "截止", lambda: services.sign(draft, actor=Actor.of(user), expected_version=1))
    assert draft.invitations.get().state == Answer.ASKED


def test_a_deputy_whose_mandate_ended_yesterday_signs_nothing(county: County) -> None:
    deputy, user = ways.another_deputy(county)
    draft = ways.draft(county)
    services.invite(draft, [deputy], actor=ways.lead(county))
    Mandate.objects.filter(deputy=deputy).update(
        status="ended", ends_on=timezone.localdate() - timedelta(days=1)
    )
    refuses(NotAllowed, deputy.name, lambda: services.sign(draft, actor=Actor.of(user), expected_version=1))
    assert draft.invitations.get().state == Answer.ASKED


def test_the_same_deputy_signs_once(county: County) -> None:
    draft, (user,) = ways.signed(county)
    refuses(
        StepRefused,
        "已经",
        lambda: services.sign(draft, actor=Actor.of(user), expected_version=draft.version),
    )
    deputy = draft.invitations.get().deputy
    assert services.invite(draft, [deputy], actor=ways.lead(county)) == [], "and is asked once"


def test_nobody_signs_for_another_deputy(county: County) -> None:
    deputy, _user = ways.another_deputy(county)
    _other, stranger = ways.another_deputy(county)
    draft = ways.draft(county)
    services.invite(draft, [deputy], actor=ways.lead(county))
    for user in (stranger, county.deputy_user, county.officer):
        with pytest.raises(NotAllowed):
            services.sign(draft, actor=Actor.of(user), expected_version=draft.version)


def test_words_that_changed_are_not_signed_unread(county: County) -> None:
    draft, (user,) = ways.signed(county)
    read = draft.version
    services.reopen(draft, actor=ways.lead(county))
    services.save(draft, actor=ways.lead(county), proposal="改为关停搅拌站。")
    assert draft.invitations.get().state == Answer.ASKED, "who had signed the old words is asked again"
    services.invite(draft, [ways.another_deputy(county)[0]], actor=ways.lead(county))
    with pytest.raises(LostRace):
        services.sign(draft, actor=Actor.of(user), expected_version=read)


def test_who_has_not_signed_stays_out(county: County) -> None:
    ways.session_of(county)
    draft, (signed,) = ways.signed(county)
    silent, _user = ways.another_deputy(county)
    services.invite(draft, [silent], actor=ways.lead(county))
    case = services.hand_in(draft, actor=ways.lead(county))
    names = [row.deputy_id for row in case.signatories.all()]
    assert names[0] == county.deputy.pk and silent.pk not in names and len(names) == 2
    with pytest.raises(StepRefused):
        services.sign(draft, actor=Actor.of(signed), expected_version=draft.version)


def test_a_delegation_hands_in_while_the_congress_meets_alone(county: County) -> None:
    ways.session_of(county)
    Mandate.objects.filter(deputy=county.deputy).update(delegation="城关代表团")
    draft = ways.draft(county, delegation="城关代表团")
    refuses(Incomplete, "会议期间", lambda: services.hand_in(draft, actor=ways.lead(county)))


def test_two_windows_of_one_draft_do_not_overwrite_each_other(county: County) -> None:
    draft = ways.draft(county)
    window = Suggestion.objects.get(pk=draft.pk)
    services.save(draft, actor=ways.lead(county), expected_version=1, facts="新的情况。")
    with pytest.raises(LostRace):
        services.save(window, actor=ways.lead(county), expected_version=1, facts="旧窗口的情况。")
    draft.refresh_from_db()
    assert draft.facts == "新的情况。"


# --- Examination and withdrawal -----------------------------------------------------------------------------
def test_it_is_turned_down_for_a_reason_of_the_rules_alone(county: County) -> None:
    case = ways.lodged(county)
    refuses(
        Incomplete,
        "规则列明",
        lambda: services.turn_down(case, actor=ways.office(county), reason="dislike", note="不合适"),
    )


def test_a_joint_suggestion_is_withdrawn_when_all_agree(county: County) -> None:
    case, (other,) = ways.jointly(county)
    refuses(StepRefused, "一致", lambda: services.retract(case, actor=ways.lead(county), note="请求撤回。"))
    services.agree_to_retract(case, actor=Actor.of(other))
    services.retract(case, actor=ways.lead(county), note="请求撤回。")
    assert case.status == "retracted"


def test_in_beijing_nothing_is_withdrawn_after_its_assignment(county: County) -> None:
    under(county, "beijing")
    case = ways.assigned(county)
    refuses(StepRefused, "第十三条", lambda: services.retract(case, actor=ways.lead(county), note="撤回。"))
    early = ways.accepted(county)
    services.retract(early, actor=ways.lead(county), note="撤回。")
    assert early.status == "retracted"


def test_in_shandong_it_is_withdrawn_at_any_time_and_its_organs_are_released(county: County) -> None:
    under(county, "shandong")
    case = ways.handling(county)
    services.retract(case, actor=ways.lead(county), note="撤回。")
    assert not case.assignments.live().exists()


# --- The answer ---------------------------------------------------------------------------------------------
def submits(county: County, share: Assignment, **changes: Any) -> Any:
    given: dict[str, Any] = {"body": ways.ANSWER, "category": "A", "letter": ways.letter(share.case)}
    return lambda: casework.submit_reply(share, actor=Actor.of(county.handler), **{**given, **changes})


@pytest.fixture
def share(county: County) -> Assignment:
    return ways.live_share(ways.handling(county))


def test_an_answer_before_a_word_with_the_deputy_is_refused_with_the_article(
    county: County, share: Assignment
) -> None:
    refuses(StepRefused, "《代表法》第五十一条", submits(county, share))
    ways.spoken(county, share)
    submits(county, share)()


def test_an_answer_without_a_class_is_refused(county: County, share: Assignment) -> None:
    ways.spoken(county, share)
    refuses(Incomplete, "", submits(county, share, category=""))


def test_a_promise_without_a_date_is_refused(county: County, share: Assignment) -> None:
    ways.spoken(county, share)
    with pytest.raises(Incomplete) as caught:
        submits(county, share, category="B", promise="建隔音屏障")()
    assert caught.value.field == "promised_for"


def test_an_answer_to_the_wrong_number_is_refused(county: County, share: Assignment) -> None:
    ways.spoken(county, share)
    for number in ("2", "第21号", "", "一"):
        with pytest.raises(Incomplete) as caught:
            submits(county, share, letter=ways.letter(share.case, answers=number))()
        assert caught.value.field == "answers"
    submits(county, share, letter=ways.letter(share.case, answers="第 001 号"))()


@pytest.mark.parametrize("field", ["number", "signer", "signer_office", "contact", "contact_phone"])
def test_a_letter_that_is_not_whole_is_refused(county: County, share: Assignment, field: str) -> None:
    ways.spoken(county, share)
    with pytest.raises(Incomplete) as caught:
        submits(county, share, letter=ways.letter(share.case, **{field: " "}))()
    assert caught.value.field == field
    with pytest.raises(Incomplete):
        submits(county, share, letter=None)()


def test_an_assisting_organ_writes_no_letter_and_holds_up_nothing(county: County) -> None:
    case = ways.assigned(county, [Part(county.organ), Part(county.second_organ, "assist")])
    helper = loops.share_of(case, county.second_organ)
    casework.sign(helper, actor=Actor.of(county.second_handler))
    casework.submit_reply(helper, actor=Actor.of(county.second_handler), body="我局已安排巡查，每周两次。")
    ways.answered(county, case)
    assert case.status == "delivered"


def test_an_answer_sent_twice_is_sent_once(county: County) -> None:
    case = ways.delivered(county)
    share = case.assignments.get()
    with pytest.raises(StepRefused):
        casework.release_reply(share, actor=Actor.of(county.head))
    assert case.replies.count() == 1


# --- Rating and publication ---------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["handler", "head", "officer", "committee", "station_staff"])
def test_nobody_rates_for_the_deputy(county: County, who: str) -> None:
    case = ways.delivered(county)
    with pytest.raises(NotAllowed):
        services.rate(case, actor=Actor.of(getattr(county, who)), attitude=3, result=3)
    assert not Grading.objects.exists()


def test_a_co_signer_does_not_rate_either(county: County) -> None:
    case, (other,) = ways.jointly(county)
    services.accept(case, actor=ways.office(county))
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, case)
    with pytest.raises(NotAllowed):
        services.rate(case, actor=Actor.of(other), attitude=3, result=3)


def test_dissatisfaction_says_why(county: County) -> None:
    case = ways.delivered(county)
    refuses(
        Incomplete, "具体意见", lambda: services.rate(case, actor=ways.lead(county), attitude=1, result=2)
    )


def proposed(county: County, case: Case, **changes: Any) -> Publication:
    suggestion = Suggestion.objects.select_related("case").get(case=case)
    given: dict[str, Any] = {"decision": Decision.WHOLE, "copy": services.first_copy(case)}
    services.propose(case, actor=ways.office(county), **{**given, **changes})
    return Publication.objects.get(suggestion=suggestion)


def test_one_person_alone_publishes_nothing(county: County) -> None:
    case = ways.delivered(county)
    proposed(county, case)
    refuses(NotAllowed, "两人", lambda: services.confirm(case, actor=ways.office(county)))
    services.confirm(case, actor=Actor.of(county.colleague))
    assert case.is_public
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(decided_by=county.officer)


def test_less_than_the_whole_needs_an_exception_of_the_law_and_its_reason(county: County) -> None:
    case = ways.delivered(county)
    refuses(Incomplete, "国家秘密", lambda: proposed(county, case, decision=Decision.NONE))
    refuses(Incomplete, "例外", lambda: proposed(county, case, decision=Decision.NONE, exception="state"))
    refuses(
        Incomplete,
        "代表",
        lambda: proposed(county, case, decision=Decision.NONE, exception="deputy", note="不宜"),
    )
    row = proposed(county, case, decision=Decision.NONE, exception="private", note="涉及具体家庭。")
    services.confirm(case, actor=Actor.of(county.colleague))
    assert not case.is_public and row.facts == ""


def test_in_henan_the_deputy_may_find_publication_unsuitable(county: County) -> None:
    under(county, "henan")
    case = ways.delivered(county, keep_back=True)
    proposed(county, case, decision=Decision.NONE, exception="deputy", note="代表认为不宜公开。")


def test_the_public_copy_holds_no_contact_of_the_deputies(county: County) -> None:
    county.deputy.phone, county.deputy.address = "0375-6612345", "石桥村北街12号"
    county.deputy.save()
    case = ways.delivered(county, facts="村民可拨打0375-6612345，或者到石桥村北街12号找我。电话13812345678。")
    suggestion = Suggestion.objects.select_related("case").get(case=case)
    copy = services.first_copy(case)
    for secret in ("0375-6612345", "北街12号", "13812345678"):
        assert secret not in copy.facts
    leaky = services.Copy(suggestion.title, suggestion.facts, suggestion.proposal, ways.ANSWER)
    refuses(Incomplete, "个人信息", lambda: proposed(county, case, copy=leaky))
    suggestion.refresh_from_db()
    assert "13812345678" in suggestion.facts, "what the deputy wrote stays as it is"


# --- Handled together: a letter to each -------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["", "   ", "石环函〔2026〕1号"])
def test_each_deputy_of_a_merged_suggestion_gets_a_letter_with_a_number_of_its_own(
    county: County, number: str
) -> None:
    leading = ways.accepted(county)
    follower = ways.joined(county, leading)
    leading.refresh_from_db()
    casework.assign(leading, [Part(county.organ)], actor=ways.office(county))
    share = ways.live_share(leading)
    casework.sign(share, actor=Actor.of(county.handler))
    ways.spoken(county, share)
    letter = ways.letter(leading, number="石环函〔2026〕1号", joined={follower.number: number})
    with pytest.raises(Incomplete) as missing:
        casework.submit_reply(
            share, actor=Actor.of(county.handler), body=ways.ANSWER, category="A", letter=letter
        )
    assert missing.value.field == "number"
    good = ways.letter(leading, number="石环函〔2026〕1号", joined={follower.number: "石环函〔2026〕2号"})
    casework.submit_reply(share, actor=Actor.of(county.handler), body=ways.ANSWER, category="A", letter=good)
    casework.release_reply(share, actor=Actor.of(county.head))
    assert follower.replies.get().letter.number == "石环函〔2026〕2号"


def test_what_was_merged_after_the_draft_sends_the_draft_back_for_its_number(county: County) -> None:
    leading = ways.handling(county)
    share = ways.live_share(leading)
    ways.spoken(county, share)
    casework.submit_reply(
        share,
        actor=Actor.of(county.handler),
        body=ways.ANSWER,
        category="A",
        letter=ways.letter(leading),
    )
    ways.joined(county, leading)
    leading.refresh_from_db()
    share.refresh_from_db()
    with pytest.raises(StepRefused, match="文号"):
        casework.release_reply(share, actor=Actor.of(county.head))


# --- Beijing ------------------------------------------------------------------------------------------------------
def test_in_beijing_the_council_of_chairpersons_assigns_and_its_decision_is_recorded(county: County) -> None:
    county.congress.rule_profile = "beijing"
    county.congress.save()
    case = ways.accepted(county)
    with pytest.raises(Incomplete, match="第十六条") as missing:
        casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    assert missing.value.field == "note"
    said = "主任会议三月二日决定交办。"
    casework.assign(case, [Part(county.organ)], actor=ways.office(county), note=said)
    assert case.events.get(action="assign").note == said


def test_in_beijing_no_delegation_hands_in_a_suggestion_and_elsewhere_one_does(county: County) -> None:
    session = ways.session_of(county, starts=-1)
    assert session.ends_on >= session.starts_on
    county.deputy.mandates.update(delegation="第一代表团")
    draft = ways.draft(county, delegation="第一代表团")
    county.congress.rule_profile = "beijing"
    county.congress.save()
    draft.refresh_from_db()
    with pytest.raises(Incomplete, match="第十条"):
        services.hand_in(draft, actor=ways.lead(county))
    county.congress.rule_profile = "national"
    county.congress.save()
    draft = type(draft).objects.get(pk=draft.pk)
    assert services.hand_in(draft, actor=ways.lead(county)).status == "lodged"
