"""A deputy opens the portal on a small phone, sees what is due, and does it with one thumb."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.actors import Actor
from contacts import services
from contacts.models import ContactRecord, NextStepDone
from tests import loops
from tests.browser.hands import follow
from tests.browser.portal import Portal, press
from tests.contacts import days
from tests.factories import County

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}


def test_a_deputy_sees_what_is_due_on_a_small_phone_and_does_it(portal: Portal) -> None:
    county = County()
    me = Actor.of(county.deputy_user)
    case = loops.with_deputy(county)
    days.announced(county)
    record = services.note(days.heard(county, convey=False, next_step="下月回访"), actor=me)
    page = portal.desk(county.deputy_user, PHONE)
    page.goto(reverse("start"))
    assert page.url.endswith(reverse("my_duty"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    told = page.inner_text("main")
    assert case.title in told and "下月回访" in told and "2026" in told
    for link in page.locator("main ul.entries a.btn").all():
        box = link.bounding_box()
        assert box is not None and box["height"] >= 40, "a thumb hits it"
    page.locator("main details summary").first.click()  # the date says why
    assert "工作日" in page.locator("main details .due-why").first.inner_text()

    follow(page.locator(f"main a[href='{reverse('contact_record', args=[record.pk])}']"))
    follow(page.locator("main form button[value=convey]"))
    assert ContactRecord.objects.get().case is not None

    page.goto(reverse("my_duty"))
    follow(page.locator(f"main a[href='{reverse('next_step', args=[record.pk])}']"))
    page.fill("[name=outcome]", "已回访，路灯亮了。")
    press(page)
    assert NextStepDone.objects.get().outcome == "已回访，路灯亮了。"
    page.goto(reverse("my_duty"))
    assert "下月回访" not in page.inner_text("main")
