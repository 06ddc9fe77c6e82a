"""What new opinions are compared with in the day, as bytes: numpy arrays without pickle. Reading runs nothing of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from feedback.hot.vectors import Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KINDS = {
    "vocabulary": np.uint64,
    "rarity": np.float32,
    "issues": np.int64,
    "ends": np.int64,
    "columns": np.int64,
    "values": np.float32,
}


@dataclass(frozen=True, slots=True)
class Middles:
    """The middle of each issue in a space: ``columns`` and ``values`` from ``ends[i]`` to ``ends[i + 1]``."""

    space: Space
    issues: NDArray[np.int64]
    ends: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float32]

    def alike(self, columns: NDArray[np.int64], values: NDArray[np.float32]) -> NDArray[np.float32]:
        """How alike a message is, on average, to the opinions of each issue."""
        if not len(self.issues):
            return np.zeros(0, np.float32)
        whole = np.zeros(len(self.space.vocabulary) or 1, np.float32)
        whole[columns] = values
        products = np.concatenate([whole[self.columns] * self.values, np.zeros(1, np.float32)])
        sums = np.add.reduceat(products, self.ends[:-1])
        return np.where(np.diff(self.ends) > 0, sums, 0).astype(np.float32)


def to_bytes(middles: Middles) -> bytes:
    arrays: dict[str, Any] = {
        "vocabulary": middles.space.vocabulary,
        "rarity": middles.space.rarity,
        "issues": middles.issues,
        "ends": middles.ends,
        "columns": middles.columns,
        "values": middles.values,
    }
    target = io.BytesIO()
    np.savez_compressed(
        target, allow_pickle=False, **{name: arrays[name].astype(kind) for name, kind in _KINDS.items()}
    )
    return target.getvalue()


def from_bytes(data: bytes) -> Middles:
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(kind) for name, kind in _KINDS.items()}
    return Middles(
        Space(arrays["vocabulary"], arrays["rarity"]),
        arrays["issues"],
        arrays["ends"],
        arrays["columns"],
        arrays["values"],
    )
