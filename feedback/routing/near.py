"""Names that are almost in a text: one character wrong, or others with the same sound. Pure.

Bounded: only the first ``_LOOKED_AT`` characters are looked at, only where a name's ending stands, and each such
spot is looked up, by its sound and with one character masked, never compared with every name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pypinyin import Style, lazy_pinyin

from feedback.routing.finder import fold

_T = TypeVar("_T")
_LOOKED_AT = 2000  # characters
_MOST_SPOTS = 60  # endings that are looked at
_SHORTEST, _LONGEST = 3, 8  # characters of a name; in a shorter one nothing may be wrong
_ENDINGS = "村镇乡街路园苑区居道城庄巷弄湾桥寨屯"
SAME_SOUND, ONE_WRONG = 0.62, 0.5  # the second only ever a hint


@dataclass(frozen=True, slots=True)
class Near(Generic[_T]):
    """``written`` in the text is taken for ``name``; ``sure`` 0 to 1."""

    written: str
    name: str
    value: _T
    sure: float


class NearNames(Generic[_T]):
    """Names of three to eight characters that end as names of places do."""

    def __init__(self, names: Iterable[tuple[str, _T]]) -> None:
        self._by_sound: dict[tuple[str, ...], list[tuple[str, _T]]] = defaultdict(list)
        self._by_hole: dict[str, list[tuple[str, _T]]] = defaultdict(list)
        for name, value in names:
            folded = fold(name)
            if not _SHORTEST <= len(folded) <= _LONGEST or folded[-1] not in _ENDINGS:
                continue
            self._by_sound[_sounds(folded)].append((folded, value))
            if len(folded) > _SHORTEST:
                for hole in _holes(folded):
                    self._by_hole[hole].append((folded, value))

    def find(self, text: str) -> Near[_T] | None:
        """The one place that the text almost names; None where there is none, or where it may be several."""
        found: list[Near[_T]] = []
        for end in _ends(fold(text[:_LOOKED_AT])):
            found += self._at(end)
        best = max((one.sure for one in found), default=0.0)
        meant = {one.value: one for one in found if one.sure == best}
        return next(iter(meant.values())) if len(meant) == 1 else None

    def _at(self, before: str) -> list[Near[_T]]:
        """What the characters up to an ending may mean."""
        found = []
        for length in range(_SHORTEST, min(_LONGEST, len(before)) + 1):
            written = before[-length:]
            found += [Near(written, *one, SAME_SOUND) for one in self._by_sound.get(_sounds(written), ())]
            if length > _SHORTEST:
                close = {one for hole in _holes(written) for one in self._by_hole.get(hole, ())}
                found += [Near(written, *one, ONE_WRONG) for one in close]
        return found


def _ends(folded: str) -> list[str]:
    """For each ending in the text the characters before it, and it."""
    places = [place for place, character in enumerate(folded) if character in _ENDINGS][:_MOST_SPOTS]
    return [folded[max(0, place + 1 - _LONGEST) : place + 1] for place in places]


def _holes(name: str) -> set[str]:
    """The name with one character masked, never the ending: equal for names that differ in one."""
    return {name[:place] + "*" + name[place + 1 :] for place in range(len(name) - 1)}


def _sounds(name: str) -> tuple[str, ...]:
    """The syllables, those that are often mistaken for each other as one: zh and z, -ng and -n."""
    return tuple(_syllable(character) for character in name)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    sound = lazy_pinyin(character, style=Style.NORMAL)[0]
    head = sound.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    return head.removesuffix("g") if head.endswith("ng") else head
