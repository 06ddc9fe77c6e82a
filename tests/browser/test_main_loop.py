"""The whole loop in a real browser, as all six persons, with a real worker: from the form to the year's figures.

The citizen has a phone of 360 pixels and no JavaScript. Nothing here calls a service: whatever happens, happens
by a click.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from playwright.sync_api import Browser, Page, expect

from accounts import totp
from accounts.models import User
from casework.models import Case
from feedback.models import Proposal
from tests.browser.hands import follow
from tests.conftest import DESK, PHONE
from tests.factories import PASSWORD, County
from tests.loops import BODY, PERSON, REPLY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]

SHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"


class Portal:
    """The portal under test, with one browser window for each person."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url

    def phone(self, *, script: bool) -> Page:
        context = self.browser.new_context(
            viewport=PHONE, java_script_enabled=script, locale="zh-CN", base_url=self.url
        )
        return context.new_page()

    def desk(self, user: User, size: Any = DESK) -> Page:
        """A window in which ``user`` has signed in with both factors."""
        totp.set_secret(user, generate_totp_secret())
        page = self.browser.new_context(viewport=size, locale="zh-CN", base_url=self.url).new_page()
        page.goto("/accounts/login/")
        page.fill("[name=login]", user.username)
        page.fill("[name=password]", PASSWORD)
        press(page)
        page.fill("[name=code]", totp.current_code(user))
        press(page)
        return page


@pytest.fixture
def county(transactional_db: None) -> County:
    return County()


@pytest.fixture
def portal(browser: Browser, live_server: Any) -> Iterator[Portal]:
    yield Portal(browser, live_server.url)
    for context in browser.contexts:
        context.close()


def press(page: Page, name: str = "") -> None:
    """The main button of the form on the page, or the one with the name given."""
    follow(page.locator(f"main form button[name={name}]" if name else "main form button.btn-primary"))


def take(page: Page, case: Case, action: str, **fields: str) -> None:
    """Open the case, follow the link of a step of it, fill the form and send it."""
    page.goto(f"/cases/{case.number}/")
    follow(page.locator(f"main a[href*='/{action}/']"))
    for name, value in fields.items():
        field = page.locator(f"main form [name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.check(f"main form [name={name}][value='{value}']")
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.first.select_option(value)
        else:
            field.first.fill(value)
    press(page)


def standing(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


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
    take(handler, case, "submit_reply", body=REPLY)
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
    follow(committee.locator("main a[href*='/cases/satisfied/']").first)
    expect(committee.locator("main")).to_contain_text("石桥村搅拌站夜间噪声")
