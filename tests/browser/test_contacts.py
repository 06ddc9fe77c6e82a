"""A citizen books a time and gives it back, and the desk types in forms, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from accounts.actors import Actor
from contacts import services
from contacts.models import Response, Visitor
from tests.browser.hands import follow
from tests.browser.portal import Portal
from tests.contacts import asked, days
from tests.factories import County

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_time_is_booked_on_a_small_phone_and_given_back(portal: Portal, script: bool) -> None:
    days.announced(County())
    page = portal.phone(script=script)
    page.goto("/")
    follow(page.locator("main a[href='/reception/']"))
    follow(page.locator("main ul.entries a").first)
    page.check("#id_slot_0")
    page.fill("#id_name", "王秀兰")
    page.check("#id_agree")
    follow(page.locator("main form[method=post] button.btn-primary"))
    visitor = Visitor.objects.get()
    assert visitor.number in page.inner_text("main")
    assert visitor.number in page.url
    assert _fits(page)
    follow(page.locator("main form[method=post] button"))
    visitor.refresh_from_db()
    assert visitor.state == "cancelled"


def test_a_paper_form_is_typed_in_by_the_keyboard_alone(portal: Portal) -> None:
    county = County()
    inquiry = asked.opened(county, kind="form", title="意见表")
    number = services.print_forms(inquiry, actor=Actor.of(county.officer), copies=1)[0]
    page = portal.desk(county.officer)
    page.goto(f"/desk/inquiries/{inquiry.pk}/type/")
    page.focus("#id_r0-number")
    page.keyboard.type(number)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for _step in range(5):  # three boxes, the grade, the words
        page.keyboard.press("Tab")
    page.keyboard.type(asked.WORDS)
    follow(page.locator("main form[method=post] button.btn-primary"))
    response = Response.objects.get()
    assert (response.number, response.cases.count()) == (number, 1)
    assert response.cases.get().opinion.body == asked.WORDS


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_call_survives_a_window_that_is_closed_while_on_the_line(portal: Portal) -> None:
    county = County()
    page = portal.desk(county.officer)
    page.goto("/desk/contacts/new/phone/")
    page.fill("#id_body", asked.WORDS)
    with page.expect_response("**/draft/"):
        page.fill("#id_name", "王秀兰")
    page.locator("#draft-place button").wait_for()
    page.close()
    again = portal.desk(county.officer)
    again.goto("/desk/contacts/new/phone/")
    assert again.input_value("#id_body") == asked.WORDS
    assert again.input_value("#id_name") == "王秀兰"
    follow(again.locator("main form[method=post] button.btn-primary"))
    again.goto("/desk/contacts/new/phone/")
    assert again.input_value("#id_body") == ""
