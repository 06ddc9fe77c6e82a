"""From the list of hot issues to a topic of the year: what an officer does with what many people raise."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.actors import Actor
from contacts.models import PlanTopic
from contacts.year import plans
from tests.browser.hands import follow
from tests.browser.portal import Portal, press
from tests.browser.test_office import findings
from tests.conftest import PHONE
from tests.factories import County
from tests.feedback.hot.bursts import everything, found

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "柳湾小区石料厂夜间开工"


def test_an_issue_is_opened_renamed_and_taken_up_as_a_topic(portal: Portal) -> None:
    county = County()
    everything(county)
    issue = found(county)[0]
    plans.draft(county.congress, timezone.localdate().year, actor=Actor.of(county.officer))
    page = portal.desk(county.officer)
    pages = {
        "list": "/desk/issues/",
        "issue": f"/desk/issues/{issue.pk}/",
        "form": f"/desk/issues/{issue.pk}/split/",
    }
    assert findings(page, pages) == {}
    page.set_viewport_size(PHONE)
    assert findings(page, pages) == {}
    page.goto("/desk/issues/")
    follow(page.locator(f"main a[href='/desk/issues/{issue.pk}/']"))
    assert page.locator("#why").is_visible()
    follow(page.locator("main a[href$='/rename/']"))
    page.fill("[name=name]", NAME)
    press(page)
    assert NAME in page.inner_text("h1")
    follow(page.locator("main a[href$='/topic/new/']"))
    assert page.input_value("[name=title]") == NAME
    page.fill("[name=why]", "两周内六位群众反映同一件事。")
    page.fill("[name=target]", "查清手续，定下停工时间")
    press(page)
    topic = PlanTopic.objects.get()
    assert (topic.title, topic.counted, topic.counted_issue) == (NAME, 6, issue)
    page.goto(f"/desk/issues/{issue.pk}/")
    assert page.locator(f"main a[href='/desk/topics/{topic.line_id}/']").count() == 1
