"""Where the headings of a table stand and what the columns are called."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from deputies.loading.sheets import Grid

_WITHIN = 15  # rows from the top in which the headings stand
_MARKS = "*＊:：()（）[]【】_"


def folded(heading: str) -> str:
    """A heading as it is compared: width, case, blanks and marks such as “*” and “_” do not count."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(char for char in text if not char.isspace() and char not in _MARKS)


@dataclass(frozen=True, slots=True)
class Headings:
    """The names of the columns ("" for one without), the index of the first row below, how many are known."""

    names: list[str]
    end: int
    score: int

    @classmethod
    def of(cls, grid: Grid, known: frozenset[str]) -> Headings:
        """One row, or two where together they name more. Without any known name: the first row of words."""
        top = [cells for _number, cells in grid[:_WITHIN]]
        single = [cls._scored(_words(cells), index + 1, known) for index, cells in enumerate(top)]
        double = [cls._scored(_stacked(*pair), index + 2, known) for index, pair in enumerate(pairwise(top))]
        best = max([*single, *double], key=lambda each: each.score)
        if best.score:
            return best
        return next((each for each in single if sum(map(bool, each.names)) > 1), single[0])

    @classmethod
    def _scored(cls, names: list[str], end: int, known: frozenset[str]) -> Headings:
        return cls(_distinct(names), end, len({folded(name) for name in names} & known))


def _words(cells: list[Any]) -> list[str]:
    return [
        " ".join(cell.split()) if isinstance(cell, str) else "" if cell is None else str(cell)
        for cell in cells
    ]


def _stacked(upper: list[Any], lower: list[Any]) -> list[str]:
    """Two rows of headings: the lower names the column, the upper where the lower is empty."""
    above, below = _words(upper), _words(lower)
    width = max(len(above), len(below))
    above += [""] * (width - len(above))
    below += [""] * (width - len(below))
    return [low or high for high, low in zip(above, below, strict=True)]


def _distinct(names: list[str]) -> list[str]:
    """The same name a second time is told apart by a number."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return distinct
