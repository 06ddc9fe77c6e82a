"""The screens that decide whether people stay, with the demo county, at 360 and 1280 pixels, in both languages.

Each page must answer, fit its screen and be in the language asked for. ``make screenshots`` makes the pictures in
docs/screenshots anew; docs/screens.md shows them by role.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page

from accounts import totp
from accounts.models import User
from casework.models import Case
from deputies.models import Post
from feedback.models import HotIssue
from reports.duty.models import Appraisal, DutyReport
from suggestions.models import Suggestion
from tests.browser.hands import follow
from tests.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = Path(settings.BASE_DIR) / "docs" / "screenshots"
TAKING = bool(os.environ.get("SCREENSHOTS"))  # waiting for the last stroke of each page costs half a minute
SIZES = {"phone": PHONE, "desk": DESK}
PAGES = (
    ("home", None, "/", ("phone", "desk")),
    ("write", None, "/write/", ("phone",)),
    ("find", None, "/find/", ("phone",)),
    ("place", None, "place", ("phone",)),
    ("deputy-page", None, "deputy", ("phone", "desk")),
    ("station-page", None, "station", ("phone", "desk")),
    ("map", None, "/find/map/", ("phone", "desk")),
    ("published", None, "/published/", ("phone",)),
    ("reception", None, "/reception/", ("phone", "desk")),
    ("inquiries", None, "/inquiries/", ("phone",)),
    ("queue", "officer", "/desk/", ("desk", "phone")),
    ("reception-days", "officer", "/desk/reception/", ("desk", "phone")),
    ("contact-figures", "officer", "/desk/contacts/figures/", ("desk",)),
    ("case", "officer", "case", ("desk",)),
    ("enter", "officer", "/desk/new/", ("desk",)),
    ("call", "officer", "/desk/contacts/new/phone/", ("desk",)),
    ("mail", "officer", "/desk/mail/", ("desk", "phone")),
    ("inbox", "deputy", "/deputy/", ("phone",)),
    ("contact", "deputy", "/deputy/contact/", ("phone",)),
    ("coverage", "officer", "/reports/coverage/", ("phone", "desk")),
    ("my-contacts", "deputy", "/deputy/contacts/", ("phone",)),
    ("organ", "handler", "/organ/?tab=work", ("desk",)),
    ("release", "head", "/organ/", ("desk",)),
    ("year", "committee", "/reports/", ("desk", "phone")),
    ("backoffice", "operator", "/backoffice/", ("desk",)),
    ("column", None, "/column/", ("phone",)),
    ("public-suggestions", None, "/suggestions/", ("phone",)),
    ("my-duty", "deputy", "/deputy/duty/", ("phone",)),
    ("my-suggestions", "deputy", "/deputy/suggestions/", ("phone",)),
    ("draft", "deputy", "draft", ("desk",)),
    ("duty-write", "deputy", "duty-write", ("desk",)),
    ("appraisal", "officer", "appraisal", ("desk",)),
    ("search", "officer", "/search/?q=路灯", ("desk",)),
    ("hot-issues", "officer", "/desk/issues/", ("desk",)),
    ("hot-issue", "officer", "hot-issue", ("desk",)),
    ("board", "officer", "/desk/suggestions/", ("desk",)),
    ("motions", "officer", "/desk/motions/", ("desk",)),
    ("duty-schedule", "officer", "/desk/duty/", ("desk",)),
    ("column-desk", "officer", "/desk/column/", ("desk",)),
    ("summary", "committee", "summary", ("desk",)),
    ("scorecards", "committee", "scorecards", ("desk",)),
)


@pytest.fixture
def demo(transactional_db: None, settings: Any) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, "liaison-demo"
    call_command("demo", scale="village", verbosity=0)


class Windows:
    """One browser window for each person, size and language; staff sign in once for each."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.open: dict[tuple[str | None, str, str], Page] = {}

    def of(self, person: str | None, size: str, language: str) -> Page:
        key = (person, size, language)
        if key not in self.open:
            context = self.browser.new_context(viewport=SIZES[size], locale=language, base_url=self.url)  # type: ignore[arg-type]
            self.open[key] = context.new_page()
            if person:
                self._sign_in(self.open[key], User.objects.get(username=person))
        return self.open[key]

    @staticmethod
    def _sign_in(page: Page, user: User) -> None:
        page.goto("/accounts/login/")
        page.fill("[name=login]", user.username)
        page.fill("[name=password]", settings.DEMO_PASSWORD)
        follow(page.locator("main form button.btn-primary"))
        page.fill("[name=code]", totp.current_code(user))
        follow(page.locator("main form button.btn-primary"))


@pytest.fixture
def windows(browser: Browser, live_server: Any) -> Iterator[Windows]:
    opened = Windows(browser, live_server.url)
    yield opened
    for context in browser.contexts:
        context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_each_persons_page_fits_its_screen_and_speaks_their_language(
    demo: None, windows: Windows, language: str
) -> None:
    found = _addresses()
    for name, person, path, sizes in PAGES:
        for size in sizes:
            page = windows.of(person, size, language)
            answer = page.goto(found.get(path, path))
            assert answer is not None
            assert answer.status == 200, (name, size)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{name} is wider than {size}"
            )
            assert page.get_attribute("html", "lang") == {"zh-CN": "zh-hans", "en": "en"}[language]
            if TAKING:
                page.wait_for_load_state("networkidle")
                page.screenshot(path=KEPT / f"{name}-{size}-{language[:2]}.png")
    if TAKING:
        _slim(KEPT.glob(f"*-{language[:2]}.png"))
        if language == "zh-CN":
            _overview(KEPT)


def _addresses() -> dict[str, str]:
    """The pages of one case, one deputy and one place of the demonstration, by the words of ``PAGES``."""
    case = Case.objects.filter(status="submitted", proposal__abstained=False).order_by("due_on").first()
    player = Post.objects.get(user__username="deputy", role="deputy").deputy
    assert case is not None and player is not None
    station = player.stations.filter(is_open=True).first()
    issue = HotIssue.objects.order_by("-heat").first()
    draft = Suggestion.objects.filter(deputy=player, case=None, stage="drafting").first()
    assert station is not None
    report = DutyReport.objects.filter(deputy=player, status__in=["notified", "drafting"]).first()
    assert issue is not None
    assert report is not None
    assert draft is not None
    year = [case.congress.code, timezone.localdate().year]
    return {
        "draft": reverse("draft", args=[draft.pk]),
        "duty-write": reverse("duty_write", args=[report.pk]),
        "appraisal": reverse("duty_appraisal", args=[Appraisal.objects.earliest("pk").pk]),
        "hot-issue": reverse("hot_issue", args=[issue.pk]),
        "summary": reverse("summary", args=year),
        "scorecards": reverse("summary_organs", args=year),
        "case": f"/desk/?open={case.number}",
        "deputy": reverse("deputy_page", args=[player.pk]),
        "station": reverse("station", args=[station.pk]),
        "place": reverse("find_place", args=[station.division.code]),
    }


@pytest.mark.parametrize("page", ["screens.md", "screens.zh-CN.md"])
def test_the_pages_of_screens_show_pictures_that_are_taken(page: str) -> None:
    taken = {f"{name}-{size}" for name, _who, _path, sizes in PAGES for size in sizes}
    shown = re.findall(r"screenshots/([a-z-]+)-(?:en|zh)\.png", (KEPT.parent / page).read_text("utf-8"))
    assert set(shown) <= taken
    assert {one.rsplit("-", 1)[0] for one in shown} == {name for name, *_rest in PAGES}, "every page is shown"


def _slim(pictures: Iterable[Path]) -> None:
    """With a palette of their own they weigh a third, and nobody sees it: the pages have few colours."""
    for path in pictures:
        with Image.open(path) as picture:
            few = picture.convert("RGB").quantize(96, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def _overview(folder: Path) -> None:
    """The phone beside the desk: the first thing a reader of the README sees."""
    phone = Image.open(folder / "home-phone-zh.png").convert("RGB")
    desk = Image.open(folder / "case-desk-zh.png").convert("RGB")
    phone = phone.resize((round(phone.width * desk.height / phone.height), desk.height))
    whole = Image.new("RGB", (phone.width + 24 + desk.width, desk.height), "white")
    whole.paste(phone, (0, 0))
    whole.paste(desk, (phone.width + 24, 0))
    whole.save(folder / "overview.png", optimize=True)
    _slim([folder / "overview.png"])
