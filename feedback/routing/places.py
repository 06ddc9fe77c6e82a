"""Where: the place that was chosen, or else the one that is named in the text. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.routing.choice import Chosen, Part, Reason
from feedback.routing.finder import fold
from feedback.routing.world import TOWNSHIP, VILLAGE

if TYPE_CHECKING:
    from feedback.routing.world import Place, World

_CHOSEN = 1.0
_CHOSEN_AND_OTHER_NAMED = 0.8
_VILLAGE_IN_NAMED_TOWNSHIP = 0.97
_IN_PLACE_FIELD = 0.95
_FULL_NAME = 0.9
_SHORT_NAME = 0.62
_COMMON_TOWNSHIP = 0.75
_SEVERAL = 0.45


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in the text, all the places it may mean, in the order of the text."""

    name: str
    places: tuple[Place, ...]
    full: bool


def choose_place(text: str, chosen: Chosen, world: World) -> Part:
    """The division: chosen, else named where the citizen was asked for the place, else in the text."""
    named_in_field = _named(chosen.place, world)
    named_in_text = _named(text, world)
    known = world.place_by_id.get(chosen.division_id or 0) or _of_station(chosen, world)
    if known is not None:
        return _refined(known, named_in_field + named_in_text, world)
    if named_in_field:
        part = _from_names(named_in_field, named_in_text, world)
        return Part(part.id, min(1.0, part.confidence + 0.05) if part.id else part.confidence, part.reasons)
    if not named_in_text:
        return _nearly(chosen.place, world) or _nearly(text, world) or _from_names([], [], world)
    return _from_names(named_in_text, [], world)


def _nearly(text: str, world: World) -> Part | None:
    """A place that is named with a character wrong, or another of the same sound: less sure than a name."""
    near = world.near_places.find(text) if text else None
    if near is None:
        return None
    params: dict[str, str | int] = {"place": near.value.name, "written": near.written}
    return Part(near.value.id, near.sure, (Reason("place_nearly_named", params),))


def _of_station(chosen: Chosen, world: World) -> Place | None:
    station = world.station_by_id.get(chosen.station_id or 0)
    return world.place_by_code.get(station.code) if station else None


def _named(text: str, world: World) -> list[_Named]:
    """Places named in ``text``: longest names first at each point, so 大石桥村 is not 石桥村."""
    found = []
    for hit in world.place_finder.longest(fold(text)):
        full = any(is_full for _place, is_full in hit.values)
        places = tuple(place for place, is_full in hit.values if is_full == full and place.level >= TOWNSHIP)
        if places:
            found.append(_Named(hit.name, places, full))
    return found


def _refined(known: Place, named: list[_Named], world: World) -> Part:
    """The chosen place; a village that the text names inside a chosen township is more exact than it."""
    reason = Reason("place_chosen", {"place": known.name})
    inside = [place for one in named for place in one.places if _lies_in(place, known)]
    villages = {place.id for place in inside if place.level == VILLAGE}
    if known.level < VILLAGE and len(villages) == 1:
        village = world.place_by_id[villages.pop()]
        return Part(village.id, _CHOSEN, (reason, Reason("place_named", {"place": village.name})))
    other = next((one for one in named if one.full and not _touches(one, known)), None)
    if other is not None:
        differs = Reason("other_place_named", {"place": other.name})
        return Part(known.id, _CHOSEN_AND_OTHER_NAMED, (reason, differs))
    return Part(known.id, _CHOSEN, (reason,))


def _lies_in(place: Place, outer: Place) -> bool:
    return place.code != outer.code and place.code.startswith(outer.code)


def _touches(one: _Named, known: Place) -> bool:
    return any(place.code.startswith(known.code) or known.code.startswith(place.code) for place in one.places)


def _from_names(named: list[_Named], beside: list[_Named], world: World) -> Part:
    """The place that ``named`` means; ``beside`` only helps to tell two villages of one name apart."""
    townships = Counter(place for one in named + beside for place in one.places if place.level == TOWNSHIP)
    villages = [one for one in named if one.places[0].level == VILLAGE]
    if villages:
        return _village(villages, townships, world)
    own = [one for one in named if one.places[0].level == TOWNSHIP]
    return _township(own) if own else Part(reasons=(Reason("no_place_named"),))


def _village(villages: list[_Named], townships: Counter[Place], world: World) -> Part:
    said = {place for one in villages for place in one.places}
    inside = [place for place in said if any(_lies_in(place, outer) for outer in townships)]
    if len(inside) == 1:
        reason = Reason(
            "village_in_township", {"place": inside[0].name, "township": _outer(inside[0], world)}
        )
        return Part(inside[0].id, _VILLAGE_IN_NAMED_TOWNSHIP, (reason,))
    if len(said) == 1:
        place = said.pop()
        return Part(place.id, _FULL_NAME, (Reason("place_named", {"place": place.name}),))
    return _common_township(inside or sorted(said, key=lambda place: place.code), villages, world)


def _common_township(places: list[Place], villages: list[_Named], world: World) -> Part:
    """Several villages: their township if they share it and none is merely a namesake, else no place."""
    outer = {place.code[: _outer_length(place, world)] for place in places}
    namesakes = any(len(one.places) > 1 for one in villages)
    township = world.place_by_code.get(outer.pop()) if len(outer) == 1 else None
    if township is not None:
        reason = Reason("villages_of_township", {"place": township.name, "count": len(places)})
        return Part(township.id, _COMMON_TOWNSHIP, (reason,))
    code = "same_name_in_townships" if namesakes else "several_places_named"
    listed = "、".join(_outer(place, world) + place.name for place in places[:5])
    return Part(None, _SEVERAL, (Reason(code, {"places": listed}),))


def _township(named: list[_Named]) -> Part:
    counted = Counter(place for one in named for place in one.places)
    (place, count), *others = counted.most_common()
    full = any(one.full for one in named if place in one.places)
    if others and others[0][1] == count:
        listed = "、".join(one.name for one in counted)
        return Part(None, _SEVERAL, (Reason("several_places_named", {"places": listed}),))
    code = "place_named" if full else "place_named_for_short"
    confidence = _FULL_NAME if full else _SHORT_NAME
    return Part(place.id, confidence * (0.9 if others else 1), (Reason(code, {"place": place.name}),))


def _outer_length(place: Place, world: World) -> int:
    """Length of the code of the township that holds ``place``; of its own code where it stands alone."""
    for length in range(len(place.code) - 1, 0, -1):
        if place.code[:length] in world.place_by_code:
            return length
    return len(place.code)


def _outer(place: Place, world: World) -> str:
    outer = world.place_by_code.get(place.code[: _outer_length(place, world)])
    return outer.name if outer and outer != place else ""
