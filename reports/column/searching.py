"""The search indexes of the column: one over released articles, one over the articles of legal texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from casework.full_text import FullText
from casework.grams import bigrams, runs

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

ARTICLES = FullText("column_article")
LAWS = FullText("column_lawarticle")
_AROUND = 60


def grams(*texts: str) -> str:
    return " ".join(bigrams("\n".join(texts)))


def excerpt(text: str, query: str, around: int = _AROUND) -> str:
    """About twice ``around`` characters of ``text``, where the first word of ``query`` that occurs in it stands."""
    line = " ".join(text.split())
    found = _words(query).search(line) if query.strip() else None
    start = max(0, found.start() - around) if found else 0
    end = min(len(line), start + 2 * around)
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def highlighted(text: str, query: str) -> SafeString:
    """``text``, escaped, with the words of ``query`` marked."""
    if not query.strip():
        return format_html("{}", text)
    parts, at = [], 0
    for found in _words(query).finditer(text):
        parts += [format_html("{}", text[at : found.start()]), format_html("<mark>{}</mark>", found[0])]
        at = found.end()
    return mark_safe("".join([*parts, format_html("{}", text[at:])]))


def _words(query: str) -> re.Pattern[str]:
    """The longest words first; a query of signs alone finds nothing."""
    words = sorted({run for _is_han, run in runs(query)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)) if words else r"(?!)", re.I)
