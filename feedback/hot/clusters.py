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
CHAINED_ELSEWHERE = 0.6  # what the cosine is worth in a chain where both places are known and differ …
ELSEWHERE = 0.35  # … and on average
COPY = 0.9  # of two messages that count as one when it is asked what is alike on average
REST = 120  # days without a message, after which the matter comes up anew
_BLOCK = 128  # messages compared with all others at a time
_NEIGHBOURS = 100  # that are remembered of each message
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
    copies = connected_components(_at_least(pairs, COPY), directed=False)[1]
    _kept, first = np.unique(copies, return_index=True)
    followers = _grouped(copies)
    alone = pairs[first][:, first]
    found = [
        np.sort(np.concatenate([followers[one] for one in part]))
        for chain in _chains(alone, ALIKE)
        for part in _parted(chain, alone, rows[first], None if where is None else where[first], ALIKE)
    ]
    inside = set(np.concatenate(found).tolist()) if found else set()
    found += [one for one in followers if len(one) > 1 and int(one[0]) not in inside]
    if days is not None:
        found = [part for group in found for part in _in_time(group, np.asarray(days))]
    return sorted((one for one in found if len(one) > 1), key=lambda one: (-len(one), int(one[0])))


def _grouped(labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The places of each label, in the order of the labels."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return np.split(order, starts[1:])


def _numbered(places: Sequence[str]) -> NDArray[np.int64]:
    known = {"": -1}
    return np.array([known.setdefault(one, len(known)) for one in places], dtype=np.int64)


def _alike(rows: Any, where: NDArray[np.int64] | None) -> Any:
    """The cosines of all pairs that are alike enough to be chained, a block of rows at a time.

    Of each row the most alike: a flood of copies is held together all the same, and takes no memory.
    """
    across = rows.T.tocsr()
    blocks = []
    for start in range(0, rows.shape[0], _BLOCK):
        block = (rows[start : start + _BLOCK] @ across).tocoo()
        left, right, values = block.row + start, block.col, block.data
        values = values * _worth(where, left, right, CHAINED_ELSEWHERE)
        kept = (values >= ALIKE) & (left != right)
        blocks.append(_nearest(left[kept], right[kept], values[kept]))
    left, right, values = (np.concatenate([np.zeros(0), *(one[part] for one in blocks)]) for part in range(3))
    found = sparse.csr_matrix((values, (left.astype(int), right.astype(int))), shape=(rows.shape[0],) * 2)
    return found.maximum(found.T).tocsr()


def _nearest(left: Any, right: Any, values: Any) -> tuple[Any, Any, Any]:
    order = np.lexsort((right, -values, left))
    left, right, values = left[order], right[order], values[order]
    starts = np.searchsorted(left, left)
    kept = np.arange(len(left)) - starts < _NEIGHBOURS
    return left[kept], right[kept], values[kept]


def _at_least(pairs: Any, least: float) -> Any:
    chosen = pairs.copy()
    chosen.data[chosen.data < least] = 0
    chosen.eliminate_zeros()
    return chosen


def _worth(where: NDArray[np.int64] | None, left: Any, right: Any, elsewhere: float) -> Any:
    if where is None:
        return np.float32(1)
    one, other = where[left], where[right]
    return np.where((one >= 0) & (other >= 0) & (one != other), np.float32(elsewhere), np.float32(1))


def _chains(pairs: Any, least: float) -> Iterator[NDArray[np.int64]]:
    """Everything that is held together by pairs at least so alike; single messages are left out."""
    labels = connected_components(_at_least(pairs, least), directed=False)[1]
    yield from (part for part in _grouped(labels) if len(part) > 1)


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
        near *= _worth(where, chain[:, None], chain[None, :], ELSEWHERE) if (here >= 0).any() else 1
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
