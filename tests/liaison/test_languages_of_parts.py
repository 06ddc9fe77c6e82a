"""On an English page whatever is written in Chinese says so, for whoever listens to the page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests import loops
from tests.factories import County
from tests.feedback.test_receipt_page import at, opened
from tests.signing_in import signed_in

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ENGLISH = {"accept-language": "en"}


class Unmarked(HTMLParser):
    """Chinese text in <main> that stands in no element with a Chinese ``lang``."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append((tag, dict(attrs).get("lang") or ""))

    def handle_endtag(self, tag: str) -> None:
        while tag in [name for name, _lang in self.open] and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [name for name, _lang in self.open]
        lang = next((lang for _tag, lang in reversed(self.open) if lang), "")
        is_written = "main" in tags and tags[-1] not in ("script", "style", "textarea", "option")
        if is_written and any("\u3400" <= one <= "\u9fff" for one in data) and not lang.startswith("zh"):
            self.found.append(data.strip())


def unmarked(page: Any) -> list[str]:
    parser = Unmarked()
    parser.feed(page.content.decode())
    assert page.status_code == 200
    return parser.found


@pytest.fixture
def county() -> County:
    return County()


def as_person(county: County, role: str) -> Client:
    return signed_in(county.staff[role], headers=ENGLISH)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["officer", "station", "handler", "head", "committee"])
def test_chinese_words_on_the_case_page_are_marked(county: County, role: str) -> None:
    case = loops.fed_back(county)
    loops.joined(county, loops.handling(county))
    page = as_person(county, role).get(reverse("case", args=[case.number]))
    assert "What the citizen wrote" in page.content.decode()
    assert unmarked(page) == []


@pytest.mark.django_db
def test_chinese_words_on_the_receipt_are_marked(county: County) -> None:
    promise = loops.promised(county)
    loops.reported(county, promise, "confirm_kept")
    page = opened(promise.case).get(at(promise.case))
    assert loops.PROMISE in page.content.decode()
    assert unmarked(page) == []


@pytest.mark.django_db
def test_chinese_words_in_the_lists_and_forms_are_marked(county: County) -> None:
    draft, released = loops.drafted(county), loops.replied(county)
    share, year = loops.share_of(draft, county.organ), timezone.localdate().year
    pages = {
        "head": [reverse("organ_list"), reverse("share_step", args=[share.pk, "release_reply"])],
        "handler": [reverse("organ_list")],
        "officer": [reverse("queue"), reverse("step", args=[released.number, "approve_reply"])],
        "committee": [
            reverse("watched", args=["supervised"]),
            reverse("summary_list", args=[county.congress.code, year, "opinions.received"]),
        ],
    }
    for role, addresses in pages.items():
        for address in addresses:
            assert unmarked(as_person(county, role).get(address)) == [], address


def test_nothing_is_marked_on_a_chinese_page_and_nothing_is_left_unescaped() -> None:
    template = Template(
        "{% load portal %}<p{% lang_of words %}>{{ words }}</p>{{ words|spoken }}{{ none|spoken }}"
    )
    context = Context({"words": "路灯<b>", "none": None})
    with translation.override("zh-hans"):
        assert template.render(context) == "<p>路灯&lt;b&gt;</p>路灯&lt;b&gt;None"
    with translation.override("en"):
        assert template.render(context) == (
            '<p lang="zh-Hans">路灯&lt;b&gt;</p><span lang="zh-Hans">路灯</span>&lt;b&gt;None'
        )
