"""A county, or a city of several, before anything is said in it: places, congresses, deputies, organs. Pure.

``world_of(scale, seed)`` gives the same world for the same arguments, on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from liaison.demo import organs, places, stations
from liaison.demo.dice import Dice
from liaison.demo.elected import Deputy, Seat, elect

if TYPE_CHECKING:
    from liaison.demo.organs import Organ
    from liaison.demo.places import Place
    from liaison.demo.scales import Scale
    from liaison.demo.stations import Station


@dataclass(frozen=True, slots=True)
class Congress:
    """A people's congress; ``home`` is the code of its division, ``body`` its liaison body: name and kind."""

    code: str
    name: str
    level: str
    home: str
    parent: str
    body: tuple[str, str]
    phone: str
    address: str


@dataclass(frozen=True)
class World:
    """Everything that stands before the first opinion; lists are in the order in which rows are made."""

    scale: Scale
    seed: int
    places: list[Place]
    congresses: list[Congress]
    seats: list[Seat]
    deputies: list[Deputy]
    organs: list[Organ]
    stations: dict[str, list[Station]] = field(default_factory=dict)  # by congress
    members: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (congress, station) -> numbers

    @cached_property
    def place_of(self) -> dict[str, Place]:
        return {place.code: place for place in self.places}

    @cached_property
    def receiving(self) -> list[Congress]:
        """The congresses whose offices take opinions in: of the counties, and of the city where there is one."""
        return [congress for congress in self.congresses if congress.level != "township"]

    @cached_property
    def villages(self) -> dict[str, list[Place]]:
        """Villages and communities by the code of their county."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            if place.level == 5:
                found.setdefault(place.code[:6], []).append(place)
        return found

    @cached_property
    def deputies_at(self) -> dict[tuple[str, str], list[Deputy]]:
        """Deputies in office by congress and place (a village, or the township it lies in)."""
        covered = {(seat.congress, seat.code): seat.places for seat in self.seats}
        found: dict[tuple[str, str], list[Deputy]] = {}
        for deputy in self.deputies:
            if deputy.status != "in_force":
                continue
            for code in covered.get((deputy.congress, deputy.seat), ()):
                found.setdefault((deputy.congress, code), []).append(deputy)
                found.setdefault((deputy.congress, code[:9]), []).append(deputy)
        return found

    @cached_property
    def stations_at(self) -> dict[tuple[str, str], Station]:
        """The station of a place: its own, else the home of its township."""
        return {
            (congress, station.place): station for congress, rows in self.stations.items() for station in rows
        }

    @cached_property
    def organ_codes(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for organ in self.organs:
            found.setdefault(organ.congress, set()).add(organ.code)
        return {congress: frozenset(codes) for congress, codes in found.items()}


def world_of(scale: Scale, seed: int = 1) -> World:
    """The world of this scale; the same seed gives the same one."""
    rng = Dice(f"world:{scale.name}:{seed}")
    found = places.counties(scale.counties, scale.townships, scale.villages, rng)
    congresses = _congresses(found, scale)
    world = World(scale, seed, found, congresses, [], [], [])
    for congress in congresses:
        seats, deputies = elect(
            congress.code, congress.level, _constituents(congress, found), _size(congress, world), rng
        )
        world.seats.extend(seats)
        world.deputies.extend(deputies)
    _same_names_twice(world.deputies)
    for congress in world.receiving:
        _furnish(world, congress, rng)
    return world


def _congresses(found: list[Place], scale: Scale) -> list[Congress]:
    made = []
    if scale.city_deputies:
        made.append(_congress(found[1], "city", ""))
    for county in [place for place in found if place.level == 3]:
        made.append(_congress(county, "county", made[0].code if scale.city_deputies else ""))
        townships = [place for place in found if place.parent == county.code and place.name[-1] in "镇乡"]
        made += [_congress(place, "township", f"c{county.code}") for place in townships]
    return made


def _congress(place: Place, level: str, parent: str) -> Congress:
    name = f"{place.name}人民代表大会"
    body = (f"{place.name}人大常委会代表工作委员会", "deputies_commission")
    if level == "township":
        body = (f"{place.name}人大主席团", "presidium")
    return Congress(
        f"c{place.code}", name, level, place.code, parent, body,
        stations.phone(int(place.code[-4:]) % 1000), f"{place.full_name}人大机关",
    )  # fmt: skip


def _constituents(congress: Congress, found: list[Place]) -> list[list[Place]]:
    """Places from which a congress is elected, grouped by what lies together."""
    below = [place for place in found if place.code.startswith(congress.home)]
    if congress.level == "city":
        return [[place] for place in below if place.level == 3]
    villages: dict[str, list[Place]] = {}
    for place in below:
        if place.level == 5:
            villages.setdefault(place.parent, []).append(place)
    return list(villages.values())


def _size(congress: Congress, world: World) -> int:
    scale = world.scale
    if congress.level == "city":
        return scale.city_deputies
    if congress.level == "county":
        return scale.county_deputies
    siblings = [one for one in world.congresses if one.level == "township" and one.parent == congress.parent]
    share, rest = divmod(scale.township_deputies, len(siblings))
    return share + (siblings.index(congress) < rest)


def _same_names_twice(deputies: list[Deputy]) -> None:
    """Give a few deputies a colleague's name, in the same and in another constituency: people have them."""
    for place in range(0, len(deputies) - 9, max(9, len(deputies) // 6)):
        deputies[place + 7] = deputies[place + 7].named(deputies[place])


def _furnish(world: World, congress: Congress, rng: Dice) -> None:
    home = world.place_of[congress.home]
    scale = world.scale
    is_city = congress.level == "city"
    below = [place for place in world.places if place.code.startswith(home.code) and place.level > home.level]
    townships = [place.name for place in below if place.level == 4]
    count = scale.city_organs if is_city else scale.organs
    own = townships if not is_city and count - len(townships) >= 28 else []
    world.organs.extend(organs.of_congress(congress.code, home.name, count, own))
    if is_city:
        return
    world.stations[congress.code] = stations.of_county(home, below, scale.stations, rng)
    for station in world.stations[congress.code]:
        world.members[congress.code, station.code] = _members(world, congress.code, station, rng)


def _members(world: World, congress: str, station: Station, rng: Dice) -> list[str]:
    """Deputies of the place; at the online station and where none lives nearby, some of the whole county."""
    near = world.deputies_at.get((congress, station.place), [])
    everyone = [
        deputy for deputy in world.deputies if deputy.congress == congress and deputy.status == "in_force"
    ]
    pool = near or everyone
    most = {"home": 12, "station": 6, "point": 4, "online": 10}[station.kind]
    return sorted({deputy.number for deputy in rng.sample(pool, min(most, len(pool)))})
