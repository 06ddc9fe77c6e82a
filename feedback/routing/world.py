"""What the router knows: a picture of one congress, its places, stations, deputies, organs, topics and rules.

Pure data with its look-up tables; ``feedback.routing.store`` draws it from the database.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from feedback.routing.finder import Finder
from feedback.routing.names import organ_names, place_names
from feedback.routing.near import NearNames
from feedback.routing.rules import Rule, RuleBook

TOWNSHIP, VILLAGE = 4, 5


@dataclass(frozen=True, slots=True)
class Place:
    """A division: ``code`` is the prefix of the codes of what lies in it; ``level`` 4 township, 5 village.

    ``others``: what people call it or what lies in it, a road, an estate, a former village.
    """

    id: int
    code: str
    name: str
    level: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Station:
    id: int
    name: str
    code: str  # of its division


@dataclass(frozen=True, slots=True)
class DeputySeat:
    """A deputy in office: the codes of the constituency and the stations where they receive people."""

    id: int
    name: str
    codes: frozenset[str]
    stations: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NamedOrgan:
    """An organ with every spelling that is known to be its own, its full name first."""

    id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsualOrgan:
    """The organ that usually handles a topic; ``sends``: the office lets it go there directly."""

    organ_id: int
    sends: bool = False


@dataclass(frozen=True)
class World:
    """One congress as the router sees it.

    ``threshold``: below it, 0 to 1, the router abstains. ``topic_threshold``: the same for topics, where it is higher.
    """

    places: tuple[Place, ...] = ()
    stations: tuple[Station, ...] = ()
    deputies: tuple[DeputySeat, ...] = ()
    organs: tuple[NamedOrgan, ...] = ()
    topics: dict[int, str] = field(default_factory=dict)
    usual: dict[int, UsualOrgan] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    home: str = ""  # the name of the congress's own division: "青石县"
    threshold: float = 0.55
    topic_threshold: float = 0.0

    @cached_property
    def place_by_id(self) -> dict[int, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def place_by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self.places}

    @cached_property
    def station_by_id(self) -> dict[int, Station]:
        return {station.id: station for station in self.stations}

    @cached_property
    def deputy_by_id(self) -> dict[int, DeputySeat]:
        return {deputy.id: deputy for deputy in self.deputies}

    @cached_property
    def organ_by_id(self) -> dict[int, NamedOrgan]:
        return {organ.id: organ for organ in self.organs}

    @cached_property
    def place_finder(self) -> Finder[tuple[Place, bool]]:
        """Names of places, each with whether it is the full name."""
        names = [
            (name, (place, full))
            for place in self.places
            for name, full in place_names(place.name, place.level)
        ]
        others = [(word, (place, True)) for place in self.places for word in place.others]
        return Finder([*names, *others])

    @cached_property
    def near_places(self) -> NearNames[Place]:
        """Full names of villages and what people call them, found also where one character is written wrong."""
        return NearNames(
            (name, place)
            for place in self.places
            if place.level >= TOWNSHIP
            for name in (place.name, *place.others)
        )

    @cached_property
    def station_finder(self) -> Finder[Station]:
        return Finder((station.name, station) for station in self.stations)

    @cached_property
    def deputy_finder(self) -> Finder[DeputySeat]:
        return Finder((deputy.name, deputy) for deputy in self.deputies if len(deputy.name) > 1)

    @cached_property
    def organ_finder(self) -> Finder[tuple[NamedOrgan, bool]]:
        """Names of organs, each with whether it is a whole name and not only the end of one."""
        return Finder(
            (name, (organ, whole))
            for organ in self.organs
            for spelling in organ.names
            for name, whole in organ_names(spelling, self.home)
        )

    @cached_property
    def rule_book(self) -> RuleBook:
        return RuleBook(self.rules)

    @cached_property
    def stations_by_code(self) -> dict[str, list[Station]]:
        found: dict[str, list[Station]] = defaultdict(list)
        for station in self.stations:
            found[station.code].append(station)
        return dict(found)

    @cached_property
    def deputies_by_code(self) -> dict[str, list[DeputySeat]]:
        found: dict[str, list[DeputySeat]] = defaultdict(list)
        for deputy in self.deputies:
            for code in deputy.codes:
                found[code].append(deputy)
        return dict(found)
