"""A trained model on invented messages: what it says, why, and what it never holds or lets itself be told."""

from __future__ import annotations

import io
import pickle
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.learning import modelfile
from feedback.learning.grams import written
from feedback.learning.model import Model
from feedback.learning.training import TooFewMessages, answer, train
from tests.feedback.learning.messages import TOPICS, message, messages

NAME, PHONE = "欧阳翠屏", "13912345678"


@pytest.fixture(scope="module")
def model() -> Model:
    texts, labels = messages(60)
    texts = [f"{text}联系人{NAME},电话{PHONE}" if place < 2 else text for place, text in enumerate(texts)]
    return train(texts, labels)


def test_it_knows_messages_that_it_has_never_seen(model: Model) -> None:
    texts, labels = messages(10, start=1000)
    right = [answer(model, text)[0] == label for text, label in zip(texts, labels, strict=True)]
    assert sum(right) >= 38


def test_how_sure_it_is_adds_up_and_the_likeliest_comes_first(model: Model) -> None:
    guesses = model.guesses(message("wages", 5000))
    assert {guess.label for guess in guesses} == set(TOPICS)
    assert sum(guess.sure for guess in guesses) == pytest.approx(1, abs=1e-4)
    assert guesses == sorted(guesses, key=lambda guess: -guess.sure)


def test_it_names_the_words_that_decided(model: Model) -> None:
    words = model.words("村口的路灯\n路灯不亮,老板拖欠工资", "wages")
    assert any("工资" in word or "拖欠" in word for word in words)
    assert not any("路灯" in word for word in words)


def test_nothing_that_one_person_wrote_is_in_a_model(model: Model) -> None:
    known = {written(int(code)) for code in model.vocabulary}
    assert not known & {"欧阳", "阳翠", "翠屏", "欧阳翠", "阳翠屏"}
    assert not any(character in "123456789" for piece in known for character in piece)
    data = modelfile.to_bytes(model)
    assert PHONE.encode() not in data
    assert not any(NAME[:2] in word for word in model.words(f"{NAME}的工资被拖欠", "wages"))


@pytest.mark.parametrize(
    "text", ["", " \n ", "😀😡👍🏽" * 500, "\u200b\u202e" * 3000, "1234567890" * 100, "asdf qwer" * 9]
)
def test_it_says_nothing_to_what_it_cannot_read(model: Model, text: str) -> None:
    assert model.guesses(text) == []


@pytest.mark.parametrize("text", ["拖欠工资" * 2500, "拖欠工资 社保 加班费 " * 60, "路灯坏了请修。" * 80])
def test_a_wall_of_key_words_persuades_nobody(model: Model, text: str) -> None:
    assert all(guess.sure <= 0.5 for guess in model.guesses(text))


def test_traditional_and_hidden_characters_change_nothing(model: Model) -> None:
    plain = "单位不缴社保\n老板拖欠工资不发,加班费一分没有"
    steered = "單位不繳社保\n老\u200b板拖欠工資不發,加\u2060班費一分沒有"
    assert model.guesses(plain) == model.guesses(steered)


@settings(deadline=None, max_examples=40)
@given(st.text(st.sampled_from("路灯坏了拖欠工资學校噪声😀 \n\u200b1aA,。"), max_size=10_000))
def test_any_text_gets_an_answer_in_bounded_time(model: Model, text: str) -> None:
    start = time.process_time()
    guesses = model.guesses(text)
    assert time.process_time() - start < 0.5
    assert all(0 <= guess.sure <= 1 for guess in guesses)


def test_ten_thousand_characters_cost_no_more_than_their_length(model: Model) -> None:
    long = "".join(message(topic, seed) for seed in range(60) for topic in TOPICS)[:10_000]
    start = time.process_time()
    for _ in range(5):
        model.guesses(long + long)
    assert (time.process_time() - start) / 5 < 0.2


def test_a_model_is_the_same_after_it_was_stored(model: Model) -> None:
    again = modelfile.from_bytes(modelfile.to_bytes(model))
    text = message("school", 7000)
    assert again.labels == model.labels
    assert [guess.label for guess in again.guesses(text)] == [guess.label for guess in model.guesses(text)]
    assert again.guesses(text)[0].sure == pytest.approx(model.guesses(text)[0].sure, abs=0.01)


class _Run:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit('run')",))


def _with(model: Model, **arrays: object) -> bytes:
    stored = dict(np.load(io.BytesIO(modelfile.to_bytes(model))))
    target = io.BytesIO()
    np.savez(target, **{**stored, **arrays})
    return target.getvalue()


def test_nothing_in_a_file_is_run_and_what_is_no_model_is_refused(model: Model) -> None:
    good = modelfile.to_bytes(model)
    bad = [
        b"", b"PK\x03\x04", b"no model", good[:-200], pickle.dumps(_Run()),
        _with(model, weights=np.array([_Run()], dtype=object)),
        _with(model, bias=np.zeros(99, np.float32)),
        _with(model, rarity=np.full(len(model.rarity), np.nan, np.float32)),
        _with(model, vocabulary=model.vocabulary[::-1]),
        _with(model, head=np.frombuffer(b'{"format": 1}', np.uint8)),
    ]  # fmt: skip
    for data in bad:
        with pytest.raises(modelfile.BadModel):
            modelfile.from_bytes(data)


def test_two_labels_are_learned_as_well(model: Model) -> None:
    texts, labels = messages(20)
    pairs = [(text, label) for text, label in zip(texts, labels, strict=True) if label in ("road", "wages")]
    two = train([text for text, _ in pairs], [label for _, label in pairs])
    assert answer(two, message("wages", 8000))[0] == "wages"
    assert answer(two, message("road", 8000))[0] == "road"


def test_too_few_messages_are_refused_and_rare_labels_left_out() -> None:
    texts, labels = messages(1)
    with pytest.raises(TooFewMessages):
        train(texts, labels)
    texts, labels = messages(10)
    assert "odd" not in train([*texts, "别的事情"], [*labels, "odd"]).labels


def test_the_same_messages_make_the_same_model() -> None:
    texts, labels = messages(12)
    assert modelfile.to_bytes(train(texts, labels)) == modelfile.to_bytes(train(texts, labels))


def test_a_model_whose_parts_do_not_fit_is_refused(model: Model) -> None:
    with pytest.raises(modelfile.BadModel):
        modelfile.from_bytes(modelfile.to_bytes(replace(model, labels=("a", "a", "b", "c"))))
