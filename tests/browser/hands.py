"""What a person's hand does in these tests.

A click comes back as soon as the browser has begun to load the next page: on a busy machine before any of it
can be read. So whatever leads to another page is clicked through `follow`.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def follow(target: Locator) -> None:
    """Click what leads to another page, and come back when that page is whole."""
    with target.page.expect_navigation():
        target.click()


def press(page: Page, name: str) -> None:
    """Press the button of that name, which leads to another page."""
    follow(page.get_by_role("button", name=name))
