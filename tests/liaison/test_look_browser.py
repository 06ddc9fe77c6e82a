"""The style guide in a real browser, under the portal's own content policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from altcha import Payload, create_challenge, verify_solution
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import expect

from casework import citing
from tests.conftest import IN_CI
from tests.liaison import look_samples

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
BUILT = Path(settings.BASE_DIR, "static", "dist", "desk.js").exists() and AXE.exists()
SITE = "http://localhost:9"  # never dialled; a secure context, so that the proof of work can run
pytestmark = pytest.mark.skipif(
    not BUILT and not IN_CI, reason="static/dist is not built: run `npm ci && npm run build`"
)


@pytest.fixture(autouse=True)
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples cite articles; where they lead is another test's matter, and a database's."""
    monkeypatch.setattr(citing, "_finders", [])


def render(
    *, desk: bool, mode: str = "standard", theme: str = "light", language: str = "zh-hans", **more: Any
) -> str:
    request = RequestFactory().get("/")
    request.user, request.htmx = AnonymousUser(), False
    request.COOKIES["prefs"] = f"{mode}.{theme}"
    with translation.override(language):
        return render_to_string("styleguide.html", look_samples.context(desk=desk) | more, request)


def open_guide(page: Any, **how: Any) -> list[str]:
    """Show the guide; returns the list that complaints of the browser are added to."""
    html = render(**how)
    policy = build_policy()

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            return route.fulfill(path=finders.find(path.removeprefix("/static/")))
        return route.fulfill(
            body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy}
        )

    complaints: list[str] = []
    page.route(f"{SITE}/**", answer)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{SITE}/")
    return complaints


@pytest.fixture(autouse=True)
def plain_days(settings):
    settings.PORTAL_DAYS_LEFT = ""


@pytest.mark.parametrize("desk", [False, True], ids=["public", "desk"])
@pytest.mark.parametrize(
    ("width", "mode", "theme", "language"),
    [
        (360, "standard", "light", "zh-hans"),
        (360, "elder", "dark", "en"),
        (768, "standard", "dark", "zh-hans"),
        (1280, "standard", "light", "en"),
        (1280, "elder", "light", "zh-hans"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(page, desk, width, mode, theme, language):
    page.set_viewport_size({"width": width, "height": 800})
    complaints = open_guide(page, desk=desk, mode=mode, theme=theme, language=language)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints == []


def test_targets_are_large_enough_for_a_thumb(phone_page):
    open_guide(phone_page, desk=False)
    small = phone_page.evaluate(
        """() => [...document.querySelectorAll('.btn, .form-control, .choices label, .top a, .links a')]
             .filter(e => e.offsetParent && !e.closest('.skip') && e.getBoundingClientRect().height < 44)
             .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_twice_the_text_size_loses_nothing(page):
    page.set_viewport_size({"width": 640, "height": 800})
    open_guide(page, desk=False)
    page.evaluate("document.documentElement.style.setProperty('font-size', '212.5%')")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_errors_take_the_focus_and_lead_to_the_field(page):
    open_guide(page, desk=False)
    assert page.evaluate("document.activeElement.className") == "errors"
    page.click(".errors li:nth-child(2) a")
    assert page.evaluate("document.activeElement.id") == "id_confidential_0"


def test_without_a_script_everything_is_there(new_context):
    page = new_context(java_script_enabled=False).new_page()
    open_guide(page, desk=True)
    assert page.locator(".chart table").is_visible()
    assert page.locator("[data-bulk] button").first.is_visible()
    assert not page.locator(".with-js").first.is_visible() if page.locator(".with-js").count() else True


def test_keys_move_and_select_in_the_queue_but_never_while_typing(page):
    open_guide(page, desk=True, form=look_samples.Filters())
    page.locator("body").press("j")
    page.keyboard.press("j")
    assert "自来水" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator("[data-select]").nth(1).is_checked()
    assert "1" in page.locator("[data-count]").inner_text()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jjxa")
    expect(page.locator("#q")).to_have_value("jjxa")
    assert page.locator("[data-select]:checked").count() == 1


def test_the_question_mark_opens_the_keys_and_escape_closes_them(page):
    open_guide(page, desk=True, form=look_samples.Filters())
    page.locator("body").press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_a_chart_draws_itself_from_its_table(page):
    complaints = open_guide(page, desk=True)
    page.wait_for_selector(".chart-canvas canvas")
    assert not page.locator(".chart table").is_visible()
    page.click(".chart summary")
    assert page.locator(".chart table").is_visible()
    assert complaints == []


def test_a_draft_stays_in_the_tab_and_the_counter_counts_characters(page):
    open_guide(page, desk=False, form=look_samples.Write())
    page.fill("#id_body", "夜间噪声😀")
    assert page.locator(".count").inner_text() == "还可以写 1995 个字"
    page.reload()
    assert page.locator("#id_body").input_value() == "夜间噪声😀"


def test_the_proof_of_work_is_one_the_server_accepts(page):
    challenge = create_challenge("PBKDF2/SHA-256", cost=50, hmac_secret="secret")
    form = '<form><input id="f"><input type="hidden" name="altcha" data-pow="/pow"></form>'
    head = '<script src="/static/dist/public.js" defer></script>'
    page.route(f"{SITE}/static/**", lambda route: route.fulfill(path=finders.find("dist/public.js")))
    page.route(f"{SITE}/pow", lambda route: route.fulfill(json=challenge.to_dict()))
    page.route(f"{SITE}/", lambda route: route.fulfill(body=head + form, content_type="text/html"))
    page.goto(f"{SITE}/")
    page.focus("#f")
    page.wait_for_function("document.querySelector('[data-pow]').value")
    solved = Payload.from_base64(page.locator("[data-pow]").input_value())
    assert verify_solution(solved, hmac_secret="secret").verified is True


def test_unsaved_text_is_not_left_by_accident(page):
    open_guide(page, desk=True)
    page.fill("#id_body", "x")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]


def test_the_menu_opens_on_a_phone_without_a_script_and_closes_again(new_context):
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    open_guide(page, desk=True, language="en")
    menu, folded = page.locator("#menu"), page.get_by_role("link", name="The year in figures")
    expect(menu).to_be_hidden()
    page.get_by_role("link", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="Mailbox")).to_be_visible()
    expect(folded).to_be_hidden()
    page.locator("#menu summary", has_text="Figures and publication").click()
    expect(folded).to_be_visible()
    page.get_by_role("link", name="Close the menu").click()
    expect(menu).to_be_hidden()


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_the_open_menu_is_read_and_fits_at_twice_the_text_size(page, mode):
    page.set_viewport_size({"width": 360, "height": 800})
    open_guide(page, desk=True, mode=mode, language="en")
    page.get_by_role("link", name="Menu", exact=True).click()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run('.side', {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id))"
    )
    assert found == []
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.querySelector('.side').scrollWidth - innerWidth") <= 0


def test_the_groups_that_were_opened_are_kept_for_the_next_page(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    open_guide(page, desk=True, language="en")
    group = page.locator("#menu summary", has_text="Figures and publication")
    group.press("Enter")
    assert page.evaluate("document.cookie") == "menu=public"
    group.press("Enter")
    assert page.evaluate("document.cookie") == "menu="
