"""How well a way of learning does, measured so that nothing it is asked was seen before. Needs scikit-learn.

Messages that share most of their pieces are one group, and a group is never on both sides: whoever sends a letter
twice is otherwise found by heart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import StratifiedGroupKFold

from feedback.learning.grams import pieces
from feedback.learning.text import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
_ALIKE = 0.5  # of the pieces of four characters of the shorter one
_COMMON = 200  # a piece in more messages tells nothing of two of them
_LOOKED_AT = 3000  # characters
_BLOCK = 2000  # messages compared at a time


def groups(texts: Sequence[str]) -> NDArray[np.int64]:
    """A number for each message, the same for those that share half of the pieces of the shorter one."""
    found = [np.unique(_fours(text)) for text in texts]
    lengths = np.array([max(1, len(one)) for one in found])
    different, columns = np.unique(np.concatenate(found), return_inverse=True)
    if not len(different):
        return np.arange(len(found), dtype=np.int64)
    rows = np.repeat(np.arange(len(found)), [len(one) for one in found])
    matrix = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)))
    matrix.resize((len(found), matrix.shape[1]))
    often = np.asarray(matrix.sum(axis=0)).ravel()
    telling = matrix[:, (often > 1) & (often <= _COMMON)].tocsr()
    pairs = [_pairs(telling, start, lengths) for start in range(0, len(found), _BLOCK)]
    left, right = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    graph = sparse.csr_matrix((np.ones(len(left)), (left, right)), shape=(len(found), len(found)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _fours(text: str) -> NDArray[np.uint64]:
    """Pieces of four characters: two of two, side by side."""
    pairs = pieces(parts(text)[1][:_LOOKED_AT], 2)
    pairs = pairs[pairs >= 1 << 16]
    return (pairs[:-2] << np.uint64(32)) | pairs[2:]


def _pairs(matrix: Any, start: int, lengths: NDArray[np.int64]) -> tuple[Any, Any]:
    shared = (matrix[start : start + _BLOCK] @ matrix.T).tocoo()
    left = shared.row + start
    alike = shared.data >= _ALIKE * np.minimum(lengths[left], lengths[shared.col])
    return left[alike], shared.col[alike]


def folds(labels: Sequence[str], grouped: NDArray[np.int64], count: int = FOLDS) -> Iterator[tuple[Any, Any]]:
    """Pairs of places, to learn from and to be asked: each message is asked once, no group is on both sides."""
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=0)
    yield from splitter.split(np.zeros(len(labels)), np.asarray(labels), grouped)
