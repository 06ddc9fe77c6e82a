"""A trained model: which topic a text has, how sure that is, and which words decided. Pure; needs numpy alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from feedback.learning.grams import counted, weighed, written

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_KNOWN = 8  # pieces that the model must have met before it says anything
_LEAST_SHARE = 0.15  # of the distinct pieces of one or two characters
_LEAST_FRESH = 0.3  # of all pieces that must differ: below it a text repeats itself
_SURE_OF_A_WALL = 0.5  # how sure at most of a text that repeats itself
_LONG = 120  # pieces from which a text can be said to repeat itself


@dataclass(frozen=True, slots=True)
class Guess:
    """A label and how sure, 0 to 1."""

    label: str
    sure: float


@dataclass(frozen=True)
class Model:
    """A linear layer over pieces of text, beside it a small network, and a layer that makes one score a label of both.

    ``weights``: pieces × labels, and ``bias``. ``inward``: pieces × units, ``inner``: what is added there;
    ``outward``: units × labels, and ``outer``. ``slopes``: scores of both × labels, and ``offsets``. ``curve``: slope
    and start of the logistic curve that says how sure the lead of the first label over the second makes; where it is
    empty, as in models of an earlier format, the scores are taken for logarithms of probabilities.
    ``about`` is what a person wants to know of it: counts and settings; never a text.
    """

    labels: tuple[str, ...]
    vocabulary: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    inward: NDArray[np.float16]
    inner: NDArray[np.float32]
    outward: NDArray[np.float32]
    outer: NDArray[np.float32]
    slopes: NDArray[np.float32]
    offsets: NDArray[np.float32]
    curve: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    blocks: tuple[float, float] = (0.5, 0.7)
    about: dict[str, Any] = field(default_factory=dict)

    def guesses(self, text: str) -> list[Guess]:
        """The labels, the likeliest first; none where the text is not of the kind the model has met."""
        codes, counts = counted(text)
        columns, values = self._vector(codes, counts)
        if not self._understood(codes, columns):
            return []
        odds = self._odds(columns, values)
        if _repeats_itself(counts):
            odds = _flattened(odds)
        return [Guess(self.labels[place], float(odds[place])) for place in np.argsort(-odds, kind="stable")]

    def words(self, text: str, label: str, most: int = 6) -> list[str]:
        """The words of the text that spoke for ``label``, the weightiest first.

        Only pieces of the vocabulary, which many messages share: never a number, nothing that one person wrote.
        """
        columns, values = self._vector(*counted(text))
        spoke = self.weights[columns, self.labels.index(label)] - self.weights[columns].mean(axis=1)
        gains: dict[str, float] = {}
        for column, gain in zip(columns.tolist(), (values * spoke).tolist(), strict=True):
            word = written(int(self.vocabulary[column]))
            if gain > 0 and len(word) > 1 and _is_han(word):
                gains[word] = gains.get(word, 0.0) + gain
        return _apart(sorted(gains, key=lambda word: -gains[word]), most)

    def _vector(
        self, codes: NDArray[np.uint64], counts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        return weighed(codes, counts, self.vocabulary, self.rarity, self.blocks)

    def _understood(self, codes: NDArray[np.uint64], columns: NDArray[np.int64]) -> bool:
        short = int((codes < 1 << 32).sum())
        known = int((self.vocabulary[columns] < 1 << 32).sum())
        return known >= LEAST_KNOWN and known >= _LEAST_SHARE * short

    def _odds(self, columns: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        scores = values @ self.weights[columns] + self.bias
        inside = np.maximum(values @ self.inward[columns].astype(np.float32) + self.inner, 0)
        both = np.concatenate([scores, logs(inside @ self.outward + self.outer)])
        raised = both @ self.slopes + self.offsets
        if len(self.curve):
            return by_lead(raised, float(self.curve[0]), float(self.curve[1]))
        odds = np.exp(raised - raised.max())
        return np.asarray(odds / odds.sum(), dtype=np.float32)


_AT_MOST = 0.99  # of the first one's sureness


def by_lead(raised: NDArray[np.float32], slope: float, start: float) -> NDArray[np.float32]:
    """How sure of each label: of the first by its lead over the second; the others share what is left, each less.

    The lead alone sets apart what is right better than the share of the first in all of them does.
    """
    first = int(raised.argmax())
    others = np.delete(raised, first)
    sure = 1 / (1 + np.exp(-(slope * (raised[first] - others.max()) + start)))
    left = np.exp(slope * (others - others.max()))
    rest = np.minimum(left / left.sum() * (1 - sure), sure * _AT_MOST)
    return np.insert(rest, first, sure).astype(np.float32)


_LEAST_LOG = -6.0


def logs(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logarithms of the probabilities that the network's last layer means, for one row or for many."""
    shifted = raw - raw.max(axis=-1, keepdims=True)
    found = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.asarray(np.maximum(found, _LEAST_LOG), dtype=np.float32)


def _repeats_itself(counts: NDArray[np.int64]) -> bool:
    return int(counts.sum()) > _LONG and len(counts) < _LEAST_FRESH * int(counts.sum())


def _flattened(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """At most ``_SURE_OF_A_WALL`` for the first: a wall of key words persuades nobody."""
    top = float(odds.max())
    if top <= _SURE_OF_A_WALL:
        return odds
    return np.asarray(odds * (_SURE_OF_A_WALL / top), dtype=np.float32)


def _is_han(word: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in word)


def _apart(words: list[str], most: int) -> list[str]:
    """The first ``most`` words that do not overlap an earlier one: 垃圾, not also 圾桶."""
    kept: list[str] = []
    for word in words:
        if len(kept) == most:
            break
        if not any(_overlap(word, other) for other in kept):
            kept.append(word)
    return kept


def _overlap(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    return one[-1] == other[0] or other[-1] == one[0]


__all__ = ["LEAST_KNOWN", "Guess", "Model", "by_lead", "logs"]
