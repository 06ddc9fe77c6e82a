"""Chinese text cut into bigrams, so that any database finds a word of two characters. Pure functions.

No extension of the server takes part: what is stored are grams between blanks, and a query is cut the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_WORD = 40
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|((?:(?![{_HAN}_])\w)+)")


def runs(text: str) -> Iterable[tuple[bool, str]]:
    """Stretches of Chinese characters (True) and words of other scripts and digits (False), in order."""
    for match in _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()):
        yield (True, match[1]) if match[1] else (False, match[2][:_LONGEST_WORD])


def bigrams(text: str) -> list[str]:
    """Grams in the order of the text: each pair of neighbouring Chinese characters, each word otherwise.

    The last character of a stretch is a gram by itself, so that a single character is found by prefix.
    """
    grams: list[str] = []
    for is_han, run in runs(text):
        if is_han:
            grams.extend(run[place : place + 2] for place in range(len(run)))
        else:
            grams.append(run)
    return grams


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query cut up: grams that must occur, characters that must begin one, chains that must be whole."""

    grams: tuple[str, ...]
    first: tuple[str, ...]
    chains: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.grams or self.first)

    @property
    def likes(self) -> list[str]:
        """Patterns that the stored grams must match for the chains to be whole."""
        return [f"%{chain}%" for chain in self.chains]

    @property
    def for_postgresql(self) -> str:
        """A tsquery. Grams hold letters and digits only, so nothing in them needs escaping."""
        return " & ".join([f"'{gram}'" for gram in self.grams] + [f"'{one}':*" for one in self.first])

    @property
    def for_sqlite(self) -> str:
        """The same for FTS5."""
        return " AND ".join([f'"{gram}"' for gram in self.grams] + [f'"{one}"*' for one in self.first])


def wanted(query: str) -> Wanted:
    grams: list[str] = []
    first: list[str] = []
    chains: list[str] = []
    for is_han, run in runs(query):
        if is_han and len(run) == 1:
            first.append(run)
            continue
        pairs = [run[place : place + 2] for place in range(len(run) - 1)] if is_han else [run]
        grams.extend(pairs)
        if len(pairs) > 1:
            chains.append(" ".join(pairs))
    return Wanted(tuple(dict.fromkeys(grams)), tuple(dict.fromkeys(first)), tuple(chains))
