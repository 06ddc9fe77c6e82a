"""Windows for the persons of a test, and what was on the screen when it failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.portal import Portal

_MOST = 1500  # characters of a page


@pytest.fixture
def portal(browser: Browser, live_server: Any) -> Iterator[Portal]:
    yield Portal(browser, live_server.url)
    for context in browser.contexts:
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[Any]:
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and isinstance(browser, Browser):
        for page in [page for context in browser.contexts for page in context.pages]:
            report.sections.append((f"On the screen: {page.url}", _seen(page)))
    return report


def _seen(page: Any) -> str:
    try:
        return str(page.inner_text("body", timeout=1000))[:_MOST]
    except Error as error:
        return str(error)
