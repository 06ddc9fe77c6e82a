"""What citizens write: cleaned without changing a word, cut up, titled, compared, checked for personal data.

Pure functions; lengths are in characters, not in bytes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.errors import Incomplete
from casework.grams import bigrams
from casework.rules.schema import RANGES

MOST_BODY = RANGES["opinion_characters"][1]  # a profile may allow less
MOST_TITLE = 40

# --- Cleaning -------------------------------------------------------------------------------------------
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
# Control characters (PostgreSQL refuses NUL), halves of characters, marks that hide or turn text round.
# A joiner stays where it is part of an emoji or of Arabic script.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|[\ud800-\udfff\ufffe\uffff]"
    r"|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
    r"|(?<![\u0600-\u06ff])\u200c"
)


def clean(text: str) -> str:
    """The person's words, but for what cannot be seen: NFC, plain line ends, no control characters."""
    lines = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", lines)).strip()


def clean_line(text: str) -> str:
    """The same for something that stands on one line: a place, a heading, a cell."""
    return " ".join(clean(text).split())


def clean_name(text: str) -> str:
    """A person's name as the lists have it: a Chinese one without the blanks that people put into it."""
    line = clean_line(text)
    return line if line.isascii() else "".join(line.split())


def checked(text: str, *, field: str = "body", most: int = MOST_BODY) -> str:
    """Cleaned text; Incomplete, naming ``field``, where nothing is left or more than ``most`` characters."""
    cleaned = clean(text)
    if not cleaned:
        raise Incomplete(field, _("Write what it is about."))
    if len(cleaned) > most:
        raise Incomplete(
            field,
            _("The text has %(length)s characters; at most %(most)s can be taken. Please shorten it.")
            % {"length": len(cleaned), "most": most},
        )
    return cleaned


# --- Titles ---------------------------------------------------------------------------------------------
_GREETING = re.compile(
    r"^(?:尊敬的[^,。!?:,.!?:\n]{0,20}[,。!!:,:\n]?|(?:各位)?(?:领导|代表|书记|县长|市长|区长|镇长|主任)们?[,::,]"
    r"|[您你]们?好[!,。!,.::]*|\s+)+"
)
_SENTENCE_END = re.compile(r"[。!?;!?;\n…]")
_PAUSE = re.compile(r"[,、:,:\s]")


def title_from(body: str) -> str:
    """The first sentence without its greeting, at most 40 characters, cut at a pause where there is one."""
    text = clean(body)
    text = _GREETING.sub("", text) or text
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0].strip() or text
    sentence = " ".join(sentence.split())
    if len(sentence) <= MOST_TITLE:
        return sentence
    pauses = [match.start() for match in _PAUSE.finditer(sentence, 0, MOST_TITLE)]
    if pauses and pauses[-1] >= MOST_TITLE // 4:
        return sentence[: pauses[-1]]
    return sentence[: MOST_TITLE - 1] + "…"


# --- Likeness -------------------------------------------------------------------------------------------
_ENOUGH_GRAMS = 6  # below that, being contained in a longer text says nothing
_CONTAINED = 0.85


def likeness(one: set[str], other: set[str]) -> float:
    """How much two sets of grams share, 0 to 1; a text wholly contained in a longer one counts 0.85."""
    shared = len(one & other)
    if not shared:
        return 0.0
    smaller = min(len(one), len(other))
    jaccard = shared / (len(one) + len(other) - shared)
    contained = _CONTAINED * shared / smaller if smaller >= _ENOUGH_GRAMS else 0.0
    return max(jaccard, contained)


def similarity(one: str, other: str) -> float:
    """How much two texts share, 0 to 1; 1 for the same words, whatever their punctuation."""
    return likeness(set(bigrams(one)), set(bigrams(other)))


# --- Personal data --------------------------------------------------------------------------------------
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PERSONAL = {
    "id_card": rf"(?<!\d)[1-9]\d{{5}}(?:(?:19|20)\d{{2}}{_DAY}\d{{3}}[\dXx]|\d{{2}}{_DAY}\d{{3}})(?!\d)",
    "mobile": r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
    "email": r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",
    "plate": rf"[{_PROVINCES}][A-HJ-NP-Z][·•. ]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])",
    "bank_card": r"(?<!\d)[3-6]\d{3}(?:[ -]?\d{4}){3}(?:\d{1,3})?(?!\d)",
}
_ANY_PERSONAL = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PERSONAL.items()))
# Full-width digits and letters, one for one, so that places in the text stay the same.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SHOWN = {"id_card": 3, "mobile": 3, "email": 1, "plate": 2, "bank_card": 4}


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in a text: its kind (a key of the patterns) and its place, ``text[start:end]``."""

    kind: str
    start: int
    end: int


def find_personal(text: str) -> list[Personal]:
    """Mobile and identity-card numbers, e-mail addresses, number plates and bank cards, in order."""
    plain = text.translate(_HALF_WIDTH)
    found = (Personal(str(match.lastgroup), *match.span()) for match in _ANY_PERSONAL.finditer(plain))
    return [one for one in found if one.kind != "bank_card" or _luhn(plain[one.start : one.end])]


def mask_personal(text: str) -> tuple[str, list[Personal]]:
    """The text with personal data starred out, and what was found where in ``text``."""
    found = find_personal(text)
    masked = text
    for one in reversed(found):
        shown = one.start + _SHOWN[one.kind]
        masked = masked[:shown] + "*" * (one.end - shown) + masked[one.end :]
    return masked, found


def without_personal(text: str) -> str:
    """The text with a blank for each piece of personal data: what a search index may hold."""
    for one in reversed(find_personal(text)):
        text = text[: one.start] + " " + text[one.end :]
    return text


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
