"""Finding many names in one text in a single pass."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


def fold(text: str) -> str:
    """The form in which names and texts are compared: full width as half width, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class Hit(Generic[_T]):
    """``name`` stands at ``start`` of the folded text and means ``values``."""

    start: int
    name: str
    values: tuple[_T, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.name)


class Finder(Generic[_T]):
    """Looks up at each place of a text which names begin there, the longest first.

    The cost is one look-up per character, whatever the number of names. A name has two characters at least.
    """

    def __init__(self, names: Iterable[tuple[str, _T]]) -> None:
        meanings: dict[str, list[_T]] = defaultdict(list)
        for name, value in names:
            folded = fold(name).strip()
            if len(folded) > 1 and value not in meanings[folded]:
                meanings[folded].append(value)
        self._by_head: dict[str, list[tuple[str, tuple[_T, ...]]]] = {}
        for name in sorted(meanings, key=len, reverse=True):
            self._by_head.setdefault(name[:2], []).append((name, tuple(meanings[name])))

    def longest(self, folded: str) -> Iterator[Hit[_T]]:
        """Names from left to right, each as long as possible, none inside another."""
        done = 0
        for hit in self.every(folded):
            if hit.start >= done:
                done = hit.end
                yield hit

    def every(self, folded: str) -> Iterator[Hit[_T]]:
        """Every name at every place, also inside another; at each place the longest first."""
        heads = self._by_head
        # In one expression: most places begin no name, and this loop is what routing costs.
        starts = [place for place in range(len(folded) - 1) if folded[place : place + 2] in heads]
        for place in starts:
            for name, values in heads[folded[place : place + 2]]:
                if folded.startswith(name, place):
                    yield Hit(place, name, values)
