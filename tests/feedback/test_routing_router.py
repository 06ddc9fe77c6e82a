"""The router as a pure function: what it proposes, why, and when it would rather not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedback.routing import Choice, Chosen, World, propose
from feedback.routing.choice import PARTS
from feedback.routing.reasons import SENTENCES, sentence, told
from feedback.routing.rules import BadRule, Rule, parse
from feedback.routing.world import DeputySeat, NamedOrgan, Place, Station, UsualOrgan

COUNTY = Place(1, "990101", "青石县", 3)
TOWN = Place(2, "990101101", "城关镇", 4)
BRIDGE = Place(3, "990101102", "石桥镇", 4)
PEACE = Place(4, "990101103", "和平街道", 4)
TOWN_VILLAGE = Place(11, "990101101001", "柳树村", 5)
TOWN_BIG = Place(12, "990101101002", "大柳树村", 5)
TOWN_MILL = Place(13, "990101101003", "磨坊村民委员会", 5)
BRIDGE_VILLAGE = Place(21, "990101102001", "柳树村", 5)
PEACE_ESTATE = Place(31, "990101103001", "幸福社区", 5)
WATER, ROADS, CITY = 1, 2, 3
LIGHT, NOISE, LAND = 1, 2, 3

WORLD = World(
    places=(COUNTY, TOWN, BRIDGE, PEACE, TOWN_VILLAGE, TOWN_BIG, TOWN_MILL, BRIDGE_VILLAGE, PEACE_ESTATE),
    stations=(
        Station(1, "城关镇代表联络站", TOWN.code),
        Station(2, "石桥镇代表之家", BRIDGE.code),
        Station(3, "石桥镇第二联络站", BRIDGE.code),
        Station(4, "幸福社区联络点", PEACE_ESTATE.code),
    ),
    deputies=(
        DeputySeat(1, "王建国", frozenset({TOWN.code}), frozenset({1})),
        DeputySeat(2, "李秀英", frozenset({BRIDGE.code}), frozenset({2})),
        DeputySeat(3, "张桂兰", frozenset({BRIDGE.code}), frozenset({3})),
    ),
    organs=(
        NamedOrgan(WATER, ("青石县水务局",)),
        NamedOrgan(ROADS, ("青石县交通运输局", "交通局")),
        NamedOrgan(CITY, ("青石县城市管理局", "城管局", "城管")),
    ),
    topics={LIGHT: "市政设施", NOISE: "环境保护", LAND: "土地"},
    usual={LIGHT: UsualOrgan(CITY), NOISE: UsualOrgan(ROADS)},
    rules=(
        Rule(1, LIGHT, "路灯 2\n井盖 2\n坏了 0.3", "手机坏了"),
        Rule(2, NOISE, "/噪(声|音)/ 2\n施工"),
        Rule(3, LAND, "征地 3", organ_id=WATER),
    ),
    home="青石县",
)


def routed(text: str, world: World = WORLD, **chosen: object) -> Choice:
    return propose(text, Chosen(**chosen), world)  # type: ignore[arg-type]


def codes(choice: Choice, part: str) -> list[str]:
    return [reason.code for reason in getattr(choice, part).reasons]


# --- Place ----------------------------------------------------------------------------------------------
def test_the_chosen_place_comes_first_and_is_certain() -> None:
    choice = routed("路灯坏了", division_id=TOWN.id)
    assert (choice.division.id, choice.division.confidence) == (TOWN.id, 1.0)
    assert codes(choice, "division") == ["place_chosen"]


def test_a_village_named_in_the_text_makes_the_chosen_township_more_exact() -> None:
    assert routed("柳树村的路灯坏了", division_id=BRIDGE.id).division.id == BRIDGE_VILLAGE.id


def test_the_chosen_place_stands_though_another_is_named_but_less_surely() -> None:
    choice = routed("石桥镇的路灯坏了", division_id=TOWN.id)
    assert choice.division.id == TOWN.id
    assert choice.division.confidence < 1
    assert "other_place_named" in codes(choice, "division")


def test_the_chosen_station_gives_the_place() -> None:
    choice = routed("路灯坏了", station_id=2)
    assert (choice.division.id, choice.station.id, choice.station.confidence) == (BRIDGE.id, 2, 1.0)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("城关镇的路灯坏了", TOWN),
        ("城关这边的路灯坏了", TOWN),
        ("大柳树村的路灯坏了", TOWN_BIG),
        ("磨坊村的路灯坏了", TOWN_MILL),
        ("幸福社区没有路灯", PEACE_ESTATE),
        ("和平街道办的路灯坏了", PEACE),
        ("城关镇柳树村的路灯坏了", TOWN_VILLAGE),
        ("柳树村的路灯坏了,我们归石桥镇管", BRIDGE_VILLAGE),
    ],
)
def test_a_place_named_in_the_text_is_found(text: str, place: Place) -> None:
    assert routed(text).division.id == place.id


@pytest.mark.parametrize("text", ["我们要和平的生活", "祝大家幸福", "路灯坏了", ""])
def test_everyday_words_name_no_place(text: str) -> None:
    choice = routed(text)
    assert choice.division.id is None
    assert choice.abstained


def test_the_same_village_name_in_two_townships_is_left_to_a_person() -> None:
    choice = routed("柳树村的路灯坏了")
    assert choice.division.id is None
    assert codes(choice, "division") == ["same_name_in_townships"]
    assert "城关镇柳树村" in str(choice.division.reasons[0].params["places"])
    assert choice.station.id is None
    assert choice.abstained


def test_a_short_name_is_less_sure_than_the_full_one() -> None:
    assert routed("城关的路灯").division.confidence < routed("城关镇的路灯").division.confidence


def test_two_villages_of_one_township_mean_the_township() -> None:
    assert routed("大柳树村和磨坊村之间的路灯坏了").division.id == TOWN.id


def test_two_townships_named_alike_often_leave_the_place_open() -> None:
    choice = routed("从城关镇到石桥镇的路灯坏了")
    assert choice.division.id is None
    assert codes(choice, "division") == ["several_places_named"]


def test_what_was_written_as_the_place_counts_before_the_text() -> None:
    choice = routed("去石桥镇的路上路灯坏了", place="城关镇北头")
    assert choice.division.id == TOWN.id


# --- Station and deputy ---------------------------------------------------------------------------------
def test_the_station_of_the_place_or_of_the_smallest_place_around_it() -> None:
    assert routed("大柳树村的路灯坏了").station.id == 1
    assert routed("幸福社区没有路灯").station.id == 4


def test_one_of_several_stations_is_taken_in_turn_and_less_surely() -> None:
    choices = [routed(f"石桥镇第{n}号路灯坏了") for n in range(30)]
    assert {choice.station.id for choice in choices} == {2, 3}
    assert max(choice.station.confidence for choice in choices) < 0.9
    assert routed("石桥镇路灯坏了") == routed("石桥镇路灯坏了")


def test_a_station_can_be_named() -> None:
    assert routed("石桥镇第二联络站的人告诉我来这里写").station.id == 3


def test_the_chosen_deputy_brings_their_station() -> None:
    choice = routed("路灯坏了", deputy_id=3)
    assert (choice.deputy.id, choice.station.id) == (3, 3)


def test_the_only_deputy_elected_there_is_surer_than_one_of_two() -> None:
    one, two = routed("城关镇路灯坏了"), routed("石桥镇路灯坏了")
    assert one.deputy.id == 1
    assert two.deputy.id in {2, 3}
    assert one.deputy.confidence > two.deputy.confidence


def test_a_deputy_must_be_addressed_as_one() -> None:
    assert codes(routed("请王建国代表帮帮我们"), "deputy") == ["deputy_named"]
    assert routed("石桥镇王建国家门口的路灯坏了").deputy.id in {2, 3}


# --- Topic ----------------------------------------------------------------------------------------------
def test_words_with_more_weight_are_surer() -> None:
    weak, strong = routed("工地还在施工"), routed("工地还在施工,噪音很大")
    assert weak.topic.id == strong.topic.id == NOISE
    assert weak.topic.confidence < strong.topic.confidence


def test_a_word_that_speaks_against_a_rule_voids_it() -> None:
    assert routed("手机坏了,路灯下捡的").topic.id is None


def test_two_topics_equally_named_are_left_to_a_person() -> None:
    choice = routed("城关镇路灯旁边噪声大")
    assert choice.topic.id is None
    assert "below_threshold" in codes(choice, "topic")
    assert choice.abstained


def test_the_chosen_topic_is_kept() -> None:
    assert routed("噪声很大", topic_id=LIGHT).topic.id == LIGHT


def test_full_width_and_capitals_make_no_difference() -> None:
    world = replace(WORLD, rules=(Rule(1, LIGHT, "WiFi 2"),))
    assert routed("村里WIFI断了", world).topic.id == LIGHT


def test_a_classifier_plugs_in_and_agreement_is_surer() -> None:
    alone = propose("工地还在施工", Chosen(), WORLD)
    agreed = propose("工地还在施工", Chosen(), WORLD, lambda text: [(LIGHT, 0.1), (NOISE, 0.7)])
    assert agreed.topic.id == NOISE
    assert agreed.topic.confidence > alone.topic.confidence
    taught = propose("没有规则的词", Chosen(), WORLD, lambda text: [(LAND, 0.8), (999, 0.9)])
    assert taught.topic.id == LAND


# --- Organ ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["青石县水务局", "县水务局", "水务局"])
def test_an_organ_named_in_any_way_is_found(name: str) -> None:
    choice = routed(f"城关镇停水,{name}不管")
    assert choice.organ.id == WATER
    assert choice.organ.confidence > 0.6


def test_the_organ_of_another_level_is_not_ours() -> None:
    assert routed("城关镇停水,市水务局不管").organ.id is None


def test_an_organ_that_is_said_to_be_the_wrong_one_is_passed_over() -> None:
    choice = routed("城关镇路灯坏了,不是水务局的事")
    assert choice.organ.id == CITY
    assert codes(choice, "organ") == ["organ_denied", "organ_of_topic"]


def test_the_usual_organ_that_is_also_named_is_surest() -> None:
    both = routed("城关镇路灯坏了,找了城管局和交通局")
    assert both.organ.id == CITY
    assert both.organ.confidence > 0.9


def test_the_rules_own_organ_comes_before_the_topics() -> None:
    choice = routed("城关镇征地补偿没有到位")
    assert choice.organ.id == WATER
    assert codes(choice, "organ") == ["organ_of_rule"]


# --- Abstaining and failing -----------------------------------------------------------------------------
def test_below_the_threshold_it_names_nobody_but_shows_its_guess() -> None:
    strict = replace(WORLD, threshold=0.99)
    choice = routed("城关镇路灯坏了", strict)
    assert choice.abstained
    assert [getattr(choice, part).id for part in PARTS] == [None] * 5
    assert codes(choice, "station") == ["station_of_place", "below_threshold"]


@pytest.mark.parametrize("words", ["/(/", "/噪(声/ 2", "灯"])
def test_a_rule_that_cannot_be_read_holds_every_case_and_says_why(words: str) -> None:
    broken = replace(WORLD, rules=(*WORLD.rules, Rule(77, LAND, f"征地\n{words}")))
    choice = routed("城关镇路灯坏了", broken)
    assert choice.abstained
    assert choice.held[0].params["rule"] == 77
    assert words.split(" ")[0] in str(choice.held[0].params["why"])
    assert choice.topic.id == LIGHT


def test_a_rule_that_raises_while_it_runs_holds_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    class Exploding:
        def search(self, *args: object) -> None:
            raise RuntimeError("catastrophe")

    world = replace(WORLD)
    patterns = world.rule_book._patterns
    monkeypatch.setattr(world.rule_book, "_patterns", [(Exploding(), patterns[0][1], False)])
    choice = routed("城关镇路灯坏了", world)
    assert [reason.code for reason in choice.held] == ["rule_failed"]
    assert choice.abstained


def test_rules_are_read_line_by_line_with_weights_and_patterns() -> None:
    words = parse("路灯 2\n 井盖 \n\n/a b/ 1.5\n5G 信号:3")
    assert [(one.word, one.weight) for one in words] == [
        ("路灯", 2),
        ("井盖", 1),
        ("/a b/", 1.5),
        ("5G 信号", 3),
    ]
    with pytest.raises(BadRule):
        parse("/[/")


def test_an_empty_world_answers_without_falling_over() -> None:
    choice = propose("城关镇路灯坏了", Chosen(division_id=9, station_id=9, deputy_id=9, topic_id=9), World())
    assert choice.abstained
    assert choice.confidence == 0


# --- Reasons --------------------------------------------------------------------------------------------
def test_every_reason_has_a_sentence_that_its_params_fill(english: object) -> None:
    texts = [
        "城关镇柳树村路灯坏了,水务局和交通局不管",
        "柳树村",
        "石桥镇王建国代表",
        "城关的征地施工",
        "幸福社区",
        "和平街道",
    ]
    broken = replace(WORLD, rules=(*WORLD.rules, Rule(7, LAND, "/(/")))
    for text in texts:
        for row in routed(text, broken).as_json():
            assert row["code"] in SENTENCES
            assert "%(" not in sentence(row["code"], row["params"])


def test_the_stored_reasons_are_told_in_order_with_what_they_are_about(english: object) -> None:
    stored = routed("城关镇路灯坏了").as_json()
    first = told(stored)[0]
    assert (first.about, first.sentence) == ("division", "The text names the place: 城关镇.")
    assert first.percent == 90
    assert told([{"about": "topic", "code": "of_tomorrow", "params": {}}])[0].sentence == "of_tomorrow"
