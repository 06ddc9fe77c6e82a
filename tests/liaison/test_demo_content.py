"""The invented county: the same every time, as large as it says, believable, and nobody's real number in it."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from casework.workflows import ASSIGNMENT, OPINION
from feedback.reasons import RefusalReason
from feedback.routing.finder import fold
from feedback.routing.rules import Rule, RuleBook
from feedback.text import find_personal
from liaison.demo import first_screen
from liaison.demo.clocks import ZONE, Shipped
from liaison.demo.lives import Life
from liaison.demo.matters import fields, matters, sayings
from liaison.demo.names import romanised
from liaison.demo.scales import SCALES
from liaison.demo.timeline import Timeline, lives
from liaison.demo.world import World, world_of

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)  # a Tuesday that is worked


@pytest.fixture(scope="module")
def county() -> World:
    return world_of(SCALES["county"])


@pytest.fixture(scope="module")
def told(county: World) -> list[Life]:
    started = time.process_time()
    found = list(lives(county, NOW))
    print(f"{len(found)} lives in {time.process_time() - started:.1f} s of CPU")  # noqa: T201
    return found


# --- The world ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scale", "deputies", "stations", "organs"),
    [("village", 64, 4, 29), ("county", 1200, 40, 80), ("city", 8000, 150, 200)],
)
def test_each_scale_is_as_large_as_it_says(scale: str, deputies: int, stations: int, organs: int) -> None:
    world = world_of(SCALES[scale])
    assert len(world.deputies) == deputies
    assert sum(map(len, world.stations.values())) == stations
    assert len(world.organs) == organs


def test_codes_nest_under_a_prefix_that_no_province_has(county: World) -> None:
    codes = {place.code: place for place in county.places}
    assert len(codes) == len(county.places) == 2 + 1 + 12 + 12 * 15
    for place in county.places:
        assert place.code.startswith("99")
        assert len(place.code) == (2, 4, 6, 9, 12)[place.level - 1]
        assert place.parent == "" or place.code.startswith(place.parent)


def test_constituencies_elect_as_the_law_says(county: World) -> None:
    elected = Counter((deputy.congress, deputy.seat) for deputy in county.deputies)
    for seat in county.seats:
        assert 1 <= seat.seats <= 3
        assert elected[seat.congress, seat.code] == seat.seats
    served = {code for seat in county.seats if seat.congress == "c990121" for code in seat.places}
    assert served == {place.code for place in county.villages["990121"]}
    assert not any(congress.name.startswith("云桥街道") for congress in county.congresses)


def test_some_people_share_a_name_and_all_are_found_by_pinyin(county: World) -> None:
    names = Counter(deputy.name for deputy in county.deputies if deputy.congress == "c990121")
    assert max(names.values()) > 1
    for deputy in county.deputies[:50]:
        assert deputy.pinyin == romanised(deputy.name)
    assert romanised("王秀兰") == "wangxiulan wxl"


def test_organs_and_stations_are_named_once(county: World) -> None:
    for rows in ([organ.name for organ in county.organs], [one.name for one in county.stations["c990121"]]):
        assert len(set(rows)) == len(rows)
    aliases = {organ.code: organ.aliases for organ in county.organs}
    assert {"住建局", "住房和城乡建设局"} <= set(aliases["housing"])
    assert Counter(one.kind for one in county.stations["c990121"])["online"] == 1


# --- The words ------------------------------------------------------------------------------------------
def test_each_field_has_its_matters_and_each_matter_its_words() -> None:
    assert len(fields()) == 10
    for field in fields():
        assert 3 <= len(field.matters) <= 6
        assert field.name_en and field.hint
    for matter in matters().values():
        assert len(matter.open) >= 6 and len(matter.body) >= 6 and len(matter.ask) >= 4, matter.code


def test_each_kind_of_object_has_enough_to_say() -> None:
    least = {"open": 3, "body": 3, "ask": 2, "title": 1, "fact": 1, "do": 2, "say": 1}
    for matter in matters().values():
        for thing in matter.objects:
            about = matter.about(thing.partition("#")[2])
            for name, count in least.items():
                assert len(getattr(about, name)) >= count, (matter.code, thing, name)
                assert not any(line.startswith("#") for line in getattr(about, name))


def test_each_matter_is_known_by_its_own_words(told: list[Life]) -> None:
    """The office's rules, by themselves, give most texts of a matter to that matter."""
    codes = sorted(matters())
    book = RuleBook(tuple(Rule(n, n, matters()[code].words) for n, code in enumerate(codes)))
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for life in told[::5]:
        if life.said.reason or not life.topic:
            continue
        scores, failures = book.scores(fold(life.said.body))
        assert not failures
        best = max(scores, key=lambda n: scores[n].points, default=None)
        seen[life.topic] += 1
        right[life.topic] += best is not None and codes[best] == life.topic
    assert {code for code in codes if right[code] < 0.5 * seen[code]} == set()
    assert right.total() > 0.8 * seen.total()


def test_every_refusal_has_its_words() -> None:
    office = sayings("office")
    for table in ("refuse", "refused_body", "refused_title"):
        assert set(office[table]) == set(RefusalReason.values)


def test_nothing_said_or_answered_is_somebodys_number(told: list[Life]) -> None:
    for life in told[::3]:
        for text in (life.said.body, life.title, *(answer.body for answer in life.answers)):
            assert find_personal(text) == []
            assert not re.search(r"[{}]", text)
        for answer in life.answers:  # answers may be published
            assert "0999" not in answer.body
        _name, phone, mail = life.said.person
        assert phone == "" or phone.startswith("0999-555")
        assert mail == "" or mail.endswith("@example.org")


def test_people_do_not_repeat_one_another(told: list[Life]) -> None:
    bodies = [life.said.body for life in told]
    assert len(set(bodies)) > 0.9 * len(bodies)
    usual = [body for life, body in zip(told, bodies, strict=True) if not life.said.reason]
    assert min(map(len, usual)) >= 15 and max(map(len, usual)) <= 400


def test_most_texts_name_a_place(told: list[Life], county: World) -> None:
    names = {place.name for place in county.places if place.level > 3}
    named = sum(any(name in life.said.body for name in names) for life in told[::20])
    assert 0.5 < named / len(told[::20]) < 0.85


# --- The lives ------------------------------------------------------------------------------------------
def test_the_same_seed_tells_the_same_lives_and_another_one_others() -> None:
    scale = SCALES["village"]
    first, again = (list(lives(world_of(scale, 7), NOW)) for _ in range(2))
    assert first == again
    assert first != list(lives(world_of(scale, 8), NOW))


def test_there_are_as_many_lives_as_the_scale_says_in_the_order_they_came(told: list[Life]) -> None:
    assert len(told) == 20_000
    assert all(one.said.entered_at <= two.said.entered_at for one, two in pairwise(told))
    years = Counter(life.said.entered_at.year for life in told)
    assert sorted(years) == [2022, 2023, 2024, 2025, 2026]
    assert years[2022] < years[2023] < years[2024] < years[2025]


def test_steps_follow_one_another_and_the_tables(told: list[Life]) -> None:
    for life in told[::7]:
        assert all(one.at <= two.at for one, two in pairwise(life.acts))
        assert all(act.at <= NOW for act in life.acts)
        status = ""
        for act in [act for act in life.acts if act.share is None]:
            step = OPINION.step(act.action)
            assert act.source == status and (act.source in step.sources or act.action == "submit")
            assert act.target == (step.target or status) and act.acting in step.who
            status = act.target
        assert status == life.status
        for place, share in enumerate(life.shares):
            own = [act for act in life.acts if act.share == place]
            assert all(act.source in ASSIGNMENT.step(act.action).sources for act in own)
            assert (own[-1].target if own else "assigned") == share.status


def test_offices_work_in_office_hours(told: list[Life]) -> None:
    calendar = Shipped().calendar
    for life in told[::11]:
        for act in life.acts:
            if act.actor not in ("citizen", "system"):
                assert calendar.is_workday(act.at.date()), (act.action, act.at)
                assert 8 <= act.at.hour <= 18


def test_nine_in_ten_answers_come_in_time(told: list[Life]) -> None:
    answered = [life for life in told if life.answered_at]
    on_time = sum(not life.was_late for life in answered) / len(answered)
    assert 0.91 < on_time < 0.95


def test_the_desks_of_today_are_as_full_as_they_should_be(told: list[Life]) -> None:
    still_open = [life for life in told if life.is_open]
    waiting = SCALES["county"].waiting
    assert sum(life.status == "submitted" for life in still_open) <= waiting.to_screen
    assert sum(life.status == "submitted" for life in still_open) >= waiting.to_screen - 8
    assert sum(life.due_on == NOW.date() for life in still_open) == waiting.due_today
    assert sum(life.due_on < NOW.date() for life in still_open if life.due_on) == waiting.late
    assert 2 <= sum(life.status in ("replied", "deputy_answered") for life in still_open) <= waiting.to_review
    assert {life.status for life in still_open} == set(OPINION.open_names) - {
        "joined",
        "to_meet",
        "carried",
    }  # nobody joins in the demo, its rules ask for no meeting, and suggestions are told when it is loaded


@pytest.mark.parametrize("scale", ["village", "county"])
def test_each_scene_of_the_first_screens_stands_where_it_should(scale: str) -> None:
    shown = {
        life.said.showcase: life for life in Timeline(world_of(SCALES[scale]), NOW, Shipped()).showcase()
    }
    for scene in first_screen.scenes():
        assert scene.fits(shown[scene.name], NOW.date()), scene.name


@pytest.mark.parametrize("days", [0, 4, 5, 32, 46, 81])
def test_the_desks_are_full_on_any_day(days: int) -> None:
    """On weekends and holidays, and early in January, nothing breaks; what cannot be due today is due later."""
    now = NOW.replace(hour=5) + timedelta(days=days)
    timeline = Timeline(world_of(SCALES["village"]), now, Shipped())
    found = list(timeline.lives())
    assert len(found) == SCALES["village"].opinions
    assert len(timeline.showcase()) >= len(first_screen.scenes()) - 2
