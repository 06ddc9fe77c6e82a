"""The layers' answers on one scale, and how sure the sum is of its first label. Needs scikit-learn.

Learned from messages that the layers had not seen. Few numbers are learned, whatever the labels: a slope for every
layer and label fits the messages at hand and makes the rest worse (docs/routing.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from numpy.typing import NDArray


def slopes(points: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """What makes one score a label of both layers' scores: each divided by how far it spreads, the second ``share``.

    ``points``: messages × (labels of the linear layer, labels of the network).
    """
    linear, network = np.hsplit(points, 2)
    network = network - network.mean(axis=1, keepdims=True)
    same = np.eye(linear.shape[1])
    both = np.vstack([same / (linear.std() or 1.0), share * same / (network.std() or 1.0)])
    return np.asarray(both, dtype=np.float32)


def curve(scores: NDArray[np.float32], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Slope and start of the logistic curve from the lead of the first label to how often it is the right one.

    ``scores``: messages × labels; ``numbers``: the label each message has.
    """
    ranked = np.sort(scores, axis=1)
    leads, right = ranked[:, -1] - ranked[:, -2], scores.argmax(axis=1) == numbers
    # One wrong without a lead and one right with the largest: a curve also where all answers were right, or wrong.
    leads, right = np.append(leads, [0.0, leads.max()]), np.append(right, [False, True])
    learned: Any = LogisticRegression(C=100.0).fit(leads[:, None], right)
    slope, start = max(0.0, float(learned.coef_[0, 0])), float(learned.intercept_[0])
    return np.array([slope, start], dtype=np.float32)
