"""What is an issue, how many people stand behind it, how hot it is, and what it is called."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.hot import finding, heat, naming
from feedback.hot.finding import Message
from feedback.hot.heat import Counts, Raised, Weights
from tests.feedback.hot.bursts import BUS, NOISE, OTHERS

TODAY = date(2026, 6, 30)


def by_people(texts: tuple[tuple[str, str], ...], first: int = 0, day: date = TODAY) -> list[Message]:
    return [
        Message(title, body, day - timedelta(days=place), marks=(f"m{first + place}",))
        for place, (title, body) in enumerate(texts)
    ]


ALL = [*by_people(NOISE), *by_people(BUS, 50), *by_people(OTHERS, 90)]


def issues(messages: list[Message]) -> list[finding.Found]:
    return finding.issues(finding.compare(messages), TODAY, heat.USUAL)


def test_two_matters_come_out_as_two_issues_and_single_opinions_as_none():
    noise, bus = issues(ALL)
    assert noise.members == list(range(6))
    assert bus.members == list(range(6, 11))


def test_a_name_is_place_and_matter_in_words_that_people_share():
    noise, bus = issues(ALL)
    assert "柳湾小区" in noise.name and "石料厂" in noise.name
    assert "12路公交" in bus.name or "0路公交" in bus.name
    assert dict(noise.words)["柳湾小区"] >= 5


def test_no_name_and_no_phrase_holds_what_only_one_person_wrote():
    told = [replace(one, title=f"{one.title}张秋生1391234567{place}") for place, one in enumerate(ALL[:6])]
    alone = replace(told[0], title=told[0].title + "李冬梅")
    found = issues([alone, *told[1:], *ALL[6:]])[0]
    said = found.name + "".join(phrase for phrase, _people in found.words)
    assert "李冬梅" not in said and "1391234567" not in said


def test_fifty_copies_of_one_sender_are_one_person_and_no_issue():
    copies = [replace(ALL[0], body=f"{ALL[0].body}{place}") for place in range(50)]
    assert not issues([*copies, *ALL[11:]])


def test_copies_without_a_sender_are_one_person():
    copies = [replace(ALL[0], body=f"{ALL[0].body}{place}", marks=()) for place in range(50)]
    assert not issues([*copies, *ALL[11:]])


def test_copies_do_not_raise_the_people_of_a_real_issue():
    copies = [replace(ALL[0], body=f"{ALL[0].body}{place}") for place in range(20)]
    found = next(one for one in issues([*ALL, *copies]) if "石料厂" in one.name)
    assert found.counts.messages == 26 and found.counts.people == 6


def test_a_wall_of_key_words_joins_no_two_matters():
    wall = Message(
        "柳湾小区石料厂12路公交车末班",
        "噪声 公交 石料厂 末班 低保 斑马线 自来水 卫生院 果园 " * 60,
        TODAY,
        marks=("w",),
    )
    found = [set(one.members) for one in issues([*ALL, wall])]
    assert not [members for members in found if members & set(range(6)) and members & set(range(6, 11))]


def test_the_same_matter_at_another_place_is_another_issue():
    here = [replace(one, place="410000101") for one in ALL[:6]]
    bodies = [one.body.replace("柳湾小区", "杏林家园") for one in (*ALL[1:6], ALL[0])]
    there = [
        replace(
            one,
            title=one.title.replace("柳湾小区", "杏林家园"),
            body=body,
            place="410000102",
            marks=(f"t{number}",),
        )
        for number, (one, body) in enumerate(zip(ALL[:6], bodies, strict=True))
    ]
    found = [set(one.members) for one in issues([*here, *there, *ALL[6:]])]
    assert set(range(6)) in found and set(range(6, 12)) in found


def test_a_matter_that_rested_long_comes_up_as_another_issue():
    old = [replace(one, day=one.day - timedelta(days=300), marks=(f"o{n}",)) for n, one in enumerate(ALL[:6])]
    assert [one.members for one in issues([*ALL[:6], *old, *ALL[11:]])] == [
        list(range(6)),
        list(range(6, 12)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 3000,
        "石料厂" * 3400,
        "\u200b\u202e\u2066" * 3000,
        "\U0001f468\u200d\U0001f469" * 2000,
        "俺们屯儿那嘎达石料厂老吵吵了成宿成宿地整谁能受得了啊赶紧管管吧" * 300,
        "柳灣小區旁邊的石料廠半夜開工噪聲擾民" * 500,
        "",
        " ",
        "a",
    ],
)
def test_what_is_odd_takes_no_longer_and_disturbs_nothing(text):
    odd = [Message("", text, TODAY, marks=(f"x{n}",)) for n in range(3)]
    start = time.perf_counter()
    found = issues([*ALL, *odd])
    assert time.perf_counter() - start < 2
    assert any(set(range(6)) <= set(one.members) for one in found)
    assert any(set(range(6, 11)) <= set(one.members) for one in found)


def test_traditional_characters_are_the_same_matter():
    other = Message(
        "柳灣小區石料廠噪聲擾民", "石料廠離柳灣小區不到一百米,碎石機一響窗戶都在抖。", TODAY, marks=("t",)
    )
    assert len(ALL) in next(one.members for one in issues([*ALL, other]) if "石料厂" in one.name)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.text(max_size=200)), max_size=12))
def test_any_texts_are_grouped_once_at_most(texts):
    messages = [Message(title, body, TODAY, marks=(str(n),)) for n, (title, body) in enumerate(texts)]
    members = [one for found in issues(messages) for one in found.members]
    assert len(members) == len(set(members)) and set(members) <= set(range(len(texts)))


# --- Heat -------------------------------------------------------------------------------------------------
def test_heat_is_the_sum_of_its_parts():
    counts = Counts(messages=9, people=8, recent=5, before=2, support=16)
    weights = Weights(people=1, recent=2, growth=3, support=0.5)
    assert [part.points for part in heat.parts(counts, weights)] == [8, 10, 9, 2]
    assert heat.heat(counts, weights) == 29


def test_a_person_counts_once_in_the_days_of_the_last_message():
    raised = [Raised(TODAY - timedelta(days=40), 1), Raised(TODAY, 1), Raised(TODAY - timedelta(days=30), 2)]
    counts = heat.count(raised, TODAY, 28)
    assert (counts.messages, counts.people, counts.recent, counts.before) == (3, 2, 1, 1)


def test_what_dies_down_is_not_punished_twice():
    assert Counts(9, 9, 1, 7, 0).growth == 0


def test_a_time_line_has_every_week_also_the_quiet_ones():
    line = heat.weeks(
        [Raised(date(2026, 6, 1), 1), Raised(date(2026, 6, 2), 1), Raised(date(2026, 6, 17), 2)]
    )
    assert [(one.monday.day, one.messages, one.people) for one in line] == [(1, 2, 1), (8, 0, 0), (15, 1, 1)]


def test_more_people_are_never_less_hot():
    colder = Counts(5, 5, 2, 0, 0)
    assert heat.heat(replace(colder, people=6, recent=3, messages=6), heat.USUAL) > heat.heat(
        colder, heat.USUAL
    )


def test_nothing_shared_has_no_name():
    assert naming.name(["一二三四", "五六七八", "甲乙丙丁"], [0, 1, 2]) == ""
