"""Years of a county, opinion by opinion. Pure and deterministic.

``lives(world, now)`` tells every life up to ``now`` and leaves the desks of today as a real office would
find them: so many to screen, so many due today, two late, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from heapq import merge
from typing import TYPE_CHECKING

from liaison.demo import arrivals, first_screen
from liaison.demo.author import Author, Occasion
from liaison.demo.bursts import burst_of
from liaison.demo.clocks import ZONE, Shipped, Workdays
from liaison.demo.desk import Desk
from liaison.demo.dice import Dice
from liaison.demo.journey import Journey
from liaison.demo.offices import Office
from liaison.demo.papers import Papers
from liaison.demo.plan import Plan
from liaison.demo.teller import Teller

if TYPE_CHECKING:
    from liaison.demo.arrivals import Channel
    from liaison.demo.clocks import Clocks
    from liaison.demo.first_screen import Scene
    from liaison.demo.lives import Life
    from liaison.demo.world import World

_ATTEMPTS = 24
_ENOUGH_TO_TALK = 5000  # opinions of a scale from which many can be about one matter in few weeks
_TIMES_OF_DAY = 12


def lives(world: World, now: datetime, clocks: Clocks | None = None) -> Iterator[Life]:
    """Every life of the world up to ``now`` (aware), in the order in which they came in."""
    return Timeline(world, now, clocks or Shipped()).lives()


class Timeline:
    """All lives of one world; what is open today is counted while they are told."""

    def __init__(self, world: World, now: datetime, clocks: Clocks) -> None:
        self.world, self.now, self.clocks = world, now.astimezone(ZONE), clocks
        first = arrivals.first_day(self.now.date(), world.scale.years)
        self.workdays = Workdays(
            first - timedelta(days=20), self.now.date() + timedelta(days=200), clocks.calendar
        )
        self.offices = [Office(world, congress) for congress in world.receiving]
        # In a city the second office: the first is the city's own.
        self.demo_office = self.offices[min(1, len(self.offices) - 1)]
        self._talked_about = self.demo_office if world.scale.opinions >= _ENOUGH_TO_TALK else None
        self.author = Author()
        self.desk = Desk(world.scale.waiting, self.now)

    def lives(self) -> Iterator[Life]:
        shown = self.showcase()
        for life in shown:
            self.desk.take(life)
        count = self.world.scale.opinions - len(shown)
        arrived = arrivals.moments(
            count, self.world.scale.years, self.now, self.workdays, Dice(self.world.seed)
        )
        told = (self._fitting(number, at, channel) for number, (at, channel) in enumerate(arrived))
        return merge(told, shown, key=_entered)

    def showcase(self) -> list[Life]:
        """The lives of the first screens, in order; a scene that cannot stand today is left out."""
        scenes = enumerate(first_screen.scenes(), start=1)
        found = [
            self._search(number, scene, any_due=False) or self._search(number, scene, any_due=True)
            for number, scene in scenes
        ]
        return sorted((life for life in found if life is not None), key=_entered)

    def _search(self, number: int, scene: Scene, *, any_due: bool) -> Life | None:
        """A life that stands today where the scene wants it: earlier and earlier arrivals are tried."""
        channel = next(one for one in arrivals.CHANNELS if one.code == scene.channel)
        office = self.demo_office
        for attempt, at in enumerate(self._moments(number, scene, channel)):
            life = self._told(Occasion(-number, at, channel, office, scene), scene.plan(), attempt)
            if scene.fits(life, self.now.date(), any_due=any_due):
                return life
        return None

    def _moments(self, number: int, scene: Scene, channel: Channel) -> Iterator[datetime]:
        for days in range(scene.earliest, scene.latest):
            day = self.now.date() - timedelta(days=days)
            for place in range(_TIMES_OF_DAY):
                at = datetime.combine(day, time(8 + place % 10, (7 + 13 * number + 5 * place) % 60), ZONE)
                if at < self.now and (self.workdays.is_workday(day) or not channel.at_desk):
                    yield at

    def _fitting(self, number: int, at: datetime, channel: Channel) -> Life:
        """The life, told anew with brisker people while it would pile more on a desk than there should be."""
        office = self.offices[number * 7919 % len(self.offices)]
        burst = burst_of(number, (self.now - at).days) if office is self._talked_about else None
        occasion = Occasion(number, at, channel, office, burst=burst)
        life = self._told(occasion, Plan(), 0)
        for attempt in range(1, _ATTEMPTS):
            if self.desk.has_room(life):
                break
            life = self._told(occasion, Plan(brisk=max(0.15, 1 - 0.12 * attempt)), attempt)
        self.desk.take(life)
        return life

    def _told(self, occasion: Occasion, plan: Plan, attempt: int) -> Life:
        """``attempt`` changes what happens, never what was said."""
        seed = self.world.seed
        said, slots, place = self.author.write(occasion, Dice(seed * 1_000_003 + occasion.number))
        dice = Dice(seed * 7_368_787 + occasion.number * 997 + attempt)
        cast = occasion.office.cast(said, slots.matter, place, dice)
        papers = Papers(slots.matter, slots, dice, occasion.office.names(cast))
        slots["title"] = said.title
        slots.rng = dice
        journey = Journey(said, self.clocks, self.now)
        return Teller(journey, slots.matter, papers, cast, self.workdays, dice, plan).tell()


def _entered(life: Life) -> datetime:
    return life.said.entered_at
