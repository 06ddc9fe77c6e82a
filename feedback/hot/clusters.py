"""Which messages are about one matter, at one place, in one time. Needs scipy; memory is bounded by blocks.

Messages that are alike are chained; what a chain has drawn together is then cut where its parts are not alike on
average, so that no single message full of key words joins two matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ALIKE = 0.25  # cosine of two messages that are chained
ON_AVERAGE = 0.12  # of the parts of one matter
ELSEWHERE = 0.6  # what the cosine is worth where both places are known and differ
REST = 120  # days without a message, after which the matter comes up anew
_BLOCK = 256  # messages compared with all others at a time
_TOO_MANY = 2500  # of a chain: its pairs would take too much memory, and it is chained more strictly
_STRICTER = 0.05


def clusters(
    rows: Any, places: Sequence[str] | None = None, days: Sequence[int] | None = None
) -> list[NDArray[np.int64]]:
    """Groups of two messages or more, the largest first, each as the sorted places of its messages.

    ``rows``: a sparse row of length one for each. ``places``: what tells their townships apart, "" for unknown.
    ``days``: the day of each as a number; below zero where it is not known.
    """
    where = _numbered(places) if places is not None else None
    pairs = _alike(rows, where)
    found = [part for chain in _chains(pairs, ALIKE) for part in _parted(chain, pairs, rows, where, ALIKE)]
    if days is not None:
        found = [part for group in found for part in _in_time(group, np.asarray(days))]
    return sorted((one for one in found if len(one) > 1), key=lambda one: (-len(one), int(one[0])))


def _numbered(places: Sequence[str]) -> NDArray[np.int64]:
    known = {"": -1}
    return np.array([known.setdefault(one, len(known)) for one in places], dtype=np.int64)


def _alike(rows: Any, where: NDArray[np.int64] | None) -> Any:
    """The cosines of all pairs that are alike enough to be chained, a block of rows at a time."""
    across = rows.T.tocsr()
    blocks = []
    for start in range(0, rows.shape[0], _BLOCK):
        block = (rows[start : start + _BLOCK] @ across).tocoo()
        left, right, values = block.row + start, block.col, block.data
        values = values * _worth(where, left, right)
        kept = (values >= ALIKE) & (left < right)
        blocks.append((left[kept], right[kept], values[kept]))
    left, right, values = (np.concatenate([one[part] for one in blocks] or [[]]) for part in range(3))
    return sparse.csr_matrix((values, (left.astype(int), right.astype(int))), shape=(rows.shape[0],) * 2)


def _worth(where: NDArray[np.int64] | None, left: Any, right: Any) -> Any:
    if where is None:
        return np.float32(1)
    one, other = where[left], where[right]
    return np.where((one >= 0) & (other >= 0) & (one != other), np.float32(ELSEWHERE), np.float32(1))


def _chains(pairs: Any, least: float) -> Iterator[NDArray[np.int64]]:
    """Everything that is held together by pairs at least so alike; single messages are left out."""
    chosen = pairs.copy()
    chosen.data[chosen.data < least] = 0
    chosen.eliminate_zeros()
    _number, labels = connected_components(chosen, directed=False)
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    yield from (part for part in np.split(order, starts[1:]) if len(part) > 1)


def _parted(
    chain: NDArray[np.int64], pairs: Any, rows: Any, where: NDArray[np.int64] | None, least: float
) -> Iterator[NDArray[np.int64]]:
    """A chain cut where its parts are less alike than ``ON_AVERAGE``."""
    if len(chain) > _TOO_MANY and least < 1:
        inside = pairs[chain][:, chain]
        for part in _chains(inside, least + _STRICTER):
            yield from _parted(chain[part], pairs, rows, where, least + _STRICTER)
        return
    own = rows[chain]
    near = (own @ own.T).toarray()
    if where is not None:
        here = where[chain]
        near *= _worth(where, chain[:, None], chain[None, :]) if (here >= 0).any() else 1
    far = np.clip(1 - near, 0, 1)[np.triu_indices(len(chain), 1)]
    labels = fcluster(linkage(far, "average"), 1 - ON_AVERAGE, "distance")
    yield from (np.sort(chain[labels == label]) for label in np.unique(labels))


def _in_time(group: NDArray[np.int64], days: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Cut where nothing came for ``REST`` days; what has no day stays with the largest part."""
    dated = group[days[group] >= 0]
    if not len(dated):
        yield group
        return
    order = dated[np.argsort(days[dated], kind="stable")]
    cuts = np.flatnonzero(np.diff(days[order]) > REST) + 1
    parts = sorted(np.split(order, cuts), key=len, reverse=True)
    parts[0] = np.concatenate([parts[0], group[days[group] < 0]])
    yield from (np.sort(part) for part in parts)
