"""Who receives it: the station and the deputy of the place, unless the citizen chose them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from feedback.routing.choice import Chosen, Part, Reason
from feedback.routing.finder import fold
from feedback.routing.world import TOWNSHIP

if TYPE_CHECKING:
    from feedback.routing.world import DeputySeat, Place, Station, World

_NAMED_STATION = 0.95
_STATION_OF_PLACE = 0.97
_STATION_BELOW = 0.7
_ONE_OF_STATIONS = 0.6
_NAMED_DEPUTY = 0.9
_ONLY_DEPUTY = 0.85
_DEPUTY_OF_STATION = 0.75
_ONE_OF_DEPUTIES = 0.6


def choose_station(text: str, chosen: Chosen, division: Part, world: World) -> Part:
    """The station: chosen, named, of the chosen deputy, or the nearest one of the place."""
    station = world.station_by_id.get(chosen.station_id or 0)
    if station is not None:
        return Part(station.id, 1.0, (Reason("station_chosen", {"station": station.name}),))
    named = {one.id: one for hit in world.station_finder.longest(fold(text)) for one in hit.values}
    if len(named) == 1:
        station = next(iter(named.values()))
        return Part(station.id, _NAMED_STATION, (Reason("station_named", {"station": station.name}),))
    deputy = world.deputy_by_id.get(chosen.deputy_id or 0)
    if deputy is not None and deputy.stations:
        return _of_deputy(deputy, division, world)
    place = world.place_by_id.get(division.id or 0)
    if place is None:
        return Part(None, division.confidence, (Reason("no_place_no_station"),))
    return _nearest(text, place, division.confidence, world)


def _of_deputy(deputy: DeputySeat, division: Part, world: World) -> Part:
    place = world.place_by_id.get(division.id or 0)
    stations = [world.station_by_id[key] for key in sorted(deputy.stations) if key in world.station_by_id]
    near = [one for one in stations if place and place.code.startswith(one.code)] or stations
    if not near:
        return Part(None, 0.0, (Reason("no_place_no_station"),))
    reason = Reason("station_of_deputy", {"station": near[0].name, "deputy": deputy.name})
    return Part(near[0].id, _STATION_OF_PLACE, (reason,))


def _nearest(text: str, place: Place, sure: float, world: World) -> Part:
    """A station in the place itself, else in the smallest place around it, else the only one inside it."""
    for length in range(len(place.code), 0, -1):
        found = world.stations_by_code.get(place.code[:length])
        if found:
            return _one_of(text, found, place, sure)
    inside = [one for one in world.stations if one.code.startswith(place.code)]
    if len(inside) == 1:
        reason = Reason("station_inside", {"station": inside[0].name, "place": place.name})
        return Part(inside[0].id, min(sure, _STATION_BELOW), (reason,))
    return Part(None, 0.0, (Reason("no_station_there", {"place": place.name}),))


def _one_of(text: str, stations: list[Station], place: Place, sure: float) -> Part:
    station = stations[_turn(text, len(stations))]
    params: dict[str, str | int] = {"station": station.name, "place": place.name, "count": len(stations)}
    if len(stations) == 1:
        return Part(station.id, min(sure, _STATION_OF_PLACE), (Reason("station_of_place", params),))
    return Part(station.id, min(sure, _ONE_OF_STATIONS), (Reason("one_of_stations", params),))


def choose_deputy(text: str, chosen: Chosen, division: Part, station: Part, world: World) -> Part:
    """The deputy: chosen, addressed by name, or one of those elected where the place lies."""
    deputy = world.deputy_by_id.get(chosen.deputy_id or 0)
    if deputy is not None:
        return Part(deputy.id, 1.0, (Reason("deputy_chosen", {"deputy": deputy.name}),))
    elected = _elected_for(world.place_by_id.get(division.id or 0), world)
    addressed = _addressed(text, elected, world)
    if addressed is not None:
        return Part(addressed.id, _NAMED_DEPUTY, (Reason("deputy_named", {"deputy": addressed.name}),))
    if not elected:
        return Part(None, 0.0, (Reason("no_deputy_for_place"),))
    at_station = [one for one in elected if station.id in one.stations]
    return _elected_one(text, at_station or elected, len(elected), bool(at_station), division.confidence)


def _elected_one(text: str, among: list[DeputySeat], elected: int, at_station: bool, sure: float) -> Part:
    deputy = among[_turn(text, len(among))]
    params: dict[str, str | int] = {"deputy": deputy.name, "count": len(among)}
    if elected == 1:
        return Part(deputy.id, min(sure, _ONLY_DEPUTY), (Reason("only_deputy", params),))
    if at_station and len(among) == 1:
        return Part(deputy.id, min(sure, _DEPUTY_OF_STATION), (Reason("deputy_of_station", params),))
    return Part(deputy.id, min(sure, _ONE_OF_DEPUTIES), (Reason("one_of_deputies", params),))


def _elected_for(place: Place | None, world: World) -> list[DeputySeat]:
    """Deputies whose constituency takes in the place; where constituencies are smaller, those inside it."""
    if place is None:
        return []
    for length in range(len(place.code), 0, -1):
        found = world.deputies_by_code.get(place.code[:length])
        if found:
            return sorted(found, key=lambda deputy: deputy.id)
    inside = {
        one.id: one for code, found in world.deputies_by_code.items() if _inside(code, place) for one in found
    }
    return [inside[key] for key in sorted(inside)]


def _inside(code: str, place: Place) -> bool:
    """Whether a constituency's division lies in a place from the township down: a county tells nothing."""
    return place.level >= TOWNSHIP and code.startswith(place.code)


def _addressed(text: str, elected: list[DeputySeat], world: World) -> DeputySeat | None:
    """A deputy who is addressed as one (王建国代表, 代表王建国): a bare name may be a neighbour's."""
    folded = fold(text)
    named = {}
    for hit in world.deputy_finder.longest(folded):
        before, after = folded[max(0, hit.start - 3) : hit.start], folded[hit.end : hit.end + 4]
        if before.rstrip(": ").endswith("代表") or after.startswith(("代表", "人大代表")):
            named.update({one.id: one for one in hit.values})
    here = [one for one in elected if one.id in named]
    candidates = here or list(named.values())
    return candidates[0] if len(candidates) == 1 else None


def _turn(text: str, count: int) -> int:
    """An even share for each of ``count``, the same for the same text."""
    return crc32(text.encode("utf-8", "replace")) % count
