"""The whole loop in a real browser, as all six persons, with a real worker: from the form to the year's figures.

The citizen has a phone of 360 pixels and no JavaScript. Nothing here calls a service: whatever happens, happens
by a click.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from casework.models import Case
from feedback.models import Proposal
from tests.browser.hands import follow
from tests.browser.portal import Portal, press, standing, take
from tests.conftest import PHONE
from tests.factories import County
from tests.loops import BODY, PERSON, REPLY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]


@pytest.fixture
def county(transactional_db: None) -> County:
    return County()


def test_the_loop_is_walked_by_six_persons(
    portal: Portal, county: County, worker: object, wait_until: Callable[..., None]
) -> None:
    # 1. The citizen writes, on a phone without scripts.
    citizen = portal.phone(script=False)
    citizen.goto("/write/")
    citizen.fill("[name=body]", BODY)
    citizen.fill("[name=place]", "石桥村北头")
    citizen.fill("[name=name]", PERSON.name)
    citizen.fill("[name=phone]", PERSON.phone)
    citizen.locator("[name=confidential]").last.check()
    citizen.check("[name=agree]")
    press(citizen)
    case = Case.objects.get()
    expect(citizen.locator("main")).to_contain_text(case.number)
    code = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}(?![-0-9A-Z])", citizen.inner_text("main .card"))[-1]
    wait_until(lambda: Proposal.objects.filter(case=case).exists(), seconds=60, what="the router's proposal")

    # 2. The office screens, registers and gives it to the deputy.
    officer = portal.desk(county.officer)
    officer.goto("/desk/")
    expect(officer.locator("main")).to_contain_text(case.title)
    take(officer, case, "register", title="石桥村搅拌站夜间噪声")
    assert standing(case) == "registered"
    take(officer, case, "give_to_deputy", deputy=str(county.deputy.pk))
    assert standing(case) == "with_deputy"

    # 3. The deputy, on a phone, refers it: organs handle, deputies do not.
    deputy = portal.desk(county.deputy_user, PHONE)
    deputy.goto("/deputy/")
    expect(deputy.locator("main")).to_contain_text("石桥村搅拌站夜间噪声")
    take(deputy, case, "refer", note="情况属实,请生态环境局核查。")
    assert standing(case) == "to_refer"

    # 2b. The office assigns it.
    take(officer, case, "assign", organ_1=str(county.organ.pk))
    assert standing(case) == "assigned"

    # 4. The organ signs, drafts; its head releases. Neither meets the citizen's name.
    handler = portal.desk(county.handler)
    handler.goto("/organ/?tab=sign")
    expect(handler.locator("main")).to_contain_text("石桥村搅拌站夜间噪声")
    take(handler, case, "sign")
    take(handler, case, "submit_reply", body=REPLY, category="A")
    assert PERSON.name not in handler.content()
    head = portal.desk(county.head)
    head.goto("/organ/?tab=release")
    expect(head.locator("main")).to_contain_text("石桥村搅拌站夜间噪声")
    take(head, case, "release_reply")
    assert standing(case) == "replied"

    # 2c. The office reviews, previews and feeds back.
    officer.goto(f"/cases/{case.number}/approve_reply/")
    for box in officer.locator("main form [type=checkbox]").all():
        box.check()
    press(officer)
    assert standing(case) == "reply_reviewed"
    officer.goto(f"/cases/{case.number}/feed_back/")
    press(officer)
    expect(officer.locator("main")).to_contain_text(REPLY[:20])
    assert standing(case) == "reply_reviewed", "a preview sends nothing"
    press(officer)
    assert standing(case) == "fed_back"

    # 1b. The citizen comes back with number and code, reads the answer and rates it.
    later = portal.phone(script=False)
    later.goto("/track/")
    later.fill("[name=number]", case.number)
    later.fill("[name=code]", code)
    press(later)
    expect(later.locator("main")).to_contain_text(REPLY[:20])
    later.check("[name=attitude][value='3']")
    later.check("[name=result][value='3']")
    follow(later.locator("form[action$='/rate/'] button"))
    assert standing(case) == "closed"

    # 5. The standing committee opens the year; its figure opens the list.
    committee = portal.desk(county.committee)
    committee.goto("/reports/")
    follow(committee.locator("main a[href*='/opinions.satisfied/']").first)
    expect(committee.locator("main")).to_contain_text("石桥村搅拌站夜间噪声")
