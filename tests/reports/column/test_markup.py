"""The markup makes a handful of tags and nothing else, whatever is written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.column.markup import Shown, plain, render

ALLOWED = {
    "p": set(), "h2": set(), "h3": set(), "ul": set(), "ol": set(), "li": set(), "blockquote": set(),
    "strong": set(), "a": {"href", "rel"}, "figure": set(), "figcaption": set(),
    "img": {"src", "alt", "width", "height", "loading"},
}  # fmt: skip
PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](//evil.example)", "[x](/\\evil)", "![", "](1)",
        "**", "## ", "- ", "> ", "1. ", '"', "'", "<img src=x onerror=1>", "[路灯](https://a.example/?q=1&b=\"2)",
        "[x](data:text/html,1)", "\n", "路灯", "&lt;", "![图](7)", "[a](http://a.example)", "(", ")",
    ]
)  # fmt: skip


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_tag_and_no_address_beyond_the_allowed_comes_out(text: str) -> None:
    seen = Seen()
    seen.feed(render(text, lambda key: Shown(f"/p/{key}/", 'alt "x"', 4, 3)))
    for tag, attrs in seen.tags:
        assert tag in ALLOWED, tag
        assert attrs.keys() <= ALLOWED[tag]
        href = attrs.get("href") or "/"
        assert href.startswith(("https://", "http://")) or (href[0] == "/" and href[1:2] not in ("/", "\\"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## 一\n二\n三", "<h2>一</h2>\n<p>二</p><p>三</p>"),
        ("- 一\n- 二", "<ul><li>一</li><li>二</li></ul>"),
        ("1. 一\n2、二", "<ol><li>一</li><li>二</li></ol>"),
        ("> 说", "<blockquote><p>说</p></blockquote>"),
        ("**急**<b>", "<p><strong>急</strong>&lt;b&gt;</p>"),
        ("[法](/laws/1/#art-2)", '<p><a href="/laws/1/#art-2">法</a></p>'),
        ("[站](https://a.example/)", '<p><a href="https://a.example/" rel="external noopener">站</a></p>'),
        ("![灯](3)", ""),
    ],
)
def test_what_is_written_becomes(text: str, html: str) -> None:
    assert render(text) == html


def test_the_words_alone() -> None:
    assert plain("## 一\n- **二** [三](/x)\n![四](1)") == "一\n二 三\n四"
