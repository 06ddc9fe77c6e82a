"""One receiving office: its places, stations, deputies and organs, as a life needs them. Pure."""

from __future__ import annotations

from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from liaison.demo.places import CITY
from liaison.demo.plan import Cast

if TYPE_CHECKING:
    from liaison.demo.elected import Deputy
    from liaison.demo.first_screen import Scene
    from liaison.demo.lives import Said
    from liaison.demo.matters import Matter
    from liaison.demo.places import Place
    from liaison.demo.world import Congress, World


class Office:
    """Draws who and where for one congress; the same generator gives the same draw."""

    def __init__(self, world: World, congress: Congress) -> None:
        self.world, self.congress = world, congress
        self.officers = world.scale.officers
        below = [place for place in world.places if place.code.startswith(congress.home)]
        self.villages = [place for place in below if place.level == 5]
        self.towns = [place for place in self.villages if place.town]
        self.rural = [place for place in self.villages if not place.town] or self.villages
        self.townships = {place.code: place.name for place in below if place.level == 4}
        self.township_places = [place for place in below if place.level == 4]
        self.codes = world.organ_codes[congress.code]
        self.short = {
            organ.code: organ.short_name for organ in world.organs if organ.congress == congress.code
        }
        self.township_organs = {
            organ.name.removesuffix("人民政府").removesuffix("办事处"): organ.code
            for organ in world.organs
            if organ.congress == congress.code and organ.code.startswith("township-")
        }
        self.county = world.place_of[congress.home].name
        self.deputies = [
            deputy
            for deputy in world.deputies
            if deputy.congress == congress.code and deputy.status == "in_force"
        ]
        self.by_number = {deputy.number: deputy.name for deputy in self.deputies}
        self.online = next(
            (station.code for station in world.stations.get(congress.code, []) if station.kind == "online"),
            "",
        )
        self.station_names = {station.code: station.name for station in world.stations.get(congress.code, [])}

    # --- Where --------------------------------------------------------------------------------------------
    def place_for(self, matter: Matter, rng: Random) -> Place:
        """A village or community where such a matter happens; now and then only its township."""
        if rng.random() < 0.06 and matter.setting != "estate":
            return rng.choice(self.township_places)
        if matter.setting == "village":
            return rng.choice(self.rural)
        if matter.setting in ("town", "estate"):
            return rng.choice(self.towns)
        return rng.choice(self.villages)

    def place_of_scene(self, scene: Scene, number: int) -> Place:
        """The place of a scene: always the same one, in the demo deputy's constituency where it goes to them."""
        pool = self.rural if scene.setting == "village" else self.towns
        if scene.is_of_demo_deputy:
            pool = [place for place in pool if place.code in self.demo_places] or pool
        return pool[(-number * 5 + 3) % len(pool)]

    @cached_property
    def demo_deputy(self) -> Deputy:
        """The deputy whose desk the demonstration shows: the first who was elected in a village."""
        rural = {place.code for place in self.rural}
        first = next(
            (one for one in self.deputies if rural & set(self._seats.get(one.seat, ()))), self.deputies[0]
        )
        return first

    @cached_property
    def demo_deputies(self) -> list[Deputy]:
        """The demo deputy, and a colleague elected elsewhere."""
        others = [deputy for deputy in self.deputies if deputy is not self.demo_deputy]
        return [self.demo_deputy, others[0]]

    def demo_station(self, which: str) -> str:
        """The code of the home of deputies nearest to the demo deputy, or of the online station."""
        if which == "online":
            return self.online
        township = min(self.demo_places)[:9]
        return self.world.stations_at[self.congress.code, township].code

    @cached_property
    def demo_places(self) -> frozenset[str]:
        return frozenset(self._seats.get(self.demo_deputy.seat, ()))

    @cached_property
    def _seats(self) -> dict[str, tuple[str, ...]]:
        return {seat.code: seat.places for seat in self.world.seats if seat.congress == self.congress.code}

    def township_of(self, place: Place) -> str:
        return self.townships.get(place.code[:9], place.name)

    # --- Who ----------------------------------------------------------------------------------------------
    def station_for(self, place: Place, rng: Random) -> str:
        """The station of the place, else the home of its township; one in eight writes to the online station."""
        if self.online and rng.random() < 0.12:
            return self.online
        known = self.world.stations_at
        own = known.get((self.congress.code, place.code)) or known.get((self.congress.code, place.code[:9]))
        return own.code if own else self.online

    def deputy_at(self, place: Place, rng: Random) -> str:
        """The number of a deputy of the place, else of its township, else of the congress."""
        at = self.world.deputies_at
        own = at.get((self.congress.code, place.code)) or at.get((self.congress.code, place.code[:9]))
        return rng.choice(own or self.deputies).number

    def officer(self, rng: Random) -> str:
        return f"officer:{rng.randrange(self.officers)}"

    def cast(self, said: Said, matter: Matter, place: Place, rng: Random) -> Cast:
        """Who takes part in a life. Station staff screen two fifths of what came to their own station."""
        officer = self.officer(rng)
        by_station = said.station and rng.random() < 0.4 and not said.reason
        number = said.deputy or self.deputy_at(place, rng)
        organ = matter.organ if matter.organ in self.codes else "gov"
        return Cast(
            screener=f"station:{said.station}" if by_station else officer,
            officer=officer,
            colleague=self.officer(rng),
            deputy=f"deputy:{number}",
            organ=organ,
            others=self._others(matter, place, organ),
            station=said.station or self.station_for(place, rng),
        )

    def _others(self, matter: Matter, place: Place, organ: str) -> tuple[str, ...]:
        """Organs that the matter could also belong to: the second of the field, the township's government."""
        township = self.township_organs.get(self.county + self.township_of(place), "")
        found = [matter.other if matter.other in self.codes else "", township, "cityadmin"]
        return tuple(code for code in dict.fromkeys(found) if code and code != organ)

    def names(self, cast: Cast) -> dict[str, str]:
        """Names that the papers of a case mention."""
        number = cast.deputy.partition(":")[2]
        return {
            "deputy": self.by_number.get(number, "代表"),
            "station": self.station_names.get(cast.station, f"{CITY[1]}人大代表联络站"),
            "other": self.short.get(cast.others[0], "有关单位") if cast.others else "有关单位",
        }
