"""The citizens whose opinions a suggestion grew from: told of each public step, once, and answered before it closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import outbox
from casework import services as casework
from casework.errors import StepRefused
from casework.models import Case, Commitment, Effect, Event
from casework.services import Part, remind_of_promises
from feedback import receipts
from feedback import services as feedback
from feedback.notices_of_suggestions import of_suggestion
from suggestions import services
from suggestions.chain import chains_of
from suggestions.models import News, Publication
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in
from tests.suggestions import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def now(case: Case) -> Case:
    return Case.objects.select_related("opinion").get(pk=case.pk)


def receipt(case: Case) -> str:
    browser = Client(headers={"accept-language": "zh-hans"})
    code = receipts.code_for(case.opinion.submission_key)
    browser.post(reverse("track"), {"number": case.number, "code": code})
    answer = browser.get(reverse("receipt", args=[case.number]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_opinion_waits_for_the_answer_and_closes_after_its_citizen_was_told(county: County) -> None:
    opinion = loops.to_convert(county)
    case = ways.lodged(county, (opinion,))
    ways.news()
    assert now(opinion).status == "carried"
    with pytest.raises(StepRefused):
        feedback.feed_back(now(opinion), actor=ways.office(county), body=loops.REPLY)
    services.accept(case, actor=ways.office(county))
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.news()
    assert now(opinion).status == "carried", "assigned is not answered"
    ways.answered(county, case)
    ways.news()
    assert now(opinion).status == "reply_reviewed"
    feedback.feed_back(now(opinion), actor=ways.office(county), body=ways.ANSWER)
    told = now(opinion)
    assert told.status == "fed_back"
    feedback.rate(told, attitude=3, result=3)
    assert now(opinion).status == "closed"


def test_every_public_step_is_told_once_however_often_the_effect_runs(county: County) -> None:
    opinion = loops.to_convert(county)
    case = ways.lodged(county, (opinion,))
    services.accept(case, actor=ways.office(county))
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    ways.news()
    events = list(case.events.filter(effects__name="suggestions.tell_citizens"))
    services.tell_of(events)
    services.tell_of(events)
    heard = list(Event.objects.filter(case=opinion, action__in=("carry", "hear_of")).order_by("pk"))
    assert [one.action for one in heard] == ["carry", "hear_of", "hear_of"]
    assert [one.reason for one in heard[1:]] == ["accept", "assign"]
    assert News.objects.count() == 3
    assert Effect.objects.filter(event__in=heard, name="feedback.notify").count() == 3
    page = receipt(now(opinion))
    assert "建议已受理" in page and "建议已交承办单位办理" in page


def test_what_is_not_public_of_a_suggestion_its_citizens_do_not_hear(county: County) -> None:
    opinion = loops.to_convert(county)
    case = ways.lodged(county, (opinion,))
    services.send_back(case, actor=ways.office(county), note="代表的内部说明。")
    ways.news()
    assert "代表的内部说明" not in receipt(now(opinion))


@pytest.mark.parametrize("end", ["turn_down", "retract"])
def test_a_suggestion_that_ends_otherwise_gives_the_matter_back_to_the_office(
    county: County, end: str
) -> None:
    opinion = loops.to_convert(county)
    case = ways.lodged(county, (opinion,))
    if end == "turn_down":
        services.turn_down(case, actor=ways.office(county), reason="vague", note="缺少内容。")
    else:
        services.retract(case, actor=ways.lead(county), note="请求撤回。")
    ways.news()
    assert now(opinion).status == "registered"
    assert "联络机构继续办理" in receipt(now(opinion))


def test_an_opinion_that_goes_its_own_way_hears_of_the_suggestion_and_keeps_its_way(county: County) -> None:
    opinion = loops.closed(county)
    Case.objects.filter(pk=opinion.pk).update(deputy=county.deputy, with_deputy_at=timezone.now())
    ways.lodged(county, (now(opinion),))
    ways.news()
    assert now(opinion).status == "closed"
    assert Event.objects.filter(case=opinion, action="hear_of", reason="submit").exists()


def test_those_joined_to_an_opinion_hear_of_it_too(county: County) -> None:
    leading = loops.to_convert(county)
    follower = loops.registered(county)
    Case.objects.filter(pk=leading.pk).update(status="registered")
    casework.join(follower, now(leading), actor=ways.office(county))
    leading = now(leading)
    feedback.give_to_deputy(leading, actor=ways.office(county), deputy=county.deputy)
    case = ways.lodged(county, (leading,))
    services.accept(case, actor=ways.office(county))
    ways.news()
    assert Event.objects.filter(case=follower, action="hear_of", reason="accept").exists()
    assert "由您所反映情况形成的建议" in receipt(now(follower)), "the chain opens on their receipt as well"


def test_the_chain_shows_words_only_when_they_are_public(county: County) -> None:
    opinions = (loops.to_convert(county), loops.with_deputy(county))
    case = ways.lodged(county, opinions)
    services.accept(case, actor=ways.office(county))
    casework.assign(case, [Part(county.organ)], actor=ways.office(county))
    day = timezone.localdate() + timedelta(days=60)
    ways.answered(county, case, category="B", promise="六月底前建成隔音屏障", promised_for=day)
    ways.news()
    page = receipt(now(opinions[0]))
    assert "共2人" in page and ways.TITLE in page and county.deputy.name in page
    assert ways.WORDS["proposal"] not in page, "not public yet"
    assert "前公开" in page and "承诺于" in page and "隔音屏障</p>" not in page
    services.propose(now(case), actor=ways.office(county), decision="whole", copy=services.first_copy(case))
    services.confirm(now(case), actor=Actor.of(county.colleague))
    page = receipt(now(opinions[0]))
    assert ways.WORDS["proposal"] in page and ways.ANSWER in page
    for private in (loops.PERSON.name, loops.PERSON.phone):
        assert private not in page.split('id="chain')[1].split("</section>")[0]


def test_what_is_kept_back_says_by_which_exception_and_nothing_else(county: County) -> None:
    opinion = loops.to_convert(county)
    case = ways.answered(county, ways.assigned(county, opinions=(opinion,)))
    ways.news()
    services.propose(case, actor=ways.office(county), decision="none", exception="state", note="涉密。")
    services.confirm(case, actor=Actor.of(county.colleague))
    page = receipt(now(opinion))
    chain = page.split('id="chain')[1].split("</section>")[0]
    assert "国家秘密" in chain and ways.TITLE not in chain and ways.ANSWER not in chain
    assert not Publication.objects.get().is_public


def test_merged_suggestions_are_answered_each_by_a_letter_of_its_own(county: County) -> None:
    leading = ways.accepted(county)
    deputy, user = ways.another_deputy(county)
    theirs = services.begin(deputy, actor=Actor.of(user), **ways.WORDS)
    follower = services.hand_in(theirs, actor=Actor.of(user))
    services.accept(follower, actor=ways.office(county))
    services.merge(follower, leading, actor=ways.office(county))
    leading = now_of(leading)
    casework.assign(leading, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, leading)
    follower = now_of(follower)
    assert (leading.status, follower.status) == ("delivered", "delivered")
    mine, theirs_reply = leading.replies.get(), follower.replies.get()
    assert theirs_reply.body == mine.body and theirs_reply.pk != mine.pk
    assert theirs_reply.letter.answers == str(follower.serial) != mine.letter.answers
    assert theirs_reply.letter.number != mine.letter.number, "each letter has a number of its own"
    services.rate(follower, actor=Actor.of(user), attitude=3, result=1, reason="与我反映的路段不同。")
    assert follower.status == "appraised" and now_of(leading).status == "delivered"
    casework.assign(follower, [Part(county.organ)], actor=ways.office(county))
    assert follower.status == "assigned", "it is handled again by itself"


def merged_and_answered(county: County, opinion: Case, **given: Any) -> tuple[Case, Case]:
    """A suggestion and another deputy's, which grew from ``opinion`` and is answered together with it."""
    leading = ways.accepted(county)
    deputy, user = ways.another_deputy(county)
    Case.objects.filter(pk=opinion.pk).update(deputy=deputy)
    theirs = services.begin(deputy, actor=Actor.of(user), opinions=[opinion], **ways.WORDS)
    follower = services.hand_in(theirs, actor=Actor.of(user))
    services.accept(follower, actor=ways.office(county))
    services.merge(follower, leading, actor=ways.office(county))
    leading = now_of(leading)
    casework.assign(leading, [Part(county.organ)], actor=ways.office(county))
    ways.answered(county, leading, **given)
    ways.news()
    return leading, now_of(follower)


def test_those_behind_a_merged_suggestion_hear_what_becomes_of_the_promise(county: County) -> None:
    opinion, day = loops.to_convert(county), timezone.localdate() + timedelta(days=60)
    leading, follower = merged_and_answered(
        county, opinion, category="B", promise="六月底前建成隔音屏障", promised_for=day
    )
    chain = receipt(now(opinion)).split('id="chain')[1]
    assert "承诺于" in chain
    page = signed_in(follower.deputy.posts.get().user).get(reverse("case", args=[follower.number]))
    assert "六月底前建成隔音屏障" in page.content.decode().split('id="shared-title"')[1]
    promise = leading.commitments.get()
    promise.case = leading
    loops.reported(county, promise, "confirm_kept")
    casework.pass_on(promise, "confirm_kept", actor=ways.office(county))
    ways.news()
    assert Event.objects.filter(case=opinion, action="hear_of", reason="confirm_kept").exists()
    assert Commitment.objects.made_to(follower).get().status == "kept"
    (last,) = chains_of(now(opinion))
    assert last.is_kept, "nothing is awaited any more"


def now_of(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


# --- What was promised ----------------------------------------------------------------------------------------
def test_a_promise_to_a_deputy_is_asked_after_every_autumn_until_it_is_kept(county: County) -> None:
    opinion = loops.to_convert(county)
    with time_machine.travel("2026-03-02 10:00+08:00"):
        case = ways.assigned(county, opinions=(opinion,))
        ways.answered(county, case, category="B", promise="两年内建成隔音屏障", promised_for=date(2028, 3, 1))
    promise = case.commitments.get()
    asked = Event.objects.filter(commitment=promise, action="ask_status")
    for day in ("2026-09-30", "2026-10-01", "2026-10-02", "2026-12-31", "2027-10-09"):
        remind_of_promises(date.fromisoformat(day))
    assert asked.count() == 2, "once in each year"
    promise.refresh_from_db()
    promise.case = case
    casework.report_status(promise, actor=Actor.of(county.handler), note="屏障基础已完成，明年六月安装。")
    (event,) = Event.objects.filter(commitment=promise, action="report_status")
    assert county.deputy_user in of_suggestion(event), "the deputy hears of it"
    outbox.drain("feedback.notify")
    assert promise.status == "open"
    loops.reported(county, promise, "confirm_kept")
    casework.pass_on(promise, "confirm_kept", actor=ways.office(county))
    ways.news()
    assert Event.objects.filter(case=opinion, action="hear_of", reason="confirm_kept").exists()
    assert "承诺" in receipt(now(opinion)), "and so does the citizen"


def test_the_office_feeds_back_what_the_organ_answered_the_deputy(county: County) -> None:
    opinion = loops.to_convert(county)
    ways.answered(county, ways.assigned(county, opinions=(opinion,)))
    ways.news()
    page = signed_in(county.officer).get(reverse("step", args=[opinion.number, "feed_back"])).content.decode()
    assert ways.ANSWER in page and county.deputy.name in page
