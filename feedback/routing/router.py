"""The router: a pure function from a text and a picture of the world to a choice that says why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feedback.routing.choice import PARTS, Choice
from feedback.routing.matters import alternatives, choose_organ, choose_topic, follows_from_topic
from feedback.routing.people import choose_deputy, choose_station
from feedback.routing.places import choose_place

if TYPE_CHECKING:
    from feedback.routing.choice import Chosen
    from feedback.routing.matters import Classify
    from feedback.routing.world import World


def propose(text: str, chosen: Chosen, world: World, classify: Classify | None = None) -> Choice:
    """Propose place, station, deputy, topic and organ: place first, then topic.

    A part that is less sure than ``world.threshold`` names nobody, nor does a topic below ``world.topic_threshold``;
    a rule that failed holds the whole case.
    ``classify`` gives topics with a score from 0 to 1 and the words that decided, best first or not.
    """
    once = _asked_once(text, classify)
    division = choose_place(text, chosen, world)
    station = choose_station(text, chosen, division, world)
    topic, rule_organ_id, held = choose_topic(text, chosen, world, once)
    choice = Choice(
        division=division,
        station=station,
        deputy=choose_deputy(text, chosen, division, station, world),
        topic=topic,
        organ=choose_organ(text, topic, rule_organ_id, world),
        held=held,
        guess=topic,
        alternatives=alternatives(text, world, once),
    )
    from_where = _thresholds(choice, world)
    return replace(choice, **{name: getattr(choice, name).or_abstain(from_where[name]) for name in PARTS})


def _thresholds(choice: Choice, world: World) -> dict[str, float]:
    """An organ that follows from the topic alone is not named where the topic is not."""
    topics = max(world.threshold, world.topic_threshold)
    found = {**dict.fromkeys(PARTS, world.threshold), "topic": topics}
    if follows_from_topic(choice.organ) and choice.topic.confidence < topics:
        found["organ"] = topics
    return found


def _asked_once(text: str, classify: Classify | None) -> Classify | None:
    """The same answers for whoever asks again: reading a text is what costs."""
    if classify is None:
        return None
    answers = list(classify(text))
    return lambda _text: answers
