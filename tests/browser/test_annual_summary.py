"""The year of a county from its figures to the published report, as a member of the standing committee goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import Freezing, Snapshot, SummaryReport
from reports.summary import running
from tests import loops
from tests.browser.hands import follow
from tests.browser.portal import Portal, press
from tests.browser.test_office import findings
from tests.factories import County

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_year_is_opened_frozen_drilled_down_exported_written_and_published(
    portal: Portal, tmp_path: Path
) -> None:
    county = County()
    for make in (loops.closed, loops.fed_back, loops.submitted):
        make(county)
    page = portal.desk(county.committee)
    address = f"/summary/{county.congress.code}/{timezone.localdate().year}/"
    assert not findings(page, {"the summary": address})
    page.goto(address)
    expect(page.locator("figure.chart canvas").first).to_be_visible()
    snapshot = _freeze(page)
    _drill_down(page)
    _recompute(page, snapshot)
    _export(page, snapshot, tmp_path)
    report = _write(page, snapshot)
    _pass(page, report)
    visitor = portal.phone(script=False)
    visitor.goto("/annual/")
    follow(visitor.get_by_role("link", name=report.title))
    expect(visitor.locator("main")).to_contain_text("本期工作平稳。")


def _freeze(page: Page) -> Snapshot:
    follow(page.locator("main a[href$='/freeze/']"))
    press(page)
    asked = Freezing.objects.get()
    if asked.snapshot is None:
        running.run(asked.pk)
    page.goto(f"/summary/freezing/{asked.pk}/")
    snapshot = Snapshot.objects.get()
    expect(page.locator("main")).to_contain_text(snapshot.checksum)
    return snapshot


def _drill_down(page: Page) -> None:
    """The first number opens as many rows as it says."""
    tile = page.locator(".figure-value a").first
    number = int(tile.inner_text())
    follow(tile)
    assert page.locator("main tbody tr").count() == number
    page.go_back()


def _recompute(page: Page, snapshot: Snapshot) -> None:
    follow(page.locator(f"main a[href$='/frozen/{snapshot.pk}/verify/']"))
    expect(page.locator("main .notice-ok")).to_contain_text("重新计算结果一致")
    page.go_back()


def _export(page: Page, snapshot: Snapshot, folder: Path) -> None:
    for kind in ("json", "csv", "docx", "pdf", "xlsx"):
        with page.expect_download() as given:
            page.locator(f"main a[href*='.{kind}?edition=']").click()
        given.value.save_as(folder / kind)
        assert (folder / kind).stat().st_size > 1000
    assert (
        json.loads((folder / "json").read_text(encoding="utf-8"))["origin"]["checksum"] == snapshot.checksum
    )


def _write(page: Page, snapshot: Snapshot) -> SummaryReport:
    follow(page.locator(f"main form[action$='/frozen/{snapshot.pk}/report/'] button"))
    report = SummaryReport.objects.get()
    assert not findings(page, {"the report": f"/summary/report/{report.pk}/"})
    last = page.locator("textarea").count() - 1
    with page.expect_response("**/save/") as kept:  # by itself, some seconds after the last letter
        page.fill("[name=body_0]", "本期工作平稳。")
    assert kept.value.ok
    for place in range(1, last + 1):
        page.fill(f"[name=body_{place}]", "")
        page.fill(f"[name=title_{place}]", "")
    press(page)
    return report


def _pass(page: Page, report: SummaryReport) -> None:
    for action in ("submit", "pass_council", "deliberate", "adopt", "publish"):
        follow(page.locator(f"main a[href$='/{action}/']"))
        if action not in ("submit", "publish"):
            page.fill("[name=meeting]", "第一次会议")
        press(page)
    report.refresh_from_db()
    assert report.status == "published"
