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
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import RidgeClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from feedback.learning import blending, measuring, scores
from feedback.learning.grams import counted, weighed
from feedback.learning.model import Model, logs

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MESSAGES = 20  # of all labels together
LEAST_OF_A_LABEL = 3
_SMOOTH = 0.5
_INNER_FOLDS = 4
_REACH = 3.0
_ROUNDS = 30  # of the network over all messages
_ABSENT = -6.0
_LEAST_GROUPS, _GROUPS_FOR_ONE = 3, 60  # a piece in fewer messages is never learned; one more for so many


class TooFewMessages(ValueError):
    """There is not enough to learn from; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was tried and kept (docs/routing.md). ``least``: groups of messages a piece must stand in, where
    there are many messages."""

    least: int = 8
    most: float = 0.6  # a piece in a larger share of the messages says nothing
    most_pieces: int = 60_000
    blocks: tuple[float, float] = (0.5, 0.7)  # the lengths of the title and of the beginning
    learners: tuple[str, ...] = ("ratios",)
    dimensions: int = 300  # of the space in which the network learns
    units: int = 96
    networks: int = 2
    share: float = 0.5  # of the network, where the linear layer has one


@dataclass(frozen=True, slots=True)
class _Seen:
    """Messages as the pieces they are made of."""

    codes: list[NDArray[np.uint64]]
    counts: list[NDArray[np.int64]]
    groups: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Layers:
    """What was learned from some messages: the linear layer, and the network's in front of the common space."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    inner_weights: NDArray[np.float32]
    inner: NDArray[np.float32]
    outward: NDArray[np.float32]
    outer: NDArray[np.float32]

    def scores(self, matrix: Any, spread: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of messages, as pieces and as points of the common space: a column for each label from both."""
        inside = np.maximum(spread @ self.inner_weights + self.inner, 0)
        return np.hstack([matrix @ self.weights + self.bias, logs(inside @ self.outward + self.outer)])


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    settings: Settings | None = None,
    groups: NDArray[np.int64] | None = None,
) -> Model:
    """Learn from messages and their labels; ``groups`` as ``measuring`` finds them. Raises TooFewMessages.

    A label with fewer than ``LEAST_OF_A_LABEL`` different messages is left out: nothing can be said of it.
    """
    how = settings or Settings()
    every = _looked_at(texts, groups)
    kept = _enough(every, labels)
    seen = _only(every, kept)
    names, numbers = np.unique(np.array([labels[place] for place in kept]), return_inverse=True)
    vocabulary, rarity = _vocabulary(seen, how)
    matrix = _matrix(seen, vocabulary, rarity, how)
    space = _space(matrix, how)
    spread = np.asarray(matrix @ space, dtype=np.float32)
    points = np.zeros((len(kept), 2 * len(names)), np.float32)
    for known, asked in measuring.folds(numbers.tolist(), seen.groups, _INNER_FOLDS):
        if len(set(numbers[known].tolist())) < 2:
            continue
        layers = _fit(matrix[known], spread[known], numbers[known], len(names), how)
        points[asked] = layers.scores(matrix[asked], spread[asked])
    layers = _fit(matrix, spread, numbers, len(names), how)
    slopes = blending.slopes(points, how.share)
    return Model(
        labels=tuple(str(name) for name in names),
        vocabulary=vocabulary,
        rarity=rarity,
        weights=layers.weights,
        bias=layers.bias,
        inward=np.asarray(space @ layers.inner_weights, dtype=np.float16),
        inner=layers.inner,
        outward=layers.outward,
        outer=layers.outer,
        slopes=slopes,
        offsets=np.zeros(len(names), np.float32),
        curve=blending.curve(points @ slopes, numbers),
        blocks=how.blocks,
    )


def _enough(seen: _Seen, labels: Sequence[str]) -> NDArray[np.int64]:
    """The places of the messages that can be learned from: many copies of one message are one."""
    of_label: dict[str, set[int]] = {}
    for label, group in zip(labels, seen.groups.tolist(), strict=True):
        of_label.setdefault(label, set()).add(group)
    usual = {label for label, found in of_label.items() if label and len(found) >= LEAST_OF_A_LABEL}
    kept = np.array([place for place, label in enumerate(labels) if label in usual], dtype=np.int64)
    if len(usual) < 2 or len(kept) < LEAST_MESSAGES:
        raise TooFewMessages(f"{len(kept)} messages of {len(usual)} labels")
    return kept


def _looked_at(texts: Sequence[str], groups: NDArray[np.int64] | None) -> _Seen:
    pairs = [counted(text) for text in texts]
    grouped = measuring.groups(texts) if groups is None else groups
    return _Seen([one for one, _ in pairs], [one for _, one in pairs], grouped)


def _only(seen: _Seen, kept: NDArray[np.int64]) -> _Seen:
    return _Seen(
        [seen.codes[place] for place in kept], [seen.counts[place] for place in kept], seen.groups[kept]
    )


def _vocabulary(seen: _Seen, how: Settings) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Pieces that stand in enough groups: what only one person wrote, or wrote often, is not in a model."""
    firsts = np.unique(seen.groups, return_index=True)[1]
    codes, often = np.unique(np.concatenate([seen.codes[row] for row in firsts]), return_counts=True)
    least = max(_LEAST_GROUPS, min(how.least, len(firsts) // _GROUPS_FOR_ONE))
    kept = (often >= least) & (often <= how.most * len(firsts))
    while kept.sum() > how.most_pieces:
        least += 1
        kept &= often >= least
    if not kept.any():
        raise TooFewMessages("no piece stands in enough messages")
    rarity = np.log((1 + len(firsts)) / (1 + often[kept])) + 1
    return codes[kept], rarity.astype(np.float32)


def _matrix(seen: _Seen, vocabulary: Any, rarity: Any, how: Settings) -> Any:
    pairs = [
        weighed(codes, counts, vocabulary, rarity, how.blocks)
        for codes, counts in zip(seen.codes, seen.counts, strict=True)
    ]
    ends = np.concatenate([[0], np.cumsum([len(columns) for columns, _values in pairs])])
    columns = np.concatenate([columns for columns, _values in pairs])
    values = np.concatenate([values for _columns, values in pairs])
    return sparse.csr_matrix((values, columns, ends), shape=(len(pairs), len(vocabulary)))


def _space(matrix: Any, how: Settings) -> NDArray[np.float32]:
    """The directions in which the messages differ most, found without their labels: pieces × dimensions.

    Scaled so that a message is about ``_REACH`` away from the middle, which suits the network.
    """
    most = min(how.dimensions, min(matrix.shape) - 1)
    found = TruncatedSVD(most, n_iter=2, random_state=0).fit(matrix)
    space = found.components_.T.astype(np.float32)
    away = float(np.sqrt(np.square(matrix @ space).sum(axis=1).mean())) or 1.0
    return np.asarray(space * (_REACH / away), dtype=np.float32)


def _fit(
    matrix: Any, spread: NDArray[np.float32], numbers: NDArray[np.int64], count: int, how: Settings
) -> _Layers:
    weights, bias = np.zeros((matrix.shape[1], count), np.float32), np.zeros(count, np.float32)
    for name in how.learners:
        own_weights, own_bias = _LEARNERS[name](matrix, numbers, count)
        scale = float((matrix @ own_weights + own_bias).std()) or 1.0
        weights += (own_weights / scale).astype(np.float32)
        bias += (own_bias / scale).astype(np.float32)
    return _Layers(weights, bias, *_networks(spread, numbers, count, how))


def _networks(spread: NDArray[np.float32], numbers: NDArray[np.int64], count: int, how: Settings) -> Any:
    """Small networks that differ by where they began, as one: their last layers are averaged."""
    inner, bias, outward, outer = [], [], [], np.zeros(count, np.float32)
    for seed in range(how.networks):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            one = MLPClassifier((how.units,), alpha=1e-3, max_iter=_ROUNDS, random_state=seed).fit(
                spread, numbers
            )
        last, start = _unfolded_last(one, count)
        inner.append(one.coefs_[0])
        bias.append(one.intercepts_[0])
        outward.append(last / how.networks)
        outer += start / how.networks
    layers = (np.hstack(inner), np.concatenate(bias), np.vstack(outward), outer)
    return [layer.astype(np.float32) for layer in layers]


def _unfolded_last(network: Any, count: int) -> tuple[Any, Any]:
    """The last layer with a column for all labels; for two labels the network has one column."""
    last, start = network.coefs_[1], network.intercepts_[1]
    if len(network.classes_) == 2:
        last, start = np.hstack([-last / 2, last / 2]), np.concatenate([-start / 2, start / 2])
    weights, bias = np.zeros((last.shape[0], count)), np.full(count, _ABSENT)
    weights[:, network.classes_], bias[network.classes_] = last, start
    return weights, bias


def _ratios(matrix: Any, truth: NDArray[np.int64], count: int) -> tuple[Any, Any]:
    """Each label against the rest, each piece first weighed by how much oftener it stands in the label's messages.

    After Wang and Manning, "Baselines and Bigrams" (2012).
    """
    weights, bias = np.zeros((matrix.shape[1], count)), np.zeros(count)
    for label in range(count):
        own = truth == label
        if not own.any() or own.all():
            bias[label] = 1.0 if own.any() else -1.0
            continue
        inside, outside = (_SMOOTH + np.asarray(matrix[side].sum(axis=0)).ravel() for side in (own, ~own))
        ratio = np.log((inside / inside.sum()) / (outside / outside.sum())).astype(np.float32)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # messages that are all alike have no one best line between them
            learned = LinearSVC(C=4.0, random_state=0).fit(matrix @ sparse.diags(ratio), own)
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


def evaluate(texts: Sequence[str], labels: Sequence[str], settings: Settings | None = None) -> scores.Scores:
    """Grouped five folds: everything, the vocabulary and the calibration too, is learned from four of them.

    Raises TooFewMessages.
    """
    answers: list[tuple[str, float]] = [("", 0.0)] * len(texts)
    if len(texts) < LEAST_MESSAGES:
        raise TooFewMessages(f"{len(texts)} messages")
    grouped = measuring.groups(texts)
    for known, asked in measuring.folds(labels, grouped):
        parts = [texts[place] for place in known], [labels[place] for place in known]
        model = train(*parts, settings, grouped[known])
        for place in asked:
            answers[place] = answer(model, texts[place])
    return scores.scored(labels, answers)


def answer(model: Model, text: str) -> tuple[str, float]:
    """The likeliest label and how sure; "" and 0 where the model says nothing."""
    best = next(iter(model.guesses(text)), None)
    return (best.label, best.sure) if best else ("", 0.0)


__all__ = ["LEAST_MESSAGES", "Settings", "TooFewMessages", "answer", "evaluate", "train"]
