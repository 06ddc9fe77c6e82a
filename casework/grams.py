"""Chinese text cut into bigrams, so that any database finds any two characters that follow one another. Pure functions.

No extension of the server takes part: what is stored are grams between blanks, and a query is cut the same way. Full
width, traditional characters, capitals and what cannot be seen make no difference. Letters and digits are cut like
Chinese characters: “12348” is found in “GB12348”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import opencc

_LONGEST_WORD = 40
_MOST_ASKED = 200  # characters of a query
_MOST_WORDS = 12  # of one query: the rest of a wall of words is not looked at
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|((?:(?![{_HAN}_])\w)+)")
_STRETCH = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_QUOTED = re.compile(r"(?P<minus>(?<!\S)[-－−])?(?:“([^”]*)”|\"([^\"]*)\"|「([^」]*)」|『([^』]*)』)")
_MINUS = "-－−"


@cache
def simplified() -> dict[int, str]:
    """Traditional to simplified characters, for ``str.translate``: one for one; phrases would need a dictionary."""
    every = [chr(code) for code in range(0x3400, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(every)).split("\n")
    return {ord(old): new for old, new in zip(every, converted, strict=True) if old != new and len(new) == 1}


def folded(text: str) -> str:
    """The form in which texts are compared: half width, small letters, simplified, without what cannot be seen."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    return plain if plain.isascii() else plain.translate(simplified())


def runs(text: str) -> Iterable[tuple[bool, str]]:
    """Stretches of Chinese characters (True) and words of other scripts and digits (False), in order."""
    for match in _RUN.finditer(folded(text)):
        yield (True, match[1]) if match[1] else (False, match[2][:_LONGEST_WORD])


def stretches(text: str) -> list[str]:
    """What stands between blanks and signs, folded: within a stretch any two neighbours are a gram."""
    return _STRETCH.findall(folded(text))


def bigrams(text: str) -> list[str]:
    """Each pair of neighbours in the order of the text.

    The last character of a stretch is a gram by itself, so that a single character is found by prefix.
    """
    return [piece[at : at + 2] for piece in stretches(text) for at in range(len(piece))]


# --- Queries ----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Wanted:
    """A query cut up.

    ``grams`` must occur and the characters ``first`` begin one, by the index; ``chains``, one for each word or phrase,
    must stand in the stored text as they are, and none of ``unwanted`` may. ``words`` are the same as they were typed,
    to be marked in a text.
    """

    grams: tuple[str, ...]
    first: tuple[str, ...]
    chains: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.grams or self.first)

    def fits(self, text: str) -> bool:
        """Whether ``text`` has every word and none that is ruled out: what the index decides, for a text at hand."""
        return self.fits_grams(" ".join(bigrams(text)))

    def fits_grams(self, grams: str) -> bool:
        """The same for a text as it is stored."""
        return (
            bool(self)
            and all(one in grams for one in self.chains)
            and not any(one in grams for one in self.unwanted)
        )

    @property
    def likes(self) -> list[str]:
        """Patterns that the stored grams must match beside the index. Grams hold letters and digits only: nothing
        needs escaping.
        """
        return [f"%{chain}%" for chain in self.chains if " " in chain]

    @property
    def every(self) -> list[str]:
        """The patterns of all words: for a part of what is stored, or where no index is asked."""
        return [f"%{chain}%" for chain in self.chains]

    @property
    def unlikes(self) -> list[str]:
        """Patterns that they must not match."""
        return [f"%{chain}%" for chain in self.unwanted]

    @property
    def for_postgresql(self) -> str:
        """A tsquery."""
        return " & ".join([f"'{gram}'" for gram in self.grams] + [f"'{one}':*" for one in self.first])

    @property
    def for_sqlite(self) -> str:
        """The same for FTS5."""
        return " AND ".join([f'"{gram}"' for gram in self.grams] + [f'"{one}"*' for one in self.first])


def wanted(query: str) -> Wanted:
    """Words apart by blanks or signs; a phrase in “…”, "…", 「…」 stays whole, its signs left out of account; a word
    or phrase after “-” must not occur. Of a query 200 characters and twelve words are looked at.
    """
    words: dict[tuple[str, ...], None] = {}
    unwanted: dict[str, None] = {}
    for text, is_phrase, is_out in _terms(query[:_MOST_ASKED]):
        pieces = stretches(text)
        for one in [tuple(pieces)] if is_phrase else [(piece,) for piece in pieces]:
            if not one:
                continue
            if is_out:
                unwanted[_chain(one)] = None
            else:
                words[one] = None
    kept = list(words)[:_MOST_WORDS]
    pairs = [piece[at : at + 2] for one in kept for piece in one for at in range(len(piece) - 1)]
    ends = [piece[-1] for one in kept for piece in one[:-1]]
    single = [one[-1] for one in kept if len(one[-1]) == 1]
    return Wanted(
        grams=tuple(dict.fromkeys([*pairs, *ends])),
        first=tuple(dict.fromkeys(single)),
        chains=tuple(dict.fromkeys(_chain(one) for one in kept)),
        unwanted=tuple(unwanted)[:_MOST_WORDS],
        words=tuple(" ".join(one) for one in kept),
    )


def _terms(query: str) -> Iterator[tuple[str, bool, bool]]:
    """Each piece of the query: its text, whether it is a phrase, whether it is ruled out."""
    at = 0
    for match in _QUOTED.finditer(query):
        yield from _plain(query[at : match.start()])
        yield next(text for text in match.groups()[1:] if text is not None), True, bool(match["minus"])
        at = match.end()
    yield from _plain(query[at:])


def _plain(text: str) -> Iterator[tuple[str, bool, bool]]:
    for word in text.split():
        yield word.lstrip(_MINUS), False, word[0] in _MINUS


def _chain(pieces: tuple[str, ...]) -> str:
    """How these stretches, one after the other, stand in what is stored; the last may go on there."""
    grams = [piece[at : at + 2] for piece in pieces for at in range(len(piece))]
    return " ".join(grams[:-1] if len(pieces[-1]) > 1 else grams)


# --- In the text as it is read ------------------------------------------------------------------------------
def places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where ``words`` (of ``Wanted``) stand in ``text``: (start, end) in its own characters, in order, none twice."""
    plain, origin = _with_origin(text)
    pattern = "|".join(
        r"[\W_]+".join(map(re.escape, word.split(" "))) for word in sorted(words, key=len, reverse=True)
    )
    if not pattern:
        return []
    return [
        (origin[match.start()], origin[match.end() - 1] + 1)
        for match in re.finditer(pattern, plain)
        if match.end() > match.start()
    ]


def _with_origin(text: str) -> tuple[str, list[int]]:
    """The folded text, and from where in ``text`` each of its characters comes."""
    if text.isascii():
        return text.casefold(), list(range(len(text)))
    plain, origin = [], []
    for at, one in enumerate(text):
        for character in folded(one):
            plain.append(character)
            origin.append(at)
    return "".join(plain), origin
