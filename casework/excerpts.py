"""What is shown of a text that was found: the words around the hits, the hits marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from accounts.templatetags.portal import spoken
from casework.grams import places

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from casework.grams import Wanted

_LENGTH = 120
_BEFORE = 24
_MOST_READ = 20_000  # characters in which hits are looked for


def excerpt(text: str, cut: Wanted, length: int = _LENGTH) -> str:
    """About ``length`` characters of ``text``, on one line, where most different hits stand close together; the
    beginning where there is none.
    """
    line = " ".join(text[:_MOST_READ].split())
    found = places(line, cut.words)
    start = max(0, _best(line, found, length) - _BEFORE)
    end = min(len(line), start + length)
    start = max(0, min(start, end - length))
    return (
        ("…" if start else "") + line[start:end] + ("…" if end < len(line) or len(text) > _MOST_READ else "")
    )


def _best(line: str, found: list[tuple[int, int]], length: int) -> int:
    """Where the window begins that holds most different words; the first of those that are as good."""
    best, most = 0, 0
    for at, (start, _end) in enumerate(found[:200]):
        within = {line[a:b] for a, b in found[at : at + 50] if b <= start + length - _BEFORE}
        if len(within) > most:
            best, most = start, len(within)
    return best


def marked(text: str, cut: Wanted) -> SafeString:
    """``text``, escaped, with the hits marked, and Chinese said to be so on a page in another language."""
    parts, at = [], 0
    for start, end in places(text, cut.words):
        parts.append(conditional_escape(spoken(text[at:start])))
        parts.append(format_html("<mark>{}</mark>", spoken(text[start:end])))
        at = end
    return mark_safe("".join([*parts, conditional_escape(spoken(text[at:]))]))
