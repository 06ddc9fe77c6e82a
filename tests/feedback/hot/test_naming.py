"""An issue is named by place and matter, in whole words that several people share."""

from __future__ import annotations

import pytest

from feedback.hot import naming
from feedback.hot.finding import Message
from feedback.hot.wholes import parted

PLACES = ("石桥村", "大石桥村", "柳湾镇", "杏林社区")


def named(*titles: str, places: tuple[str, ...] = PLACES) -> str:
    return naming.name(titles, range(len(titles)), places)


def test_place_and_matter_are_told_apart():
    titles = (
        "青禾路夜间施工噪声太大",
        "反映青禾路夜间施工噪声",
        "青禾路夜间施工噪声扰民",
        "请管管青禾路夜间施工噪声",
        "青禾路工地半夜还在响",
    )
    assert named(*titles) == "青禾路 · 夜间施工噪声"


def test_a_name_ends_with_the_word_and_not_in_it():
    """Of the pairs 路口, 口红, 红绿 most are shared; the last character of the word is shared as well."""
    titles = (
        "桥头路口红绿灯太短",
        "建议在老街路口装红绿灯",
        "校门路口红绿灯坏了",
        "渡口边路口红绿灯不亮",
        "路口没有红绿灯",
    )
    found = named(*titles)
    assert "红绿灯" in found and not found.endswith("红绿")


def test_a_name_begins_with_the_word_and_not_in_it():
    titles = (
        "实验小学门口接送太堵",
        "县实验小学门口接送车多",
        "实验小学门口接送没地方停",
        "希望疏导实验小学门口接送",
    )
    assert named(*titles).startswith("实验小学")


@pytest.mark.parametrize("cut", ["桥村路灯", "石桥村路"])
def test_no_place_of_the_congress_is_cut_in_two(cut):
    titles = (
        "石桥村路灯三个月不亮",
        "石桥村路灯坏了没人修",
        "村民说石桥村路灯一直不亮",
        "石桥村路灯什么时候修",
    )
    assert named(*titles) == "石桥村 · 路灯"
    assert naming.whole_places(cut, PLACES, [(one, n) for n, one in enumerate(titles)], 3).startswith(
        "石桥村"
    )


def test_a_place_that_too_few_wrote_is_left_out_whole():
    said = [("杏林社区停水两天", 0), ("又停水两天", 1), ("家里停水两天", 2), ("停水两天没有通知", 3)]
    assert naming.whole_places("社区停水两天", ("杏林社区",), said, 3) == "停水两天"


def test_a_place_that_few_of_them_name_is_not_the_place_of_all():
    here = [f"石桥村卫生室无人坐诊{tail}" for tail in ("", "两周", "很久", "一个月")]
    elsewhere = [
        f"{place}卫生室无人坐诊"
        for place in ("我们", "镇上", "家门口", "老街", "河边", "山里", "渡口", "坡上", "桥头")
    ]
    assert named(*here, *elsewhere) == "卫生室无人坐诊"
    assert named(*here) == "石桥村 · 卫生室无人坐诊"


def test_the_place_that_half_of_the_people_name_stands_first():
    titles = (
        "停水两天了，石桥村全村",
        "石桥村停水两天",
        "怎么停水两天没人说，石桥村",
        "停水两天没有通知",
        "停水两天",
    )
    assert named(*titles) == "石桥村 · 停水两天"


def test_the_matter_does_not_name_the_place_once_more():
    titles = (
        "建议柳湾镇石桥村安装路灯",
        "柳湾镇石桥村安全通道不亮",
        "请给柳湾镇石桥村安个灯",
        "柳湾镇石桥村安灯",
    )
    assert "石桥村" not in named(*titles).partition(" · ")[2]


def test_a_number_is_not_taken_apart():
    titles = ("12路公交末班太早", "12路公交末班能不能晚点", "希望12路公交末班推迟", "12路公交末班赶不上")
    assert named(*titles) == "12路公交末班"
    assert not [one for one, _people in naming.phrases(titles, range(4)) if one.startswith("路")]


def test_a_matter_that_ends_as_places_do_is_the_matter():
    assert named(
        *["柳湾镇希望办普惠幼儿园", "柳湾镇缺普惠幼儿园", "普惠幼儿园柳湾镇没有", "柳湾镇的普惠幼儿园"]
    ).endswith("普惠幼儿园")


@pytest.mark.parametrize(
    ("piece", "place", "matter"),
    [
        ("石桥村路灯不亮", "石桥村", "路灯不亮"),
        ("柳湾小区附近石料厂", "柳湾小区", "石料厂"),
        ("青禾县青禾路施工", "青禾县青禾路", "施工"),
        ("路口红绿灯", "", "路口红绿灯"),
        ("村民医保报销", "", "村民医保报销"),
        ("12路公交", "", "12路公交"),
        ("停水两天", "", "停水两天"),
        ("市场脏乱", "", "市场脏乱"),
    ],
)
def test_what_is_a_place_and_what_is_not(piece, place, matter):
    assert parted(piece) == (place, matter)


def test_a_title_that_was_cut_off_is_read_on_in_the_text():
    body = "我家门口那条通往学校的路上一直没有路灯照明设施晚上孩子下自习回家都要打手电筒走很远的路。请装灯。"
    cut = Message(body[:39] + "…", body)
    assert cut.headline == body.split("。")[0]
    assert Message("别处的话…", body).headline == "别处的话"


@pytest.mark.parametrize(
    "text", ["噪声 公交 低保 " * 600, "😀" * 9000, "\u200b" * 9000, "石料厂" * 4000, "綠燈" * 5000, ""]
)
def test_odd_titles_are_named_in_bounded_time(text):
    assert len(named(*[text] * 200)) <= 60
