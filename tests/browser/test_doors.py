"""From the code on a wall to a sent opinion, and from the first page to one's deputy: on a small phone, counted."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as conf
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from casework.models import Case
from contacts.models import Visitor
from tests import qr
from tests.browser.portal import Portal
from tests.conftest import PHONE
from tests.contacts import asked, days
from tests.contacts.test_symposiums import symposium
from tests.factories import County, DivisionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
BODY = "河西社区东门的路灯坏了三个星期,晚上老人摔倒过两次,希望尽快修好。"
MINUTE = 60


@pytest.fixture
def county(settings: Any, live_server: Any) -> County:
    settings.PORTAL_URL = live_server.url  # what is printed leads to the portal under test
    return County()


class Thumb:
    """One thumb on a small phone: counts each touch, also those into a field; looks at every page it lands on."""

    def __init__(self, portal: Portal) -> None:
        context = portal.browser.new_context(
            viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN", base_url=portal.url
        )
        self.page: Page = context.new_page()
        self.taps, self._began = 0, time.monotonic()

    def scan(self, address: str) -> None:
        self._began = time.monotonic()
        self.page.goto(address)

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def go(self, what: Locator) -> None:
        """Tap what leads to another page, large enough for a thumb, and see that the page fits."""
        box = what.bounding_box()
        assert box is not None and box["height"] >= 24
        with self.page.expect_navigation():
            self.tap(what)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def write(self, field: Locator, words: str) -> None:
        self.tap(field)
        self.page.keyboard.insert_text(words)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def main(self) -> Locator:
        return self.page.locator("main")


def printed(page: Page, path: str) -> str:
    """The address in the code on the sheet, read from the picture as it is printed."""
    page.goto(path)
    page.emulate_media(media="print")
    code = page.locator("main img").first
    shown = code.screenshot()
    page.emulate_media(media="screen")
    found = qr.read(Image.open(BytesIO(shown)))
    assert found in page.inner_text("body"), "the address stands beside the code for those who type"
    return found


def sent(thumb: Thumb) -> Case:
    assert "/sent/" in thumb.page.url or "/done/" in thumb.page.url
    case = Case.objects.get()
    assert case.number in thumb.main.inner_text()
    return case


@pytest.mark.parametrize("door", ["short_deputy", "short_station"])
def test_from_the_code_of_a_deputy_or_a_station_in_three_taps(
    portal: Portal, county: County, door: str
) -> None:
    found = county.deputy if door == "short_deputy" else county.station
    address = printed(portal.phone(script=True), reverse(f"{door}_sheet", args=[found.short_code]))
    assert address == f"{conf.PORTAL_URL}{reverse(door, args=[found.short_code])}"
    thumb = Thumb(portal)
    thumb.scan(address)
    thumb.go(thumb.main.locator("a.btn-primary").first)
    thumb.write(thumb.page.locator("#id_body"), BODY)
    thumb.go(thumb.main.locator("form button.btn-primary"))
    case = sent(thumb)
    opinion = case.opinion
    assert (opinion.chosen_deputy, opinion.chosen_station) in [(county.deputy, None), (None, county.station)]
    assert thumb.taps == 3 and thumb.seconds < MINUTE


def test_from_the_code_of_a_symposium_with_place_and_channel_filled_in(
    portal: Portal, county: County
) -> None:
    event = symposium(county)
    address = printed(portal.desk(county.officer), reverse("invitation", args=[event.pk]))
    thumb = Thumb(portal)
    thumb.scan(address)
    thumb.go(thumb.main.locator(f"a[href^='{reverse('write_to_station', args=[county.station.pk])}']"))
    expect(thumb.main).to_contain_text("座谈会")
    thumb.write(thumb.page.locator("#id_body"), BODY)
    thumb.go(thumb.main.locator("form button.btn-primary"))
    case = sent(thumb)
    assert (case.channel.code, case.division) == ("symposium", county.township)
    assert case.opinion.chosen_station == county.station
    assert thumb.taps == 3 and thumb.seconds < MINUTE


def test_from_the_code_of_a_comment_form_with_place_and_channel_filled_in(
    portal: Portal, county: County
) -> None:
    form = asked.opened(county, kind="form", title="意见表", deputy=county.deputy)
    address = printed(portal.desk(county.officer), reverse("inquiry", args=[form.pk]))
    thumb = Thumb(portal)
    thumb.scan(address)
    thumb.tap(thumb.main.locator("label", has_text="步行"))
    thumb.write(thumb.main.locator("textarea").first, BODY)
    thumb.go(thumb.main.locator("form button.btn-primary"))
    case = sent(thumb)
    assert (case.channel.code, case.division) == ("form", county.township)
    assert case.opinion.chosen_deputy == county.deputy
    assert thumb.taps == 3 and thumb.seconds < MINUTE


def test_the_code_of_a_reception_day_leads_to_a_booked_time(portal: Portal, county: County) -> None:
    day = days.announced(county)
    address = printed(portal.desk(county.officer), reverse("invitation", args=[day.pk]))
    thumb = Thumb(portal)
    thumb.scan(address)
    thumb.tap(thumb.main.locator("label[for=id_slot_0]"))
    thumb.write(thumb.page.locator("#id_name"), "王秀兰")
    thumb.tap(thumb.main.locator("label[for=id_agree]"))
    thumb.go(thumb.main.locator("form button.btn-primary"))
    assert Visitor.objects.get().occasion == day
    assert thumb.taps == 4 and thumb.seconds < MINUTE


# --- Find my deputy ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["石桥村", "shiqiao", "城关镇石桥村8号", "name", "initials"])
def test_ones_deputy_is_found_in_two_taps(portal: Portal, county: County, typed: str) -> None:
    county.deputy.name, county.deputy.pinyin = "刘建国", "liujianguo ljg"
    county.deputy.save()
    thumb = Thumb(portal)
    thumb.scan("/")
    thumb.page.get_by_role("searchbox").fill({"name": "刘建国", "initials": "ljg"}.get(typed, typed))
    thumb.go(thumb.main.locator("form[role=search] button, form.search button").first)
    thumb.go(thumb.main.get_by_role("link", name="刘建国").first)
    assert thumb.taps == 2 and thumb.seconds < MINUTE
    expect(thumb.main.get_by_role("heading", level=1)).to_contain_text("刘建国")


@pytest.mark.parametrize("typed", ["没有这个地方", "zzzz", "2号楼", "无人村"])
def test_nobody_ends_without_a_way_on(portal: Portal, county: County, typed: str) -> None:
    """Nonsense, or a village that no deputy is elected in: a station is there, and a form."""
    DivisionFactory(code=f"{county.place.code}102001", name="无人村", level=5, parent=county.place)
    thumb = Thumb(portal)
    thumb.scan("/")
    thumb.page.get_by_role("searchbox").fill(typed)
    thumb.go(thumb.main.locator("form[role=search] button, form.search button").first)
    thumb.go(thumb.main.get_by_role("link", name=county.station.name).first)
    thumb.go(thumb.main.locator("a.btn-primary").first)
    expect(thumb.page.locator("#id_body")).to_be_visible()
