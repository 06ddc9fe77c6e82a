"""A citizen on a small phone, first without JavaScript and then with it; and axe on every public page."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from accounts.actors import Actor
from casework.models import Attachment, Case
from casework.services import Part, approve_replies, assign, release_reply, sign, submit_reply
from deputies.models import LiaisonStation
from feedback import receipts, services
from feedback.models import Draft
from feedback.search import index_case
from tests import loops
from tests.browser.hands import follow, press
from tests.conftest import PHONE
from tests.factories import County

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

BODY = "河西社区东门的路灯坏了三个星期,晚上老人摔倒过两次,希望尽快修好。"
AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """In English, so that no test hangs on a translation."""
    return browser_context_args | {"locale": "en-US"}


@pytest.fixture
def county(settings: Any) -> County:
    settings.PORTAL_THROTTLES = {"submit_doubtful": (100, 600)}
    return County()


@pytest.fixture
def phone(new_context: Callable[..., Any], live_server: Any) -> Any:
    """A small phone with JavaScript switched off."""
    return new_context(
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=False,
        base_url=live_server.url,
    ).new_page()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    out = BytesIO()
    Image.new("RGB", (640, 480), "navy").save(out, "JPEG")
    path = tmp_path / "lamp.jpg"
    path.write_bytes(out.getvalue())
    return path


def answer(county: County, case: Case) -> None:
    """What the offices do meanwhile."""
    office = Actor.of(county.officer)
    services.register(case, actor=office)
    assign(case, [Part(county.organ)], actor=office)
    share = loops.share_of(case, county.organ)
    sign(share, actor=Actor.of(county.handler))
    submit_reply(share, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
    release_reply(share, actor=Actor.of(county.head))
    approve_replies(case, actor=office)
    services.feed_back(case, actor=office, body=loops.REPLY, publish=True)


def test_the_whole_way_on_a_phone_without_javascript(phone, county, photo):
    phone.goto("/")
    phone.get_by_role("searchbox").fill("shiqiao")
    press(phone, "Find")  # only one place is called so: it is opened at once
    follow(phone.get_by_role("link", name=county.deputy.name))
    follow(phone.get_by_role("link", name="Write to this deputy"))

    phone.get_by_label("What is it about?").fill("太短")
    phone.get_by_label("Photos or documents").set_input_files(photo)
    press(phone, "Send the opinion")
    follow(phone.locator(".errors a").first)
    assert phone.url.endswith("#id_body")
    assert phone.get_by_label("lamp.jpg").is_checked()
    phone.get_by_label("What is it about?").fill(BODY)
    press(phone, "Send the opinion")

    number, code = (one.strip() for one in phone.locator(".code").all_inner_texts())
    case = Case.objects.get(number=number)
    assert case.opinion.body == BODY and case.opinion.chosen_deputy == county.deputy
    assert Attachment.objects.get().name == "lamp.jpg"

    answer(county, case)
    phone.context.clear_cookies()
    phone.goto("/")
    follow(phone.locator("a.door", has_text="Follow an opinion"))
    phone.get_by_label("Number").fill(number.lower())
    phone.get_by_label("Query code").fill(code)
    press(phone, "Show my opinion")
    expect(phone.get_by_text(loops.REPLY)).to_be_visible()

    phone.locator("#rate_attitude_0").check()
    phone.locator("#rate_result_2").check()
    press(phone, "Send my rating")
    expect(phone.locator(".errors")).to_be_visible()
    phone.get_by_label("Why?").fill("夜里仍在施工。")
    press(phone, "Send my rating")
    phone.get_by_label("What is still not right?").fill("请再办理一次。")
    press(phone, "Ask for it to be handled again")
    expect(phone.get_by_text("Handling again was asked for").first).to_be_visible()
    case.refresh_from_db()
    assert case.status == "rework"


def test_from_a_qr_code_to_a_sent_opinion_in_two_taps_and_under_a_minute(new_context, live_server, county):
    page = new_context(viewport=PHONE, is_mobile=True, has_touch=True, base_url=live_server.url).new_page()
    began = time.monotonic()
    page.goto(reverse("short_deputy", args=[county.deputy.short_code]))
    follow(page.get_by_role("link", name="Write to this deputy"))
    page.get_by_label("What is it about?").fill(BODY)
    press(page, "Send the opinion")
    number = page.locator(".code").first.inner_text().strip()
    assert time.monotonic() - began < 60
    assert Case.objects.get(number=number).opinion.chosen_deputy == county.deputy


def test_similar_opinions_are_a_step_between_without_javascript(phone, county):
    case = loops.fed_back(county)
    index_case(case.pk, case.opinion.body)
    phone.goto(reverse("write"))
    phone.get_by_label("What is it about?").fill(loops.BODY)
    press(phone, "Send the opinion")
    expect(phone.get_by_role("heading", name="Before you send")).to_be_visible()
    press(phone, "Go back and change it")
    assert phone.get_by_label("What is it about?").input_value() == loops.BODY
    press(phone, "Send the opinion")
    press(phone, "Send mine too")
    expect(phone.get_by_role("heading", name="Your opinion has been received")).to_be_visible()


def test_the_qr_codes_address_fills_the_form_and_leaves_the_address_bar(new_context, live_server, county):
    case = loops.submitted(county)
    page = new_context(viewport=PHONE, base_url=live_server.url).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    code = receipts.code_for(case.opinion.submission_key)
    page.goto(f"/track/#number={case.number}&code={code}")
    assert page.locator("#id_number").input_value() == case.number
    assert page.locator("#id_code").input_value() == code
    assert "#" not in page.url
    follow(page.locator("main form button"))
    assert page.locator("h1").inner_text() == case.title
    assert not any(code in url.partition("#")[0] for url in asked)


def test_with_javascript_a_riddle_is_solved_and_similar_opinions_appear(new_context, live_server, county):
    case = loops.fed_back(county)
    index_case(case.pk, case.opinion.body)
    page = new_context(viewport=PHONE, base_url=live_server.url).new_page()
    page.goto(reverse("write"))
    page.locator("#id_body").fill(loops.BODY)
    page.locator("#similar a").first.wait_for()
    page.wait_for_function("document.querySelector('[data-pow]').value.length > 100")
    follow(page.locator("main button.btn-primary"))
    assert "/sent/" in page.url
    page.goto(reverse("write"))
    assert page.locator("#id_body").input_value() == ""


def test_a_draft_is_kept_in_this_tab_without_who_wrote_it(new_context, live_server, county):
    page = new_context(viewport=PHONE, base_url=live_server.url).new_page()
    page.goto(reverse("write"))
    page.route(f"**{reverse('keep_draft')}", lambda route: route.abort())  # no network just now
    page.locator("#id_body").fill(BODY)
    page.locator("#id_phone").fill("13900000000")
    page.goto(reverse("find"))
    page.goto(reverse("write"))
    assert page.locator("#id_body").input_value() == BODY
    assert page.locator("#id_phone").input_value() == ""


def test_a_draft_outlives_the_browser_and_goes_with_a_button(new_context, live_server, county):
    context = new_context(viewport=PHONE, base_url=live_server.url)
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(reverse("write"))
    page.locator("#id_body").fill(BODY)
    page.locator("#id_phone").fill("13900000000")
    with page.expect_response(lambda answer: '"confidential"\r\n\r\nyes' in (answer.request.post_data or "")):
        page.locator("#id_confidential_1").check()
    page.get_by_text("Draft kept:").wait_for()
    assert not any("13900000000" in body for body in sent)

    # The phone dies: what is left is the cookie.
    left = [one for one in context.cookies() if one["name"] == "draft"]
    context.close()
    again = new_context(viewport=PHONE, base_url=live_server.url)
    again.add_cookies(left)
    page = again.new_page()
    page.goto(reverse("write"))
    assert page.locator("#id_body").input_value() == BODY
    assert page.locator("#id_confidential_1").is_checked()
    assert page.locator("#id_phone").input_value() == ""
    page.locator("#id_place").fill("河西社区")  # a save is on its way when the button is pressed
    follow(page.locator(".notice").get_by_role("button", name="Delete the draft"))
    page.get_by_text("The draft is deleted.").wait_for()
    page.goto(reverse("write"))
    assert page.locator("#id_body").input_value() == page.locator("#id_place").input_value() == ""
    assert not Draft.objects.exists()
    assert refused == []


def test_the_last_words_are_saved_when_the_page_goes_out_of_sight(
    new_context, live_server, county, wait_until
):
    page = new_context(viewport=PHONE, base_url=live_server.url).new_page()
    page.goto(reverse("write"))
    page.locator("#id_body").fill(BODY)
    page.goto(reverse("find"))
    wait_until(Draft.objects.exists, seconds=2)


def test_what_is_sent_is_no_draft_any_more(new_context, live_server, county):
    page = new_context(viewport=PHONE, base_url=live_server.url).new_page()
    page.goto(reverse("write"))
    page.locator("#id_body").fill(BODY)
    page.get_by_text("Draft kept:").wait_for()
    page.locator("#id_body").fill(BODY + "请尽快。")
    press(page, "Send the opinion")
    page.wait_for_url("**/sent/**")
    page.goto(reverse("write"))
    assert page.locator("#id_body").input_value() == ""
    assert not Draft.objects.exists()


def test_without_javascript_a_button_keeps_the_draft(phone, county, photo):
    phone.goto(reverse("write"))
    phone.get_by_label("What is it about?").fill("路灯")
    phone.get_by_label("Photos or documents").set_input_files(photo)
    press(phone, "Keep it as a draft")
    phone.goto(reverse("write"))
    assert phone.get_by_label("What is it about?").input_value() == "路灯"
    assert phone.get_by_label("lamp.jpg").is_checked()
    expect(phone.get_by_text("This is the draft of")).to_be_visible()


def _pages(county: County, case: Case) -> list[str]:
    return [
        reverse("home"), reverse("find"), reverse("find") + "?q=shiqiao", reverse("find") + "?q=zzz",
        reverse("find_place", args=[county.village.code]), reverse("station", args=[county.station.pk]),
        reverse("deputy_page", args=[county.deputy.pk]), reverse("write"),
        reverse("write_to_deputy", args=[county.deputy.pk]), reverse("track") + "?again=1",
        reverse("sent", args=[case.number]), reverse("receipt", args=[case.number]),
        reverse("published"), reverse("published_case", args=[case.pk]), reverse("privacy"), reverse("accessibility"),
        reverse("rules"),
    ]  # fmt: skip


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)")
@pytest.mark.parametrize(
    ("width", "language"), [(360, "zh-hans"), (360, "en"), (768, "en"), (1280, "zh-hans")]
)
def test_no_page_has_a_finding_of_axe_or_scrolls_sideways(new_context, live_server, county, width, language):
    case = loops.fed_back(county)
    LiaisonStation.objects.filter(pk=county.station.pk).update(longitude=113.6, latitude=34.7)
    context = new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, bypass_csp=True)
    name = settings.LANGUAGE_COOKIE_NAME
    context.add_cookies([{"name": name, "value": language, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("track"))
    page.locator("#id_number").fill(case.number)
    page.locator("#id_code").fill(receipts.code_for(case.opinion.submission_key))
    follow(page.locator("main form button"))
    found = {}
    for url in _pages(county, case):
        page.goto(url)
        found[url] = _findings(page)
    promised = loops.promised(county).case
    page.goto(reverse("track"))
    page.locator("#id_number").fill(promised.number)
    page.locator("#id_code").fill(receipts.code_for(promised.opinion.submission_key))
    follow(page.locator("main form button"))
    assert loops.PROMISE in page.locator("main").inner_text()
    found["promise"] = _findings(page)
    page.goto(reverse("write"))
    follow(page.locator("main button.btn-primary"))
    assert page.evaluate("document.activeElement.className") == "errors"
    found["errors"] = _findings(page)
    assert {url: one for url, one in found.items() if one} == {}


def _findings(page: Any) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in result["violations"]] + [
        "too wide"
    ] * wide
