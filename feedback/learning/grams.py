"""Pieces of one to three characters as whole numbers, and how a text looks through a vocabulary of them. Pure.

A piece of three characters fits into 48 bits exactly: no hashing, nothing collides, and a piece can be read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from feedback.learning.text import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BITS = np.uint64(16)
TITLE, HEAD = np.uint64(1 << 48), np.uint64(2 << 48)  # mark a piece of the title, of the beginning
_MARKS = np.uint64(3 << 48)
_HEAD_LENGTH = 100  # characters
LONGEST = 3


def pieces(text: str, longest: int = LONGEST) -> NDArray[np.uint64]:
    """Every piece of ``text`` of one to ``longest`` characters, in order of length, with repeats."""
    units = np.frombuffer(text.encode("utf-16-le", "replace"), dtype="<u2").astype(np.uint64)
    found = [units]
    for length in range(2, min(longest, len(units)) + 1):
        found.append((found[-1][:-1] << _BITS) | units[length - 1 :])
    return np.concatenate(found)


def counted(text: str) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The distinct pieces of a message, sorted, and how often each stands there.

    Those of the title and those of the beginning, where people say what they want, are counted once more, apart.
    """
    title, whole = parts(text)
    every = [pieces(whole), pieces(title) | TITLE, pieces(whole[:_HEAD_LENGTH]) | HEAD]
    codes, counts = np.unique(np.concatenate(every), return_counts=True)
    return codes, counts


def written(code: int) -> str:
    """The characters of a piece."""
    bare, letters = code & ((1 << 48) - 1), ""
    while bare:
        letters = chr(bare & 0xFFFF) + letters
        bare >>= 16
    return letters


def looked_up(
    codes: NDArray[np.uint64], vocabulary: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each code stands in the sorted vocabulary, and which of them stand there at all."""
    places = np.searchsorted(vocabulary, codes)
    places[places == len(vocabulary)] = 0
    return places, vocabulary[places] == codes


def weighed(
    codes: NDArray[np.uint64],
    counts: NDArray[np.int64],
    vocabulary: NDArray[np.uint64],
    rarity: NDArray[np.float32],
    blocks: tuple[float, float],
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns that a message touches and its value in each: 1 + ln(count), times rarity, of length one.

    Title and beginning are vectors of their own, of the lengths ``blocks``. A word said a thousand times counts
    eight times.
    """
    if not len(vocabulary):
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    places, known = looked_up(codes, vocabulary)
    columns = places[known]
    values = ((1 + np.log(counts[known])) * rarity[columns]).astype(np.float32)
    marks = vocabulary[columns] & _MARKS
    for mark, length in ((0, 1.0), (TITLE, blocks[0]), (HEAD, blocks[1])):
        which = marks == mark
        norm = float(np.sqrt(np.square(values[which]).sum()))
        if norm:
            values[which] *= length / norm
    return columns, values
