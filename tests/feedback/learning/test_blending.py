"""Two layers' answers become one, and how far the first label leads says how sure that is."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from feedback.learning import blending, modelfile
from feedback.learning.model import by_lead
from feedback.learning.training import Settings, train
from tests.feedback.learning.messages import message, messages

SCORES = arrays(np.float32, st.integers(2, 9), elements=st.floats(-30, 30, width=32))


@given(SCORES, st.floats(0, 50), st.floats(-20, 20))
def test_the_first_label_stays_the_first_and_no_share_is_given_twice(
    scores: np.ndarray, slope: float, start: float
) -> None:
    odds = by_lead(scores, slope, start)
    assert np.argsort(-odds, kind="stable")[0] == scores.argmax()
    assert (odds >= 0).all()
    assert odds.sum() <= 1 + 1e-5


def test_a_larger_lead_is_surer_whatever_the_other_labels_are() -> None:
    near, far = (by_lead(np.array([lead, 0.0, -9.0], np.float32), 2.0, -1.0)[0] for lead in (0.5, 2.0))
    assert far > near
    many = by_lead(np.array([2.0, *[0.0] * 8], np.float32), 2.0, -1.0)[0]
    assert many == pytest.approx(far)


def test_layers_that_speak_louder_do_not_count_for_more() -> None:
    dice = np.random.default_rng(0)
    linear, network = dice.normal(size=(200, 3)), dice.normal(size=(200, 3)) - 5
    quiet, loud = np.hstack([linear, network]), np.hstack([linear * 40, network * 40])
    scores = [points @ blending.slopes(points, 0.5) for points in (quiet, loud)]
    assert np.allclose(*scores, atol=1e-4)
    found = blending.slopes(quiet, 0.5)
    centred = network - network.mean(axis=1, keepdims=True)
    assert found[3, 0] * centred.std() == pytest.approx(0.5 * found[0, 0] * linear.std(), rel=1e-4)


def test_how_sure_is_how_often_that_lead_was_right() -> None:
    dice = np.random.default_rng(1)
    leads = dice.uniform(0, 3, 4000)
    right = dice.uniform(size=4000) < 1 / (1 + np.exp(-(2 * leads - 1)))
    scores = np.stack([leads, np.zeros(4000), np.full(4000, -1.0)], axis=1).astype(np.float32)
    slope, start = blending.curve(scores, np.where(right, 0, 1))
    assert (slope, start) == (pytest.approx(2, abs=0.25), pytest.approx(-1, abs=0.25))


@pytest.mark.parametrize("number", [0, 1])
def test_a_curve_is_found_also_where_every_answer_was_right_or_wrong(number: int) -> None:
    scores = np.array([[lead, 0.0] for lead in np.linspace(0.1, 2, 30)], np.float32)
    slope, start = blending.curve(scores, np.full(30, number))
    assert slope >= 0
    assert np.isfinite([slope, start]).all()


def test_a_model_of_the_earlier_format_answers_as_it_did() -> None:
    model = train(*messages(12), Settings(networks=1))
    stored = dict(np.load(io.BytesIO(modelfile.to_bytes(model))))
    head = json.loads(bytes(stored["head"]).decode()) | {"format": 1}
    stored["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    del stored["curve"]
    target = io.BytesIO()
    np.savez(target, **stored)
    earlier = modelfile.from_bytes(target.getvalue())
    said = earlier.guesses(message("wages", 9000))
    assert said[0].label == "wages"
    assert sum(guess.sure for guess in said) == pytest.approx(1, abs=1e-4)
    assert len(earlier.curve) == 0


def test_a_curve_of_another_shape_is_refused() -> None:
    stored = dict(np.load(io.BytesIO(modelfile.to_bytes(train(*messages(12), Settings(networks=1))))))
    for curve in (np.zeros(0, np.float32), np.zeros(3, np.float32), np.array([np.nan, 0], np.float32)):
        target = io.BytesIO()
        np.savez(target, **{**stored, "curve": curve})
        with pytest.raises(modelfile.BadModel):
            modelfile.from_bytes(target.getvalue())
