"""What is done to a citizen's words, and above all what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.errors import Incomplete
from feedback.text import (
    bigrams,
    checked,
    clean,
    clean_line,
    find_personal,
    mask_personal,
    similarity,
    title_from,
    without_personal,
)


def test_clean_keeps_words_spaces_and_lines() -> None:
    said = "村口  路灯\t坏了。\n\n　　已经三个月,没人修!"
    assert clean(said) == said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("路\u200b灯\ufeff坏\x00了\x07", "路灯坏了"),
        ("\u202e反过来\u202c", "反过来"),
        ("e\u0301", "é"),
        ("半个\ud83d字", "半个字"),
        ("一家👨‍👩‍👧", "一家👨‍👩‍👧"),
        ("水\u200d管", "水管"),
        ("  首尾  ", "首尾"),
    ],
)
def test_clean_removes_only_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


def test_a_place_stands_on_one_line() -> None:
    assert clean_line(" 石桥村\r\n北头\t12 号 ") == "石桥村 北头 12 号"


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\x00"])
def test_nothing_said_is_refused_naming_the_field(text: str) -> None:
    with pytest.raises(Incomplete) as refused:
        checked(text, field="message")
    assert refused.value.field == "message"


def test_over_long_is_refused_with_both_numbers() -> None:
    assert checked("水" * 10) == "水" * 10
    with pytest.raises(Incomplete) as refused:
        checked("水" * 31, most=30)
    assert "31" in str(refused.value)
    assert "30" in str(refused.value)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("村口路灯坏了。已经三个月没人修。", "村口路灯坏了"),
        ("尊敬的县长:您好!村口路灯坏了。请修。", "村口路灯坏了"),
        ("各位代表,我们村的水管漏水", "我们村的水管漏水"),
        ("你好", "你好"),
        ("Lamp at 5 Mill Road is out. Please mend it", "Lamp at 5 Mill Road is out. Please mend"),
    ],
)
def test_the_title_is_the_first_sentence_without_its_greeting(body: str, title: str) -> None:
    assert title_from(body) == title


def test_a_long_sentence_is_cut_at_a_pause() -> None:
    assert title_from("河道里的垃圾没有人清理," + "气味很大影响周围居民生活" * 4) == "河道里的垃圾没有人清理"


@given(st.text(min_size=1))
def test_a_title_has_at_most_forty_characters_on_one_line(body: str) -> None:
    title = title_from(body)
    assert len(title) <= 40
    assert "\n" not in title


def test_grams_are_pairs_of_neighbours_in_words_of_any_script() -> None:
    assert bigrams("居民楼WiFi 5G,水") == ["居民", "民楼", "楼w", "wi", "if", "fi", "i", "5g", "g", "水"]


def test_grams_do_not_reach_over_punctuation_and_know_full_width_letters() -> None:
    assert bigrams("停水。电费") == ["停水", "水", "电费", "费"]
    assert bigrams("ＡＢＣ１２") == ["ab", "bc", "c1", "12", "2"]


def test_alike_is_measured_from_none_to_all() -> None:
    one = "城关镇石桥村北头的搅拌站夜里十一点以后还在开工,噪声很大"
    assert similarity(one, one + "!!") == pytest.approx(1)
    assert similarity(one, "石桥村搅拌站夜里开工噪声大,老人睡不好") > 0.3
    assert similarity(one, "小学门口早晚高峰堵车严重") < 0.1
    assert similarity("", one) == 0


def test_a_text_repeated_inside_a_longer_one_is_alike() -> None:
    short = "幸福小区的电梯三天两头坏"
    assert similarity(short, short + "。物业说没有钱修,住户都很着急,老人下不了楼,买菜看病都成问题") > 0.7


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("电话13900000000", ["mobile"]),
        ("电话 139-0000-0000,或139 0000 0000", ["mobile", "mobile"]),
        ("电话13900000000", ["mobile"]),
        ("身份证11010519491231002X", ["id_card"]),
        ("信箱 xiu.lan@example.org", ["email"]),
        ("车牌粤B12345和浙A·D12345", ["plate", "plate"]),
        ("卡号4111 1111 1111 1111", ["bank_card"]),
        ("卡号4111 1111 1111 1112", []),
        ("办公电话 0571-88888888,编号202103110051", []),
        ("2021年3月11日,1390000元", []),
    ],
)
def test_personal_data_is_found(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in find_personal(text)] == kinds


def test_masking_stars_out_and_says_where() -> None:
    text = "我是王秀兰,电话13900000000。"
    masked, found = mask_personal(text)
    assert masked == "我是王秀兰,电话139********。"
    assert [text[one.start : one.end] for one in found] == ["13900000000"]
    assert "139" not in without_personal(text)
