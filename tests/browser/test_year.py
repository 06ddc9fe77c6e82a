"""The plan of a year, from the office's draft to what a citizen writes to one of its topics."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.actors import Actor
from contacts.models import ContactPlan, LineOpinion
from contacts.year import obstructions
from tests.browser.hands import follow
from tests.browser.portal import Portal, press
from tests.browser.test_office import findings
from tests.contacts import asked, days
from tests.contacts.year import works
from tests.factories import County
from tests.loops import BODY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_plan_is_drafted_approved_by_another_and_a_citizen_writes_to_a_topic(
    portal: Portal, script: bool
) -> None:
    county = County()
    office = portal.desk(county.officer)
    _draft(office)
    plan = ContactPlan.objects.get()
    assert plan.status == "submitted"
    line = plan.topics.get().line
    line.inquiries.add(asked.opened(county))
    line.occasions.add(days.announced(county))
    office.goto(f"/desk/plans/{plan.pk}/")
    assert office.locator("main a[href$='/publish/']").count() == 0  # the drafter does not approve
    _approve(portal.desk(county.committee), plan)
    _write(portal.phone(script=script))
    opinion = LineOpinion.objects.get()
    assert (opinion.line, opinion.case.opinion.body) == (line, BODY)


def _draft(page: Page) -> None:
    page.goto("/desk/plans/")
    follow(page.locator("main a.btn-primary"))
    page.fill("[name=year]", str(timezone.localdate().year))
    press(page)
    follow(page.locator("main a[href$='/topics/new/']").first)
    page.select_option("[name=source]", "party_decision")
    for name, words in {
        "title": "乡村道路",
        "why": "县委提出今年补齐村级道路短板。",
        "document": "县委全会决定（2026年1月）",
        "target": "每个乡镇都听一遍",
    }.items():
        page.fill(f"[name={name}]", words)
    press(page)
    follow(page.locator("main a[href$='/submit/']"))
    press(page)


def _approve(page: Page, plan: ContactPlan) -> None:
    page.goto(f"/desk/plans/{plan.pk}/")
    follow(page.locator("main a[href$='/publish/']"))
    page.fill("[name=adopted_by]", works.PASSED_BY)
    press(page)
    plan.refresh_from_db()
    assert plan.status == "published"


def _write(page: Page) -> None:
    """At 360 pixels: from the first page to the topic, its form and its day, and a sent opinion."""
    page.goto("/")
    follow(page.locator("main a[href='/plan/']"))
    assert _fits(page)
    follow(page.locator("main ul.entries a").first)
    assert _fits(page)
    assert "出行问卷" in page.inner_text("main")
    assert page.locator("main a[href^='/reception/']").count() == 1
    follow(page.locator("main a.btn-primary"))
    assert "乡村道路" in page.inner_text("main")
    assert _fits(page)
    page.fill("#id_body", BODY)
    follow(page.locator("main form[method=post] button.btn-primary"))
    assert "/sent/" in page.url


def _pages(county: County) -> dict[str, dict[str, str]]:
    """The pages of the yearly work, by who opens them."""
    plan = works.published(county)
    line = plan.topics.get().line
    line.inquiries.add(asked.opened(county))
    line.occasions.add(days.announced(county))
    levels = works.Levels(county)
    guidance, visit = works.sent(levels), works.visit(levels)
    campaign, report = works.announced(county), works.report(county)
    obstructions.take(report, actor=Actor.of(county.committee), owner=county.committee, note="已收到")
    copy = guidance.copies.get()
    office = ["/desk/plans/", "/desk/plans/new/", f"/desk/plans/{plan.pk}/", f"/desk/plans/{plan.pk}/issues/"]
    office += [f"/desk/topics/{line.pk}/", f"/desk/topics/{line.pk}/belongs/", "/desk/campaigns/new/"]
    office += [
        f"/desk/campaigns/{campaign.pk}/",
        "/desk/guidance/",
        "/desk/guidance/new/",
        "/desk/visits/new/",
    ]
    office += [
        f"/desk/guidance/{guidance.pk}/",
        f"/desk/guidance/copies/{copy.pk}/",
        f"/desk/visits/{visit.pk}/",
    ]
    office += [f"/desk/visits/{visit.pk}/find/", f"/desk/plans/{plan.pk}/new-edition/", "/desk/campaigns/"]
    secret = [f"/obstructions/{report.pk}/"]
    public = ["/plan/", f"/plan/{plan.pk}/", f"/plan/topics/{line.pk}/", f"/plan/topics/{line.pk}/write/"]
    public += ["/campaigns/", f"/campaigns/{campaign.pk}/"]
    found = {
        "": public,
        "officer": office,
        "committee": [*secret, "/committee/obstructions/", f"/obstructions/{report.pk}/disclose/"],
        "deputy": [*secret, "/deputy/guarantees/", "/deputy/guarantees/report/"],
        "head": ["/organ/put-to-us/"],
    }
    return {who: {url: url for url in urls} for who, urls in found.items()}


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_pages_of_the_year_and_they_fit(portal: Portal, width: int) -> None:
    county = County()
    size = {"width": width, "height": 900}
    for who, pages in _pages(county).items():
        page = portal.desk(county.staff[who], size) if who else portal.phone(script=True)
        if not who:
            page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not findings(page, pages), who


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
