"""Fingerprints find near-duplicates, are the same in every process, and stay quick whatever is sent."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from casework.grams import bigrams
from feedback import fingerprint

_LETTER = "石桥村北头的搅拌站夜里十一点以后还在开工,噪声很大,老人睡不好,孩子上学没精神,请有关部门尽快处理。"


def share(one: str, other: str) -> int:
    return len(set(fingerprint.bands(set(bigrams(one)))) & set(fingerprint.bands(set(bigrams(other)))))


def test_the_same_letter_with_another_name_shares_bands_and_another_matter_none() -> None:
    assert share(_LETTER, _LETTER) == fingerprint.BANDS
    assert share(_LETTER, _LETTER + "写信人张三") >= 3
    assert (
        share(_LETTER, "小学门口早晚高峰堵车,家长的车停满了人行道,孩子只能走机动车道,希望安排人维持秩序。")
        == 0
    )


def test_what_is_found_follows_the_likeness_of_the_sets() -> None:
    """Recall against exact Jaccard: the curve that the module states, within what chance allows."""
    source = random.Random(3)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    for likeness, low, high in ((0.75, 0.97, 1.0), (0.5, 0.6, 0.85), (0.08, 0.0, 0.02)):
        found = 0
        for _ in range(200):
            size, shared = 100, round(2 * 100 * likeness / (1 + likeness))
            words = ["".join(source.sample(letters, 2)) for _ in range(2 * size - shared)]
            one, other = set(words[:size]), set(words[size - shared :])
            found += bool(set(fingerprint.bands(one)) & set(fingerprint.bands(other)))
        assert low <= found / 200 <= high, (likeness, found)


def test_every_process_makes_the_same_bands() -> None:
    code = (
        "from casework.grams import bigrams; from feedback import fingerprint; import sys;"
        "sys.stdout.write(' '.join(fingerprint.bands(set(bigrams(sys.argv[1])))).encode().hex())"
    )
    other = subprocess.run([sys.executable, "-c", code, _LETTER], capture_output=True, text=True, check=True)
    mine = " ".join(fingerprint.bands(set(bigrams(_LETTER)))).encode().hex()
    assert other.stdout == mine


def test_a_band_is_never_a_word_that_somebody_can_search_for() -> None:
    for band in fingerprint.bands(set(bigrams(_LETTER))):
        assert bigrams(band) == [] and len(band) == 3


@pytest.mark.parametrize(
    "text", ["", "😀" * 5000, "路灯", "路" * 10_000, "路灯噪声垃圾停车" * 1250, "x" * 10_000]
)
def test_odd_texts_are_answered_at_once(text: str) -> None:
    began = time.perf_counter()
    fingerprint.bands(set(bigrams(text)))
    assert time.perf_counter() - began < 1


def test_a_text_of_ten_thousand_different_characters_is_answered_at_once() -> None:
    source = random.Random(1)
    text = "".join(chr(source.randrange(0x4E00, 0x9FFF)) for _ in range(10_000))
    began = time.perf_counter()
    assert len(fingerprint.bands(set(bigrams(text)))) == fingerprint.BANDS
    assert time.perf_counter() - began < 1
