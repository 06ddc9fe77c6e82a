"""The portal under test, with one browser window for each person, and what they do with the forms of a case."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import generate_totp_secret
from playwright.sync_api import Browser, Page

from accounts import totp
from accounts.models import User
from casework.models import Case
from tests.browser.hands import follow
from tests.conftest import DESK, PHONE
from tests.factories import PASSWORD


class Portal:
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


def press(page: Page, name: str = "") -> None:
    """The main button of the form on the page, or the one with the name given."""
    follow(page.locator(f"main form button[name={name}]" if name else "main form button.btn-primary"))


def take(page: Page, case: Case, action: str, **fields: str) -> None:
    """Open the case, follow the link of a step of it, fill the form and send it."""
    page.goto(f"/cases/{case.number}/")
    follow(page.locator(f"main a[href*='/{action}/']"))
    page.evaluate("for (const folded of document.querySelectorAll('main form details')) folded.open = true")
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
