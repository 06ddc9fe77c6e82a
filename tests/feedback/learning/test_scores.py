"""The figures, against ones worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from feedback.learning.measuring import folds, groups
from feedback.learning.scores import calibration, coverage, scored
from tests.feedback.learning.messages import messages


def test_accuracy_f1_and_confusion_by_hand() -> None:
    truth = ["a", "a", "a", "b", "b", "c"]
    answers = [("a", 0.9), ("a", 0.8), ("b", 0.6), ("b", 0.9), ("", 0.0), ("a", 0.4)]
    found = scored(truth, answers)
    assert found.accuracy == pytest.approx(3 / 6)
    a = {"messages": 3, "precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3}
    assert found.per_class["a"] == pytest.approx(a)
    assert found.per_class["b"]["f1"] == pytest.approx(0.5)
    assert found.per_class["c"]["f1"] == 0
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.5 + 0) / 3)
    assert found.confusion == {"a": {"a": 2, "b": 1}, "b": {"b": 1, "": 1}, "c": {"a": 1}}


def test_coverage_is_the_largest_share_that_is_right_often_enough() -> None:
    right = np.array([True] * 97 + [False] * 3 + [True] * 100)
    sure = np.linspace(1, 0.5, 200)
    assert coverage(right, sure) == pytest.approx(1.0)
    assert coverage(~right, sure) == 0
    assert coverage(np.array([True, True, False, False]), np.array([0.9, 0.8, 0.7, 0.6])) == 0.5
    assert coverage(np.array([], dtype=bool), np.array([])) == 0


def test_answers_that_are_equally_sure_are_kept_or_left_together() -> None:
    assert coverage(np.array([True, False]), np.array([0.9, 0.9])) == 0
    assert coverage(np.array([False, True]), np.array([0.9, 0.9])) == 0


def test_calibration_compares_what_was_said_with_what_came_of_it() -> None:
    rows = calibration(np.array([True, False, True, True]), np.array([0.62, 0.68, 0.99, 1.0]))
    assert [(row["from"], row["messages"], row["right"]) for row in rows] == [(0.6, 2, 0.5), (0.9, 2, 1.0)]
    assert scored(["a", "a"], [("a", 0.5), ("b", 0.5)]).calibration_error == pytest.approx(0)


def test_near_duplicates_are_one_group_and_never_on_both_sides() -> None:
    texts, labels = messages(12)
    texts += [text.replace("请", "恳请") for text in texts[:8]]
    labels += labels[:8]
    grouped = groups(texts)
    assert all(grouped[place] == grouped[len(grouped) - 8 + place] for place in range(8))
    assert len(set(grouped.tolist())) > 10
    asked: list[int] = []
    for known, part in folds(labels, grouped, 4):
        assert not set(grouped[known]) & set(grouped[part])
        asked += part.tolist()
    assert sorted(asked) == list(range(len(texts)))


def test_empty_and_tiny_texts_have_groups_too() -> None:
    assert len(groups(["", "路", "路灯", "路灯坏了没人修"])) == 4
