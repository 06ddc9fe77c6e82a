"""HTML mail to text, with the standard library alone: nothing is loaded, nothing is run, nothing is hidden.

A quotation is marked with ``> `` as in plain mail, so that one rule trims both.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"))
_BLOCKS = frozenset(
    (
        *("p", "div", "tr", "table", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("section", "article", "header", "footer", "pre", "hr", "blockquote", "form", "center", "address"),
    )
)
_VOID = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr", "source", "embed", "param")
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)", re.I
)
_LONGEST_LINK = 300
_BLANK_LINES = re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._open: list[tuple[str, bool]] = []  # element, and whether it hides what is in it
        self._hidden = self._quoted = self._kept = 0
        self._link, self._link_says = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS or tag == "br":
            self._break(must=tag == "br")
        if tag == "li":
            self._say("- ")
        if tag in ("td", "th") and self.lines[-1].strip("> "):
            self._say("  ")
        if tag in _VOID:
            return
        hides = tag in _DROPPED or bool(_HIDDEN.search(given.get("style", ""))) or "hidden" in given
        self._open.append((tag, hides))
        self._hidden += hides
        self._quoted += tag == "blockquote"
        self._kept += tag == "pre"
        if tag == "a":
            self._link, self._link_says = given.get("href", ""), ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or all(name != tag for name, _hides in self._open):
            return
        if tag == "a":
            self._end_link()
        while self._open:
            name, hides = self._open.pop()
            self._hidden -= hides
            self._quoted -= name == "blockquote"
            self._kept -= name == "pre"
            if name == tag:
                break
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._kept:
            for n, line in enumerate(data.split("\n")):
                self._break(must=n > 0)
                self._say(line)
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._say(words.lstrip(" ") if not self.lines[-1].strip("> ") else words)

    def _end_link(self) -> None:
        """A link's address is a part of what was written where its words do not say it."""
        said = self._link_says
        is_web = self._link.startswith(("http://", "https://")) and len(self._link) <= _LONGEST_LINK
        if is_web and not self._hidden and said.strip() and said.strip() not in self._link:
            self._say(f" ({self._link})")
        self._link = ""

    def _say(self, words: str) -> None:
        if words and not self._hidden:
            self._link_says += words if self._link else ""
            self.lines[-1] += words if self.lines[-1] else "> " * self._quoted + words

    def _break(self, *, must: bool = False) -> None:
        if not self._hidden and (must or self.lines[-1]):
            self.lines.append("")


def text_of(html: str) -> str:
    """What a reader of ``html`` sees, line by line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.replace("\xa0", " ").rstrip() for line in reader.lines)
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
