"""The form in which texts are learned from: bounded, and the same for what a reader takes for the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feedback.learning.grams import HEAD, TITLE, counted, pieces, weighed, written
from feedback.learning.text import MOST, joined, normalised, parts


def test_traditional_full_width_capital_and_hidden_characters_make_no_difference() -> None:
    assert normalised("臺灣街的噪聲") == normalised("台湾街的噪声")
    assert normalised("WIFI坏了") == normalised("wifi坏了") == "wifi坏了"
    assert normalised("噪\u200b声\u202e很\ufeff大") == "噪声很大"
    assert normalised("路灯😀坏了") == "路灯坏了"


def test_numbers_and_masked_places_are_one() -> None:
    assert normalised("电话13912345678,K3县") == normalised("电话02988887777,A12县")
    assert not any(character in "123456789" for character in normalised("2026年3月15日,金额45678元"))


def test_a_character_said_many_times_is_said_three_times() -> None:
    assert normalised("急" * 5000) == "急急急"


@given(st.text(max_size=3000))
def test_any_text_has_a_form_and_the_form_has_itself(text: str) -> None:
    found = normalised(text)
    assert len(found) <= MOST
    assert all(ord(character) < 0x10000 for character in found)
    codes, counts = counted(text)
    assert len(codes) == len(counts)
    assert (np.diff(codes.astype(np.int64)) > 0).all()


def test_the_first_line_is_the_title_if_it_is_short_and_more_follows() -> None:
    assert parts("路灯坏了\n村口的路灯坏了两个月") == ("路灯坏了", "路灯坏了 村口的路灯坏了两个月")
    assert parts("路灯坏了\n路灯坏了,请修")[1] == "路灯坏了,请修"
    title, whole = parts("没有标题的一段话" * 30)
    assert (len(title), whole.startswith(title)) == (30, True)
    assert parts(joined("", "只有正文")) == ("只有正文", "只有正文")


def test_every_piece_can_be_read_again_and_none_is_taken_for_another() -> None:
    read = [written(int(code)) for code in pieces("路灯坏")]
    assert read == ["路", "灯", "坏", "路灯", "灯坏", "路灯坏"]
    codes, _counts = counted("路灯\n修修")
    assert written(int(TITLE) | int(pieces("路灯")[2])) == "路灯"
    assert {int(code >> np.uint64(48)) for code in codes} == {0, int(TITLE) >> 48, int(HEAD) >> 48}


def test_a_text_is_a_direction_and_a_thousand_repeats_count_little() -> None:
    vocabulary, rarity = (
        np.unique(pieces("路灯坏了")),
        np.ones(10, np.float32)[: len(np.unique(pieces("路灯坏了")))],
    )
    columns, values = weighed(*counted("路灯坏了"), vocabulary, rarity, (0.5, 0.7))
    assert len(columns) == len(vocabulary)
    assert np.isclose(np.square(values).sum(), 1)
    once = dict(
        zip(
            *weighed(pieces("路灯"), np.array([1, 1, 1]), np.sort(pieces("路灯")), rarity[:3], (1, 1)),
            strict=True,
        )
    )
    often = dict(
        zip(
            *weighed(pieces("路灯"), np.array([1000, 1, 1]), np.sort(pieces("路灯")), rarity[:3], (1, 1)),
            strict=True,
        )
    )
    assert max(often.values()) / max(once.values()) < 2
