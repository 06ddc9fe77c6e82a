"""The browser itself says whether a page breaks the Content-Security-Policy or asks another host."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import User
from tests.signing_in import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Any, live_server: Any) -> list[str]:
    """What the browser complains of while `page` is used: blocked parts, script errors, foreign requests."""
    heard: list[str] = []
    page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    ours = {urlsplit(live_server.url).netloc, ""}
    page.on("response", lambda r: heard.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: heard.append(r.url) if urlsplit(r.url).netloc not in ours else None)
    return heard


def sign_in(page: Any, live_server: Any, user: User) -> None:
    session = signed_in(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_the_first_page_keeps_to_the_policy(page: Any, live_server: Any, complaints: list[str]) -> None:
    page.goto(live_server.url + "/")
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_the_back_office_works_under_its_policy(page: Any, live_server: Any, complaints: list[str]) -> None:
    """unfold's menus are alive: Alpine was allowed to evaluate, and nothing else was blocked."""
    user = User.objects.create(username="operator", is_staff=True, is_superuser=True)
    sign_in(page, live_server, user)
    page.goto(live_server.url + reverse("admin:index"))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("typeof window.Alpine === 'object'")
    assert page.locator("[x-cloak]").count() == 0
    assert complaints == []


def test_a_script_in_a_page_does_not_run(page: Any, live_server: Any) -> None:
    page.goto(live_server.url + "/")
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.body.append(script);
    }""")
    assert page.evaluate("window.ran") is None
