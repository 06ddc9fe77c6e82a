"""From which confidence the router acts: the profile's value, and what an office has set above it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.actors import Actor
from casework import outbox
from casework.errors import Incomplete
from casework.models import TopicOrgan
from feedback import services
from feedback.models import RoutingThreshold, TopicRule
from feedback.routing import Chosen, propose, store
from feedback.routing.matters import Learned
from feedback.routing.thresholds import set_thresholds, thresholds_of
from feedback.routing.world import NamedOrgan, UsualOrgan, World
from tests import loops
from tests.factories import County
from tests.office_rules import Set, office_rules

__all__ = ["office_rules"]

LIGHT, CITY, WATER = 1, 11, 12
WORLD = World(
    topics={LIGHT: "路灯"},
    organs=(NamedOrgan(CITY, ("青石县城市管理局",)), NamedOrgan(WATER, ("青石县水利局",))),
    usual={LIGHT: UsualOrgan(CITY)},
    home="青石县",
)


def asked(text: str, topic_threshold: float, sure: float = 0.7) -> tuple[int | None, int | None]:
    """The topic and the organ that are proposed where the topic is ``sure``."""
    world = replace(WORLD, topic_threshold=topic_threshold)
    choice = propose(text, Chosen(), world, lambda _text: [Learned(LIGHT, sure)])
    return choice.topic.id, choice.organ.id


def test_the_offices_threshold_holds_for_topics_and_for_the_organ_that_follows_from_them() -> None:
    assert asked("门前的灯不亮", 0.0) == (LIGHT, CITY)
    assert asked("门前的灯不亮", 0.7) == (LIGHT, CITY)
    assert asked("门前的灯不亮", 0.71) == (None, None)
    assert asked("请青石县水利局来看看", 0.71) == (None, WATER)


def test_the_offices_threshold_never_makes_the_rules_laxer() -> None:
    assert asked("门前的灯不亮", 0.2, sure=0.5) == (None, None)


@pytest.mark.django_db
def test_an_office_is_stricter_than_the_rules_or_as_strict_and_never_laxer(office_rules: Set) -> None:
    office_rules(limit={"routing_confidence": 60})
    county = County()
    by = Actor.of(county.officer)
    assert (thresholds_of(county.congress).propose_from, thresholds_of(county.congress).send_from) == (60, 80)
    for refused in ({"propose_from": 59}, {"propose_from": 96}, {"send_from": 79}, {"send_from": 96}):
        with pytest.raises(Incomplete) as told:
            set_thresholds(county.congress, by=by, **{"propose_from": None, "send_from": None, **refused})
        assert told.value.field in refused
    set_thresholds(county.congress, propose_from=70, send_from=90, by=by)
    assert (thresholds_of(county.congress).propose_from, thresholds_of(county.congress).send_from) == (70, 90)
    office_rules(limit={"routing_confidence": 93})
    assert (thresholds_of(county.congress).propose_from, thresholds_of(county.congress).send_from) == (93, 93)


@pytest.mark.django_db
def test_who_changed_it_stays_and_the_same_again_is_no_change() -> None:
    county, other = County(), County()
    by = Actor.of(county.officer)
    for percent in (70, 70, None):
        set_thresholds(county.congress, propose_from=percent, send_from=None, by=by)
    rows = RoutingThreshold.objects.filter(congress=county.congress)
    assert [(row.propose_from, row.set_by) for row in rows] == [(None, county.officer), (70, county.officer)]
    assert thresholds_of(county.congress).propose_from == thresholds_of(other.congress).propose_from


@pytest.mark.django_db
def test_the_router_reads_the_offices_threshold_with_the_congress() -> None:
    county = County()
    set_thresholds(county.congress, propose_from=77, send_from=None, by=Actor.of(county.officer))
    assert store.draw(county.congress).topic_threshold == pytest.approx(0.77)


@pytest.mark.django_db
@pytest.mark.parametrize(("send_from", "status"), [(None, "assigned"), (95, "registered")])
def test_below_the_offices_threshold_nothing_goes_to_an_organ_by_itself(
    office_rules: Set, send_from: int | None, status: str
) -> None:
    office_rules(switch={"direct_small_matter": True})
    county = County()
    TopicRule.objects.create(topic=county.topic, congress=county.congress, words="搅拌站 3")
    TopicOrgan.objects.filter(congress=county.congress).update(sends_without_office=True)
    set_thresholds(county.congress, propose_from=None, send_from=send_from, by=Actor.of(county.officer))
    case = loops.submitted(county, topic=None)
    outbox.drain("feedback.route")
    case.refresh_from_db()
    services.register(case, actor=Actor.of(county.officer))
    outbox.drain("feedback.send_on")
    case.refresh_from_db()
    assert case.status == status
