"""The form in which a text is learned from and judged. Pure, and bounded whatever is sent."""

from __future__ import annotations

import re
import unicodedata

from casework.grams import simplified

MOST = 10_000  # characters that are looked at
_HEAD = 30  # characters that stand for a title where there is none
_LONGEST_TITLE = 80
_DIGITS = re.compile(r"[0-9]+")
# A letter for a place, as message boards mask names: A市, K0县.
_MASKED_PLACE = re.compile(r"[a-z]+0?(?=[省市区县镇乡村路街道州])")
_BLANKS = re.compile(r"\s+")
_BEYOND = re.compile(
    "[^\u0020-\ud7ff\uf900-\ufffd]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_RUN = re.compile(r"(.)\1{3,}")


def normalised(text: str) -> str:
    """Full width as half, traditional as simplified, small letters, each number as 0; nothing that cannot be seen."""
    seen = unicodedata.normalize("NFKC", text[:MOST])[:MOST].casefold()
    plain = _BEYOND.sub("", _BLANKS.sub(" ", seen)).translate(simplified())
    masked = _MASKED_PLACE.sub("a", _DIGITS.sub("0", plain))
    return _RUN.sub(r"\1\1\1", _BLANKS.sub(" ", masked)).strip()


def parts(text: str) -> tuple[str, str]:
    """The title and the whole, both normalised. The first line is the title if it is short and more follows."""
    first, _end, rest = text.strip().partition("\n")
    if not rest.strip() or len(first) > _LONGEST_TITLE:
        whole = normalised(text)
        return whole[:_HEAD], whole
    title, body = normalised(first), normalised(rest)
    return title, body if body.startswith(title) else f"{title} {body}"


def joined(title: str, body: str) -> str:
    """One text of the two, as ``parts`` takes it apart again."""
    head = " ".join(title.split())
    return f"{head}\n{body.strip()}" if head else body.strip()
