"""A duty report from the schedule to its published appraisal, by the hands of those who do it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.duty.models import Appraisal, DutyReport, VoterQuestion
from reports.duty.services import appraisals
from tests.browser.hands import follow
from tests.browser.portal import Portal, press
from tests.browser.test_office import findings
from tests.factories import County
from tests.reports.duty import ways

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_report_goes_from_the_schedule_to_its_published_appraisal(portal: Portal, script: bool) -> None:
    county = County()
    report = ways.asked_for(county)
    deputy = portal.desk(county.deputy_user, {"width": 360, "height": 800}) if script else None
    deputy = deputy or portal.desk(county.deputy_user)
    _write(deputy, report, script)
    office = portal.desk(county.officer)
    office.goto("/desk/duty/check/")
    follow(office.locator(f"main a[href='/reports/duty/{report.pk}/']"))
    follow(office.locator("main a[href$='/steps/publish/']"))
    press(office)
    phone = portal.phone(script=script)
    _ask(phone, report)
    _answer(office, deputy)
    phone.goto(f"/duty-reports/{report.pk}/")
    assert ways.ANSWER in phone.inner_text("main")
    slips = _set_up(office, report)
    _vote(phone, report, slips[0].code)
    _publish(office, report)
    phone.goto(f"/duty-reports/{report.pk}/")
    shown = phone.inner_text("main")
    assert "评议结果" in shown
    assert "报告写得实在" in shown
    assert _fits(phone)


def _write(page: Page, report: DutyReport, script: bool) -> None:
    page.goto("/deputy/duty/")
    follow(page.locator(f"main a[href='/reports/duty/{report.pk}/']").first)
    follow(page.locator("main a[href$='/steps/begin/']"))
    press(page)
    assert _fits(page)
    page.fill("[name=text]", "会议期间的工作")
    if script:
        page.click("[data-mark='## ']")
        assert page.input_value("[name=text]") == "## 会议期间的工作"
        with page.expect_response("**/save/"):
            page.keyboard.press("End")
            page.keyboard.insert_text("\n按时出席全部会议。")
        expect(page.locator("#kept")).to_contain_text("保存")
    page.fill("[name=text]", ways.TEXT)
    press(page, "step][value=preview")
    assert "石桥村的路灯已经修好" in page.inner_text("main .report")
    press(page, "step][value=submit")
    press(page)
    report.refresh_from_db()
    assert report.status == "submitted"


def _ask(page: Page, report: DutyReport) -> None:
    page.goto(f"/deputies/{report.deputy_id}/")
    follow(page.locator(f"main a[href='/duty-reports/{report.pk}/']"))
    assert _fits(page)
    follow(page.locator("main a[href*='/ask/']"))
    page.fill("[name=body]", ways.QUESTION)
    page.wait_for_timeout(200)
    press(page)
    assert VoterQuestion.objects.get().number in page.inner_text("main")


def _answer(office: Page, deputy: Page) -> None:
    question = VoterQuestion.objects.get()
    office.goto(f"/reports/questions/{question.pk}/")
    follow(office.locator("main a[href$='/pass/']"))
    press(office)
    deputy.goto("/deputy/reports/")
    follow(deputy.locator(f"main a[href='/reports/questions/{question.pk}/']").first)
    follow(deputy.locator("main a[href$='/answer/']"))
    deputy.fill("[name=answer]", ways.ANSWER)
    press(deputy)
    office.goto(f"/reports/questions/{question.pk}/")
    follow(office.locator("main a[href$='/release/']"))
    press(office)


def _set_up(office: Page, report: DutyReport) -> list[Any]:
    office.goto(f"/reports/duty/{report.pk}/")
    follow(office.locator("main form[action$='/appraisal/'] button"))
    office.fill("[name=count]", "3")
    with office.expect_download() as sheet:
        office.click("main form[action$='/codes/'] button")
    assert sheet.value.suggested_filename.endswith(".pdf")
    appraisal = Appraisal.objects.get()
    slips = appraisals.print_codes(appraisal, 2, actor=ways.Actor.of(_user(report)))
    office.reload()
    follow(office.locator("main a[href$='/steps/open/']"))
    press(office)
    return slips


def _user(report: DutyReport) -> Any:
    return report.congress.posts.filter(role="officer").first().user  # type: ignore[union-attr]


def _vote(page: Page, report: DutyReport, code: str) -> None:
    """With the code behind the # of the slip where there is a script, typed where there is none."""
    page.goto(f"/appraise/{report.pk}/#code={code}")
    if not page.input_value("[name=code]"):
        page.fill("[name=code]", code.lower())
    assert _fits(page)
    page.check("[name=grade][value=satisfied]")
    page.fill("[name=words]", "报告写得实在")
    press(page)
    assert page.url.endswith("/done/#main")
    assert code not in page.url


def _publish(office: Page, report: DutyReport) -> None:
    appraisal = Appraisal.objects.get()
    assert appraisal.closes_on is not None
    appraisals.follow(appraisal.closes_on + timedelta(days=1))
    office.goto(f"/reports/appraisals/{appraisal.pk}/")
    follow(office.locator("main a[href$='/words/']"))
    press(office)
    follow(office.locator("main a[href$='/steps/publish/']"))
    press(office)
    appraisal.refresh_from_db()
    assert appraisal.status == "published"
    assert timezone.now() >= appraisal.published_at  # type: ignore[operator]


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _pages(county: County) -> dict[str, dict[str, str]]:
    """The pages of duty reports, by who opens them."""
    drafted = ways.contested(county)
    question = ways.answered(county)
    line = drafted.lines.contested().get()  # type: ignore[attr-defined]
    own = [
        "/deputy/reports/",
        f"/deputy/reports/{drafted.pk}/write/",
        f"/reports/duty/{drafted.pk}/record/",
        f"/deputy/reports/{drafted.pk}/record/{line.pk}/",
        f"/reports/duty/{drafted.pk}/versions/1/",
    ]
    found = {"deputy": {url: url for url in own}}
    office = [
        "/desk/duty/",
        "/desk/duty/check/",
        f"/desk/duty/lines/{line.pk}/",
        f"/reports/questions/{question.pk}/",
        f"/reports/questions/{question.pk}/return/",
        f"/reports/duty/{drafted.pk}/steps/move/",
    ]
    return {**found, "officer": {url: url for url in office}}


def _later_pages(county: County) -> dict[str, dict[str, str]]:
    appraisal = ways.closed(county)
    report = appraisal.report
    office = [f"/reports/appraisals/{appraisal.pk}/", f"/reports/appraisals/{appraisal.pk}/roll/"]
    office += [f"/reports/appraisals/{appraisal.pk}/words/", f"/reports/duty/{report.pk}/"]
    office += [f"/reports/duty/{report.pk}/steps/record_meeting/"]
    public = [f"/duty-reports/{report.pk}/", f"/deputies/{county.deputy.pk}/reports/", "/questions/"]
    public += [f"/deputies/{county.deputy.pk}/ask/", f"/appraise/{report.pk}/"]
    return {"officer": {url: url for url in office}, "": {url: url for url in public}}


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_pages_of_duty_reports_and_they_fit(portal: Portal, width: int) -> None:
    county = County()
    size = {"width": width, "height": 900}
    for made in (_pages, _later_pages):
        for who, pages in made(county).items():
            page = portal.desk(county.staff[who], size) if who else portal.phone(script=True)
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert not findings(page, pages), who
