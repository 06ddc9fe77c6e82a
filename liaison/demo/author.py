"""Puts one opinion into somebody's mouth: who, where, about what, in which words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from feedback.text import title_from
from liaison.demo import speech
from liaison.demo.lives import Said
from liaison.demo.matters import matters
from liaison.demo.names import person
from liaison.demo.slots import Slots

if TYPE_CHECKING:
    from liaison.demo.arrivals import Channel
    from liaison.demo.bursts import Burst
    from liaison.demo.dice import Dice
    from liaison.demo.first_screen import Scene
    from liaison.demo.matters import Matter
    from liaison.demo.offices import Office
    from liaison.demo.places import Place

_REFUSED = 0.08
_REFUSALS = (
    "petition hotline hotline court private private supervision arbitration reconsideration procuratorate"
    " other_level procurement vague vague"
).split()
_NAMELESS, _PLACE_GIVEN, _STATION_CHOSEN, _DEPUTY_CHOSEN, _TOPIC_CHOSEN = 0.24, 0.9, 0.62, 0.14, 0.7


@dataclass(frozen=True, slots=True)
class Occasion:
    """One opinion about to be written: its number, moment, channel and office; of many about one matter or not."""

    number: int
    at: datetime
    channel: Channel
    office: Office
    scene: Scene | None = None
    burst: Burst | None = None


class Author:
    """Writes opinions; the same dice give the same words."""

    def __init__(self) -> None:
        self._matters = list(matters().values())
        self._weights = list(accumulate(matter.weight for matter in self._matters))

    def write(self, occasion: Occasion, rng: Dice) -> tuple[Said, Slots, Place]:
        """What was said, the blanks it was written with, and the place it is about, given or not."""
        scene, office = occasion.scene, occasion.office
        matter, place, thing = self._about(occasion, rng)
        slots = Slots(
            rng, matter, place, office.township_of(place), occasion.at.date(),
            explicit=rng.random() < 0.74 or occasion.burst is not None, thing=thing,
        )  # fmt: skip
        invented = scene is None and occasion.burst is None
        reason = rng.choice(_REFUSALS) if invented and rng.random() < _REFUSED else ""
        body, title = self._words(occasion, reason, slots, rng)
        return self._said(occasion, slots, place, reason, body, title, rng), slots, place

    def _about(self, occasion: Occasion, rng: Dice) -> tuple[Matter, Place, str]:
        """The matter, the place, and what it is about where that is settled."""
        scene, burst, office = occasion.scene, occasion.burst, occasion.office
        if scene:
            return matters()[scene.matter], office.place_of_scene(scene, occasion.number), scene.obj
        if burst:
            return matters()[burst.matter], burst.place(office), burst.thing
        matter = rng.choices(self._matters, cum_weights=self._weights)[0]
        return matter, office.place_for(matter, rng), ""

    def _words(self, occasion: Occasion, reason: str, slots: Slots, rng: Dice) -> tuple[str, str]:
        if occasion.scene:
            return occasion.scene.body.format_map(slots), occasion.scene.title.format_map(slots)
        if occasion.burst:
            body, title = occasion.burst.words(rng)
            return body.format_map(slots), title.format_map(slots)
        if reason:
            return speech.refused(reason, slots, rng)
        return speech.body(slots.matter, slots, rng), speech.office_title(slots.matter, slots, rng)

    def _said(
        self, occasion: Occasion, slots: Slots, place: Place, reason: str, body: str, title: str, rng: Dice
    ) -> Said:
        office, channel, scene = occasion.office, occasion.channel, occasion.scene
        matter = slots.matter
        known = bool(scene) or rng.random() < _PLACE_GIVEN
        topic = channel.at_desk or scene or (not reason and rng.random() < _TOPIC_CHOSEN)
        return Said(
            number=occasion.number,
            congress=office.congress.code,
            received_at=_received(occasion, rng),
            entered_at=occasion.at,
            channel=channel.code,
            topic=matter.code if topic else "",
            place=place.code if known else "",
            station=office.station_for(place, rng) if scene or rng.random() < _STATION_CHOSEN else "",
            deputy=self._deputy(occasion, place, rng) if known else "",
            body=body,
            title=title_from(body),
            office_title=title,
            where=slots["place"] if slots.explicit and rng.random() < 0.45 else "",
            happened=speech.happened(slots, rng),
            confidential=not scene and rng.random() < _asks_for_silence(reason, matter),
            person=_person(occasion.number, rng),
            entered_by=office.officer(rng) if channel.at_desk else "citizen",
            reason=reason,
            showcase=scene.name if scene else "",
        )

    def _deputy(self, occasion: Occasion, place: Place, rng: Dice) -> str:
        """The deputy a citizen writes to, where one is named."""
        if occasion.scene and occasion.scene.is_of_demo_deputy:
            return occasion.office.demo_deputy.number
        return occasion.office.deputy_at(place, rng) if rng.random() < _DEPUTY_CHOSEN else ""


def _asks_for_silence(reason: str, matter: Matter) -> float:
    return 0.9 if reason == "supervision" else matter.confidential


def _received(occasion: Occasion, rng: Dice) -> datetime:
    """A letter is often entered on the day after it was received; everything else at once."""
    if occasion.channel.code != "letter" or rng.random() < 0.5:
        return occasion.at
    return occasion.at - timedelta(hours=rng.randint(14, 20))


def _person(number: int, rng: Dice) -> tuple[str, str, str]:
    """Name, telephone, e-mail: all invented, none of them able to reach anybody."""
    if rng.random() < _NAMELESS:
        return "", "", ""
    name = person(rng, age=rng.randint(19, 78)).name
    phone = f"0999-555{rng.randint(2000, 9999)}" if rng.random() < 0.85 else ""
    mail = f"citizen{abs(number)}@example.org" if rng.random() < 0.3 else ""
    return name, phone, mail
