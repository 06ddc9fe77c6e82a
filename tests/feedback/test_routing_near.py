"""Names written almost right, and texts that try to steer: bounded time and a sane answer."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.routing import propose
from feedback.routing.choice import Chosen
from feedback.routing.matters import Learned
from feedback.routing.near import NearNames
from feedback.routing.world import Place
from tests.feedback.test_routing_router import (
    LIGHT,
    NOISE,
    ROADS,
    TOWN,
    TOWN_VILLAGE,
    WATER,
    WORLD,
    codes,
    routed,
)

ESTATE = replace(TOWN_VILLAGE, others=("锦绣花园", "建设路", "东关老街"))
NAMED = replace(WORLD, places=tuple(ESTATE if one == TOWN_VILLAGE else one for one in WORLD.places))


def test_what_people_call_a_place_is_as_good_as_its_name() -> None:
    for said in ("锦绣花园门口的路灯坏了", "建设路上路灯坏了"):
        assert routed(said, NAMED).division.id == ESTATE.id
    assert routed("锦绣花园门口的路灯坏了").division.id is None


def test_another_character_of_the_same_sound_is_taken_for_the_name_and_said_so() -> None:
    choice = routed("锦秀花园门口的路灯坏了", NAMED)
    assert choice.division.id == ESTATE.id
    assert codes(choice, "division") == ["place_nearly_named"]
    assert choice.division.confidence < routed("锦绣花园门口", NAMED).division.confidence


def test_one_wrong_character_is_only_a_hint() -> None:
    choice = routed("绵绣花园门口的路灯坏了", NAMED)
    assert choice.division.id is None
    assert codes(choice, "division") == ["place_nearly_named", "below_threshold"]


def test_a_name_that_is_there_leaves_no_guessing() -> None:
    assert codes(routed("大柳树村和锦秀花园", NAMED), "division") == ["place_named"]


def test_where_it_may_be_several_it_is_none() -> None:
    names = NearNames([("金桥花园", 1), ("金乔花园", 2)])
    assert names.find("今桥花园的路灯") is None
    assert names.find("今桥花圃的路灯") is None
    assert NearNames([("金桥花园", 1)]).find("今桥花园的路灯").value == 1


def test_names_of_two_characters_are_never_guessed() -> None:
    assert NearNames([("石村", 1)]).find("十村的路灯") is None


# --- Texts that try to steer ----------------------------------------------------------------------------
def test_an_organ_s_name_fifty_times_is_one_name() -> None:
    once, often = routed("请交通局处理路灯坏了"), routed("请交通局处理路灯坏了" + "交通局" * 50)
    assert often.organ == once.organ
    assert often.organ.id == ROADS
    assert often.organ.confidence < 0.8


def test_a_wall_of_rule_words_is_no_surer_than_saying_them_thrice() -> None:
    thrice, wall = routed("路灯路灯路灯" + "噪声"), routed("路灯" * 1000 + "噪声")
    assert wall.topic.confidence == pytest.approx(thrice.topic.confidence)


def test_emoji_alone_name_nothing() -> None:
    choice = routed("😀😡👍🏽" * 300)
    assert choice.abstained
    assert choice.alternatives == ()


@settings(deadline=None, max_examples=30)
@given(st.text(st.sampled_from("路灯坏了锦秀花园村镇街交通局水務局噪聲\u200b😀 \n不是"), max_size=10_000))
def test_any_text_is_routed_in_bounded_time(text: str) -> None:
    start = time.process_time()
    choice = propose(text, Chosen(), NAMED)
    assert time.process_time() - start < 1
    assert all(0 <= part.confidence <= 1 for part in (choice.division, choice.topic, choice.organ))


def test_a_county_of_two_thousand_names_is_searched_quickly() -> None:
    places = [
        Place(1000 + n, f"{TOWN.code}{n:03}", f"{chr(0x4E00 + n * 7)}{chr(0x5200 + n * 5)}家村", 5)
        for n in range(2000)
    ]
    world = replace(WORLD, places=(*WORLD.places, *places))
    propose("路灯", Chosen(), world)
    start = time.process_time()
    for n in range(100):
        propose(f"甲乙丙村丁戊己街庚辛壬路{n}号" * 40, Chosen(), world)
    assert (time.process_time() - start) / 100 < 0.1


# --- The best three -------------------------------------------------------------------------------------
def learned(_text: str) -> list[Learned]:
    return [
        Learned(NOISE, 0.5, ("扰民",)),
        Learned(LIGHT, 0.3, ("路灯",)),
        Learned(99, 0.1),
        Learned(WATER, 0.02),
    ]


def test_the_best_three_have_words_and_the_usual_organ() -> None:
    choice = propose("路灯不亮,晚上扰民", Chosen(), WORLD, learned)
    found = {one.topic_id: one for one in choice.alternatives}
    assert set(found) == {LIGHT, NOISE}
    assert [one.sure for one in choice.alternatives] == sorted(
        (one.sure for one in choice.alternatives), reverse=True
    )
    assert found[NOISE].words == ("扰民",)
    assert found[LIGHT].words == ("路灯",)
    assert found[NOISE].organ_id == ROADS


def test_the_guess_is_kept_where_it_is_too_unsure_to_be_proposed() -> None:
    choice = propose("晚上扰民", Chosen(), WORLD, learned)
    assert choice.topic.id is None
    assert (choice.guess.id, choice.guess.confidence) == (NOISE, 0.5)


def test_the_text_is_read_once() -> None:
    asked = []

    def count(text: str) -> list[Learned]:
        asked.append(text)
        return learned(text)

    propose("路灯不亮", Chosen(), WORLD, count)
    assert len(asked) == 1
