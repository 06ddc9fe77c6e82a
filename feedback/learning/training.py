"""Learning a model from labelled messages. Needs scikit-learn; serving does not.

Linear learners of different kinds see the same pieces; their answers, each brought to one scale, are added up.
A sum of linear layers is one linear layer, so that the model stays small, quick and able to say why.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.svm import LinearSVC

from feedback.learning import measuring, scores
from feedback.learning.grams import counted, weighed
from feedback.learning.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MESSAGES = 20  # of all labels together
LEAST_OF_A_LABEL = 3
_SMOOTH = 0.5
_INNER_FOLDS = 4


class TooFewMessages(ValueError):
    """There is not enough to learn from; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was tried and kept (docs/routing.md). ``least``: groups of messages a piece must stand in."""

    least: int = 3
    most: float = 0.6  # a piece in a larger share of the messages says nothing
    blocks: tuple[float, float] = (0.5, 0.7)  # of the title and of the beginning
    learners: tuple[str, ...] = ("ratios", "ridge")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Messages as the pieces they are made of."""

    codes: list[NDArray[np.uint64]]
    counts: list[NDArray[np.int64]]
    groups: NDArray[np.int64]


def train(texts: Sequence[str], labels: Sequence[str], settings: Settings | None = None) -> Model:
    """Learn from messages and their labels. Raises TooFewMessages.

    A label with fewer than ``LEAST_OF_A_LABEL`` messages is left out: nothing can be said of it.
    """
    how = settings or Settings()
    kept = _enough(labels)
    seen = _looked_at([texts[place] for place in kept])
    names, numbers = np.unique(np.array([labels[place] for place in kept]), return_inverse=True)
    points = np.zeros((len(kept), len(names)), np.float32)
    for known, asked in measuring.folds(numbers.tolist(), seen.groups, _INNER_FOLDS):
        part = _fit(seen, known, numbers, how)
        points[asked] = _matrix(seen, asked, part[0], part[1], how) @ part[2] + part[3]
    vocabulary, rarity, weights, bias = _fit(seen, np.arange(len(kept)), numbers, how)
    slopes, offsets = _calibrated(points, numbers)
    return Model(
        tuple(str(name) for name in names), vocabulary, rarity, weights, bias, slopes, offsets, how.blocks
    )


def _enough(labels: Sequence[str]) -> list[int]:
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    kept = [place for place, label in enumerate(labels) if label and counts[label] >= LEAST_OF_A_LABEL]
    found = {labels[place] for place in kept}
    if len(found) < 2 or len(kept) < LEAST_MESSAGES:
        raise TooFewMessages(f"{len(kept)} messages of {len(found)} labels")
    return kept


def _looked_at(texts: Sequence[str]) -> _Seen:
    pairs = [counted(text) for text in texts]
    return _Seen([one for one, _ in pairs], [one for _, one in pairs], measuring.groups(texts))


def _vocabulary(
    seen: _Seen, rows: NDArray[np.int64], how: Settings
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Pieces that stand in enough groups: what only one person wrote, or wrote often, is not in a model."""
    firsts = rows[np.unique(seen.groups[rows], return_index=True)[1]]
    codes, often = np.unique(np.concatenate([seen.codes[row] for row in firsts]), return_counts=True)
    kept = (often >= how.least) & (often <= how.most * len(firsts))
    if not kept.any():
        raise TooFewMessages("no piece stands in enough messages")
    rarity = np.log((1 + len(firsts)) / (1 + often[kept])) + 1
    return codes[kept], rarity.astype(np.float32)


def _matrix(seen: _Seen, rows: NDArray[np.int64], vocabulary: Any, rarity: Any, how: Settings) -> Any:
    pairs = [
        weighed(seen.codes[row], seen.counts[row], vocabulary, rarity, how.blocks) for row in rows
    ]
    ends = np.concatenate([[0], np.cumsum([len(columns) for columns, _values in pairs])])
    columns = np.concatenate([columns for columns, _values in pairs])
    values = np.concatenate([values for _columns, values in pairs])
    return sparse.csr_matrix((values, columns, ends), shape=(len(rows), len(vocabulary)))


def _fit(seen: _Seen, rows: NDArray[np.int64], numbers: NDArray[np.int64], how: Settings) -> Any:
    """Vocabulary, rarity, weights and bias from the messages of ``rows``."""
    vocabulary, rarity = _vocabulary(seen, rows, how)
    matrix, truth = _matrix(seen, rows, vocabulary, rarity, how), numbers[rows]
    count = int(numbers.max()) + 1
    weights, bias = np.zeros((len(vocabulary), count), np.float32), np.zeros(count, np.float32)
    for name in how.learners:
        own_weights, own_bias = _LEARNERS[name](matrix, truth, count)
        scale = float((matrix @ own_weights + own_bias).std()) or 1.0
        weights += (own_weights / scale).astype(np.float32)
        bias += (own_bias / scale).astype(np.float32)
    return vocabulary, rarity, weights, bias


def _ratios(matrix: Any, truth: NDArray[np.int64], count: int) -> tuple[Any, Any]:
    """Each label against the rest, each piece first weighed by how much oftener it stands in the label's messages.

    After Wang and Manning, "Baselines and Bigrams" (2012).
    """
    weights, bias = np.zeros((matrix.shape[1], count)), np.zeros(count)
    for label in range(count):
        own = truth == label
        inside, outside = (_SMOOTH + np.asarray(matrix[side].sum(axis=0)).ravel() for side in (own, ~own))
        ratio = np.log((inside / inside.sum()) / (outside / outside.sum())).astype(np.float32)
        learned = LinearSVC(C=1.0, random_state=0).fit(matrix @ sparse.diags(ratio), own)
        weights[:, label], bias[label] = learned.coef_[0] * ratio, learned.intercept_[0]
    return weights, bias


def _margins(matrix: Any, truth: NDArray[np.int64], count: int) -> tuple[Any, Any]:
    return _unfolded(LinearSVC(C=0.5, random_state=0).fit(matrix, truth), count)


def _ridge(matrix: Any, truth: NDArray[np.int64], count: int) -> tuple[Any, Any]:
    return _unfolded(RidgeClassifier(alpha=1.0, solver="sparse_cg").fit(matrix, truth), count)


def _unfolded(learned: Any, count: int) -> tuple[Any, Any]:
    """Columns for all labels; two labels are one column and its opposite, one that was not there is none."""
    weights, bias = np.zeros((learned.coef_.shape[1], count)), np.full(count, -1.0)
    rows, starts = learned.coef_, learned.intercept_
    if len(learned.classes_) == 2:
        rows, starts = np.vstack([-rows, rows]), np.concatenate([-starts, starts])
    weights[:, learned.classes_], bias[learned.classes_] = rows.T, starts
    return weights, bias


_LEARNERS = {"ratios": _ratios, "margins": _margins, "ridge": _ridge}


def _calibrated(points: NDArray[np.float32], numbers: NDArray[np.int64]) -> tuple[Any, Any]:
    """Slopes and offsets that turn scores into probabilities, learned from messages the scorer had not seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        learned = LogisticRegression(C=1.0, max_iter=300).fit(points, numbers)
    slopes, offsets = _unfolded(learned, points.shape[1])
    return slopes.astype(np.float32), offsets.astype(np.float32)


def evaluate(
    texts: Sequence[str], labels: Sequence[str], settings: Settings | None = None
) -> scores.Scores:
    """Grouped five folds: everything, the vocabulary and the calibration too, is learned from four of them."""
    answers: list[tuple[str, float]] = [("", 0.0)] * len(texts)
    for known, asked in measuring.folds(labels, measuring.groups(texts)):
        model = train([texts[place] for place in known], [labels[place] for place in known], settings)
        for place in asked:
            answers[place] = answer(model, texts[place])
    return scores.scored(labels, answers)


def answer(model: Model, text: str) -> tuple[str, float]:
    """The likeliest label and how sure; "" and 0 where the model says nothing."""
    best = next(iter(model.guesses(text)), None)
    return (best.label, best.sure) if best else ("", 0.0)


__all__ = ["LEAST_MESSAGES", "Settings", "TooFewMessages", "answer", "evaluate", "train"]
