"""An article on its way from the office through a second person to a citizen's phone; and how the pages look."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from reports.column.models import Article
from tests.browser.hands import follow
from tests.browser.portal import Portal, press
from tests.browser.test_office import findings
from tests.conftest import DESK, PHONE
from tests.factories import County
from tests.reports.column import pieces

pytestmark = pytest.mark.django_db(transaction=True)
AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.min.js")


@pytest.fixture
def county() -> County:
    return County()


def take(page: Page, article: Article, action: str, **fields: str) -> None:
    page.goto(reverse("column_piece", args=[article.pk]))
    follow(page.locator(f"main a[href$='/{action}/']"))
    for name, words in fields.items():
        page.fill(f"[name={name}]", words)
    press(page)


def test_an_article_naming_a_deputy_is_agreed_to_released_corrected_and_read_without_script(
    portal: Portal, county: County
) -> None:
    office = portal.desk(county.officer)
    office.goto(reverse("column_desk"))
    follow(office.locator("main a.btn-primary"))
    office.select_option("[name=kind]", "story")
    office.fill("[name=title]", "两盏路灯")
    office.fill("[name=body]", "## 起因\n路灯坏了**三个月**。")
    office.select_option("[name=deputy]", str(county.deputy.pk))
    press(office)
    article = Article.objects.get()
    take(office, article, "submit")
    deputy = portal.desk(county.deputy_user, PHONE)
    take(deputy, article, "agree")
    take(portal.desk(county.committee), article, "release")
    take(office, article, "correct")
    office.goto(reverse("column_edit", args=[article.pk]))
    office.fill("[name=body]", "## 起因\n路灯坏了**两个月**。")
    press(office)
    take(office, article, "submit_correction", note="是两个月，不是三个月。")
    reader = portal.phone(script=False)
    reader.goto(reverse("home"))
    follow(reader.locator(f"main a[href='{reverse('column_article', args=[article.pk])}']"))
    assert "三个月" in reader.locator("article").inner_text()
    take(deputy, article, "agree")  # to the corrected words as well
    take(portal.desk(county.committee), article, "release_correction")
    reader.reload()
    assert "两个月" in reader.locator("article").inner_text()
    assert "是两个月，不是三个月。" in reader.locator("main").inner_text()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)")
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_the_pages_of_the_column_and_nothing_is_cut_off(
    portal: Portal, county: County, size: dict[str, int]
) -> None:
    shown, waiting = pieces.published(county), pieces.handed_in(county)
    issue, draft = pieces.sent(county), pieces.issue(county)
    pieces.matter(county, draft)
    law = pieces.loaded()
    page = portal.desk(county.officer, size)
    pages = {
        "column": reverse("column") + "?q=路灯",
        "article": reverse("column_article", args=[shown.pk]),
        "laws": reverse("laws") + "?q=评价",
        "law": reverse("law", args=[law.pk]),
        "data": reverse("open_data"),
        "desk": reverse("column_desk"),
        "piece": reverse("column_piece", args=[waiting.pk]),
        "write": reverse("column_new"),
        "digests": reverse("digests"),
        "sent": reverse("digest", args=[issue.pk]),
        "draft": reverse("digest", args=[draft.pk]),
        "matter": reverse("digest_entry_new", args=[draft.pk]),
        "media": reverse("media_new"),
        "views": reverse("column_views"),
    }
    assert not findings(page, pages)
