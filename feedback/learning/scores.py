"""How well answers fit what a person decided: figures from pairs of labels, by numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRECISION = 0.97


@dataclass(frozen=True, slots=True)
class Scores:
    """As measured. Shares from 0 to 1; ``coverage_at_97``: the share kept when 97 % of what is kept is right."""

    messages: int
    accuracy: float
    macro_f1: float
    coverage_at_97: float
    per_class: dict[str, dict[str, float]]
    confusion: dict[str, dict[str, int]] = field(default_factory=dict)
    calibration: list[dict[str, float]] = field(default_factory=list)

    @property
    def calibration_error(self) -> float:
        """The mean distance between how sure it was and how often it was right, in shares of one."""
        asked = sum(row["messages"] for row in self.calibration)
        gaps = sum(abs(row["sure"] - row["right"]) * row["messages"] for row in self.calibration)
        return gaps / asked if asked else 0.0


Answers = Sequence[tuple[str, float]]


def scored(truth: Sequence[str], answers: Answers) -> Scores:
    """Of the label that each message has, and of the answer it got: a label ("" for none) and how sure."""
    given = [label for label, _sure in answers]
    right = np.array([one == other for one, other in zip(truth, given, strict=True)], dtype=bool)
    sure = np.array([how for _label, how in answers], dtype=float)
    per_class = {label: _of_class(label, truth, given) for label in sorted(set(truth))}
    return Scores(
        messages=len(truth),
        accuracy=float(right.mean()) if len(right) else 0.0,
        macro_f1=float(np.mean([one["f1"] for one in per_class.values()])) if per_class else 0.0,
        coverage_at_97=coverage(right, sure),
        per_class=per_class,
        confusion=_confusion(truth, given),
        calibration=calibration(right, sure),
    )


def _of_class(label: str, truth: Sequence[str], given: Sequence[str]) -> dict[str, float]:
    both = sum(one == other == label for one, other in zip(truth, given, strict=True))
    said, are = sum(one == label for one in given), sum(one == label for one in truth)
    precision, recall = both / said if said else 0.0, both / are if are else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"messages": are, "precision": precision, "recall": recall, "f1": f1}


def _confusion(truth: Sequence[str], given: Sequence[str]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for one, other in zip(truth, given, strict=True):
        row = table.setdefault(one, {})
        row[other] = row.get(other, 0) + 1
    return table


def coverage(right: NDArray[np.bool_], sure: NDArray[np.float64], precision: float = PRECISION) -> float:
    """The largest share, the surest first, of which ``precision`` is right; equally sure ones go together."""
    if not len(right):
        return 0.0
    order = np.argsort(-sure, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    ends = np.append(np.diff(sure[order]) != 0, True)
    good = np.flatnonzero((shares >= precision) & ends)
    return float((good[-1] + 1) / len(order)) if len(good) else 0.0


def calibration(
    right: NDArray[np.bool_], sure: NDArray[np.float64], steps: int = 10
) -> list[dict[str, float]]:
    """For each tenth of sureness: how many answers, how sure they were, how often they were right."""
    rows = []
    steps_of = np.minimum((sure * steps).astype(int), steps - 1)
    for step in range(steps):
        here = steps_of == step
        if here.any():
            rows.append(
                {
                    "from": step / steps,
                    "messages": int(here.sum()),
                    "sure": float(sure[here].mean()),
                    "right": float(right[here].mean()),
                }
            )
    return rows
