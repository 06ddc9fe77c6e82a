"""One case and three organs in a real browser: one leads and two assist, or each answers for its own part."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from casework.models import Case
from tests import loops
from tests.browser.hands import follow
from tests.browser.portal import Portal, press, standing, take
from tests.factories import County

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(transactional_db: None) -> County:
    return County()


@pytest.fixture
def case(county: County) -> Case:
    return loops.registered(county)


def assign(portal: Portal, county: County, case: Case, mode: str) -> None:
    organs = (county.organ, county.second_organ, county.third_organ)
    chosen = {f"organ_{n}": str(organ.pk) for n, organ in enumerate(organs, 1)}
    take(
        portal.desk(county.officer), case, "assign", mode=mode, part_2="噪声监测", part_3="车辆管理", **chosen
    )
    assert standing(case) == "assigned"


def reply(portal: Portal, case: Case, handler: User, head: User, words: str) -> None:
    """The handler signs and drafts, the head releases; each in a window of their own."""
    desk = portal.desk(handler)
    if case.assignments.get(organ=handler.posts.get().organ).status == "assigned":
        take(desk, case, "sign")
    take(desk, case, "submit_reply", body=words, category="A")
    take(portal.desk(head), case, "release_reply")


def test_the_leads_answer_rests_on_the_assisting_opinions_and_waits_for_none(
    portal: Portal, county: County, case: Case
) -> None:
    assign(portal, county, case, "together")
    opinion = "我局已于11月20日夜间监测，噪声超标6分贝，监测报告已送主办单位。"
    reply(portal, case, county.second_handler, county.second_head, opinion)
    assert standing(case) != "replied", "an assisting opinion is no answer"

    lead = portal.desk(county.handler)
    lead.goto(f"/cases/{case.number}/")
    expect(lead.locator("main")).to_contain_text(opinion)
    third = portal.desk(county.third_handler)
    third.goto(f"/cases/{case.number}/")
    expect(third.locator("main")).to_contain_text("车辆管理")
    expect(third.locator("main")).not_to_contain_text(opinion)

    take(lead, case, "sign")
    lead.goto(f"/cases/{case.number}/")
    follow(lead.locator("main a[href*='/submit_reply/']"))
    expect(lead.locator("main")).to_contain_text(opinion)

    reply(portal, case, county.handler, county.head, loops.REPLY)
    assert standing(case) == "replied", "the silent third organ holds nobody up"
    officer = portal.desk(county.officer)
    officer.goto(f"/cases/{case.number}/approve_reply/")
    expect(officer.locator("main")).to_contain_text(loops.REPLY[:20])
    expect(officer.locator("main")).to_contain_text(opinion)
    expect(officer.locator("main")).to_contain_text(f"答复没有写明{county.second_organ.name}的协办意见")


def test_separate_organs_each_answer_and_the_office_has_them_all_before_it_reviews(
    portal: Portal, county: County, case: Case
) -> None:
    assign(portal, county, case, "apart")
    third_head = county.person("head", organ=county.third_organ)
    answers = {
        "环境": "经现场监测，夜间噪声超标，已责令该搅拌站夜间十点以后停产，并于本月底前加装隔音设施。",
        "住建": "经核查，该搅拌站施工许可手续齐全，已要求其自下月起调整夜间浇筑计划，避开居民休息时间。",
        "交通": "已在石桥村北口设置夜间大型车辆禁行标志，自本月二十日起安排值守，劝返绕行车辆。",
    }
    reply(portal, case, county.handler, county.head, answers["环境"])
    reply(portal, case, county.second_handler, county.second_head, answers["住建"])
    assert standing(case) == "handling", "one organ is still at work"
    reply(portal, case, county.third_handler, third_head, answers["交通"])
    assert standing(case) == "replied"

    officer = portal.desk(county.officer)
    officer.goto(f"/cases/{case.number}/approve_reply/")
    for words in answers.values():
        expect(officer.locator("main")).to_contain_text(words)
    for box in officer.locator("main form [type=checkbox]").all():
        box.check()
    press(officer)
    officer.goto(f"/cases/{case.number}/feed_back/")
    for words in answers.values():
        expect(
            officer.locator("main form textarea[name=note], main form textarea[name=body]").first
        ).to_have_value(re.compile(words[:12]))


def test_the_assisting_organs_countersign_the_draft_and_a_disagreement_is_named_in_the_answer(
    portal: Portal, county: County
) -> None:
    loops.countersigning(county)
    case = loops.registered(county)
    assign(portal, county, case, "together")
    lead, head = portal.desk(county.handler), portal.desk(county.head)
    take(lead, case, "sign")
    take(lead, case, "submit_reply", body=loops.REPLY, category="A")
    head.goto(f"/cases/{case.number}/")
    expect(head.locator("main a[href*='/release_reply/']")).to_have_count(0)

    second, third = portal.desk(county.second_head), portal.desk(county.third_head)
    second.goto("/organ/?tab=agree")
    expect(second.locator("main table")).to_contain_text("待会签")
    second.goto(f"/cases/{case.number}/")
    follow(second.locator("main a[href*='/disagree/']"))
    expect(second.locator("main")).to_contain_text(loops.REPLY[:20])
    reason = "隔音设施的费用未与我局商定，不能写明已经落实。"
    take(second, case, "disagree", reason=reason)
    take(third, case, "agree")

    head.goto(f"/cases/{case.number}/")
    expect(head.locator("main")).to_contain_text(reason)
    take(head, case, "release_reply")
    expect(head.locator("main")).to_contain_text(f"{county.second_organ.name}不同意")
    assert standing(case) == "handling"
    take(head, case, "send_back", note="请写明住建局的不同意见。")
    named = loops.REPLY + "县住房和城乡建设局对费用分担有不同意见，不同意由其承担。"
    take(lead, case, "submit_reply", body=named, category="A")
    take(third, case, "agree")
    take(head, case, "release_reply")
    assert standing(case) == "replied"

    officer = portal.desk(county.officer)
    officer.goto(f"/cases/{case.number}/approve_reply/")
    expect(officer.locator("main")).to_contain_text(reason)
    expect(officer.locator("main")).to_contain_text(f"{county.third_organ.name} 同意")
