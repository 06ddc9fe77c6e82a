"""A small markup for articles: headings, paragraphs, lists, quotations, bold words, links, pictures. Nothing else.

Everything is escaped first and tags are only ever put in by this module, so what it does not know stays text. A link
leads to a web page or into the portal (``/…``); a picture is one of the article's own, with its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_BLOCK = re.compile(
    r"^(?:(?P<head>\#{2,3})|(?P<item>[-•·])|(?P<step>\d{1,2}[.、])|(?P<quote>>))\s*(?P<words>.+)$"
)
_PICTURE = re.compile(r"^!\[(?P<caption>[^\[\]]{0,200})\]\((?P<key>\d{1,18})\)$")
_INLINE = re.compile(
    r"\*\*(?P<bold>[^*\n]{1,500})\*\*|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<url>[^\s()<>\"']{1,500})\)"
)
_WEB = re.compile(r"https?://[a-z0-9.-]{1,200}(?::\d{1,5})?(?:[/?#]\S*)?", re.I)
_INSIDE = re.compile(r"/(?![/\\])\S*")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page needs it."""

    url: str
    alt: str
    width: int
    height: int


Pictures = Callable[[int], Shown | None]


def render(text: str, pictures: Pictures = lambda key: None) -> SafeString:
    """The text as HTML. A picture that the article does not have is left out."""
    return mark_safe("\n".join(_blocks(text.splitlines(), pictures)))


def plain(text: str) -> str:
    """The words alone, for search, feeds and checks."""
    lines = []
    for line in text.splitlines():
        picture = _PICTURE.match(line.strip())
        block = None if picture else _BLOCK.match(line.strip())
        lines.append(picture["caption"] if picture else block["words"] if block else line.strip())
    return "\n".join(_INLINE.sub(lambda found: found["bold"] or found["words"], line) for line in lines)


def _blocks(lines: Iterable[str], pictures: Pictures) -> Iterator[str]:
    kind = ""
    held: list[str] = []
    for line in [*(one.strip() for one in lines), ""]:
        now, words = _kind_of(line)
        if now != kind or now in ("h2", "h3", "picture"):
            if held:
                yield _block(kind, held, pictures)
            kind, held = now, []
        if now:
            held.append(words)


def _kind_of(line: str) -> tuple[str, str]:
    if not line:
        return "", ""
    if _PICTURE.match(line):
        return "picture", line
    found = _BLOCK.match(line)
    if not found:
        return "p", line
    if found["head"]:
        return f"h{len(found['head'])}", found["words"]
    return ("ul" if found["item"] else "ol" if found["step"] else "blockquote"), found["words"]


def _block(kind: str, held: list[str], pictures: Pictures) -> str:
    if kind == "picture":
        return "".join(_picture(line, pictures) for line in held)
    said = [(_inline(words),) for words in held]
    if kind in ("ul", "ol"):
        return format_html("<{0}>{1}</{0}>", mark_safe(kind), format_html_join("", "<li>{}</li>", said))
    if kind in ("h2", "h3"):
        return format_html("<{0}>{1}</{0}>", mark_safe(kind), said[0][0])
    inside = format_html_join("", "<p>{}</p>", said)
    return format_html("<blockquote>{}</blockquote>", inside) if kind == "blockquote" else inside


def _picture(line: str, pictures: Pictures) -> str:
    found = _PICTURE.match(line)
    shown = pictures(int(found["key"])) if found else None
    if found is None or shown is None:
        return ""
    image = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        shown.url,
        shown.alt,
        shown.width,
        shown.height,
    )
    caption = format_html("<figcaption>{}</figcaption>", found["caption"]) if found["caption"] else ""
    return format_html("<figure>{}{}</figure>", image, caption)


def _inline(text: str) -> SafeString:
    parts, at = [], 0
    for found in _INLINE.finditer(text):
        parts.append(format_html("{}", text[at : found.start()]))
        parts.append(_span(found))
        at = found.end()
    return mark_safe("".join([*parts, format_html("{}", text[at:])]))


def _span(found: re.Match[str]) -> SafeString:
    if found["bold"]:
        return format_html("<strong>{}</strong>", found["bold"])
    if _INSIDE.fullmatch(found["url"]):
        return format_html('<a href="{}">{}</a>', found["url"], found["words"])
    if _WEB.fullmatch(found["url"]):
        return format_html('<a href="{}" rel="external noopener">{}</a>', found["url"], found["words"])
    return format_html("{}", found[0])
