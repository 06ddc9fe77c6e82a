"""Citations that lead to the text they name, plugged in from above: this room cites, the room above holds the texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

#: From the title between 《》 and the numeral between 第 and 条 to the address of the article; empty: not held here.
Finder = Callable[[str, str], str]
NUMERAL = "零〇一二三四五六七八九十百千"
_TITLE = re.compile(r"《([^《》]{2,60})》")
_ARTICLE = re.compile(rf"第([{NUMERAL}0-9]{{1,9}}条(?:之[一二三四五六七八九十]{{1,3}})?)")
_finders: list[Finder] = []


def link_with(finder: Finder) -> Finder:
    """Let ``finder`` say where the article of a title stands; the last one counts."""
    _finders[:] = [finder]
    return finder


def linked(text: str, say: Callable[[str], Any] = escape) -> SafeString:
    """``text`` with each 第…条 after a 《title》 a link where the text is held; ``say`` makes a piece fit for HTML."""
    if not _finders or "《" not in text:
        return conditional_escape(say(text))
    parts, at = [], 0
    titles = [(found.end(), found[1]) for found in _TITLE.finditer(text)]
    for found in _ARTICLE.finditer(text):
        title = next((name for end, name in reversed(titles) if end <= found.start()), "")
        url = _finders[0](title, found[1]) if title else ""
        if url:
            parts.append(conditional_escape(say(text[at : found.start()])))
            parts.append(format_html('<a href="{}">{}</a>', url, say(found[0])))
            at = found.end()
    return mark_safe("".join([*parts, conditional_escape(say(text[at:]))]))
