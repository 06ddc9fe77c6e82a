"""How many people stand behind messages: who signs twice is one, and copies without a sender are one. Needs scipy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COPY = 0.9  # cosine of two messages without a sender that are taken for one person's


def numbered(marks: Sequence[Sequence[str]], rows: Any) -> NDArray[np.int64]:
    """A number for each message, the same for the same person.

    ``marks``: what tells the sender of each, none where nothing does. Messages that share one are one person's.
    """
    number = len(marks)
    left, right = _sharing(marks)
    unknown = np.array([place for place, one in enumerate(marks) if not one], dtype=np.int64)
    if len(unknown) > 1:
        own = rows[unknown]
        near = (own @ own.T).tocoo()
        copies = near.data >= COPY
        left += unknown[near.row[copies]].tolist()
        right += unknown[near.col[copies]].tolist()
    graph = sparse.csr_matrix((np.ones(len(left)), (left, right)), shape=(number, number))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _sharing(marks: Sequence[Sequence[str]]) -> tuple[list[int], list[int]]:
    first: dict[str, int] = {}
    left, right = [], []
    for place, own in enumerate(marks):
        for mark in own:
            left.append(place)
            right.append(first.setdefault(mark, place))
    return left, right
