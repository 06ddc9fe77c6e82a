"""Messages as rows of weighed pairs of characters. Pure, and bounded whatever is sent.

The beginning of a message tells its matter, and its title tells it best: what stands after the first 300 characters
is not looked at, and a wall of key words has a vector that points nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from feedback.learning.grams import looked_up
from feedback.learning.text import normalised
from feedback.text import without_personal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TITLE, BODY = 80, 300  # characters that are looked at
_READ = 4 * BODY  # characters from which personal data is taken out before they are cut
_TITLE_COUNTS = 3
_LEAST = (
    (8000, 5),
    (1500, 3),
    (0, 2),
)  # from so many messages on: in how many different ones a pair must stand
_COMMON = 0.1  # a pair in more of a large collection tells nothing …
_COMMON_OF = 2000  # … and of a smaller one it may stand in more
_MOST_COMMON = 0.4
_NEVER_COMMON = 40  # messages: in so few a pair is not common, however small the collection
_BITS = np.uint64(16)
_NOT_WORDS = re.compile(r"[^0-9a-z\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
_GAP = ord(" ")


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it is compared: normalised title and beginning, nothing in it that numbers a person."""

    title: str
    body: str


def said(title: str, body: str) -> Said:
    """Of a message; without a title the first sentence stands for it."""
    head = _plain(title[:_READ])[:TITLE] if title.strip() else ""
    text = _plain(" ".join(body[:_READ].split()))
    text = text.removeprefix(head).strip()[:BODY] if head else text[:BODY]
    return Said(head or text[: TITLE // 2], text)


def _plain(text: str) -> str:
    return _NOT_WORDS.sub(" ", normalised(without_personal(text))).strip()


def _pairs(text: str) -> NDArray[np.uint64]:
    units = np.frombuffer(text.encode("utf-16-le", "replace"), dtype="<u2").astype(np.uint64)
    inside = (units[:-1] != _GAP) & (units[1:] != _GAP)
    return ((units[:-1] << _BITS) | units[1:])[inside]


def counted(one: Said) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The different pairs of a message, sorted, and how much each counts there: in the title three times."""
    titles = np.repeat(_pairs(one.title), _TITLE_COUNTS)
    codes, counts = np.unique(np.concatenate([titles, _pairs(one.body)]), return_counts=True)
    return codes, counts


def pairs_of(one: Said) -> frozenset[int]:
    """The different pairs of a message, as numbers."""
    return frozenset(_pairs(f"{one.title} {one.body}").tolist())


@dataclass(frozen=True, slots=True)
class Space:
    """The pairs that tell something, sorted, and how rare each is."""

    vocabulary: NDArray[np.uint64]
    rarity: NDArray[np.float32]

    def place(self, one: Said) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns of a message and its values there, of length one; a word said often counts little more."""
        return self.weigh(*counted(one))

    def weigh(
        self, codes: NDArray[np.uint64], counts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        if not len(self.vocabulary) or not len(codes):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        places, known = looked_up(codes, self.vocabulary)
        columns = places[known]
        values = ((1 + np.log(counts[known])) * self.rarity[columns]).astype(np.float32)
        length = float(np.sqrt(np.square(values).sum()))
        return columns, values / length if length else values


def different(messages: Sequence[Said]) -> list[int]:
    """The places of the messages without what is a copy of an earlier one."""
    first: dict[Said, int] = {}
    for place, one in enumerate(messages):
        first.setdefault(one, place)
    return list(first.values())


def space_of(found: Sequence[tuple[NDArray[np.uint64], NDArray[np.int64]]], chosen: list[int]) -> Space:
    """The space of counted messages, of which only the ``chosen`` count."""
    number = len(chosen)
    if not number:
        return Space(np.zeros(0, np.uint64), np.zeros(0, np.float32))
    codes, often = np.unique(np.concatenate([found[one][0] for one in chosen]), return_counts=True)
    share = min(_MOST_COMMON, max(_COMMON, _COMMON * (_COMMON_OF / number) ** 0.5))
    least = next(enough for size, enough in _LEAST if number >= size)
    telling = (often >= least) & (often <= max(share * number, _NEVER_COMMON))
    rarity = np.log((1 + number) / (1 + often[telling])) + 1
    return Space(codes[telling], rarity.astype(np.float32))
