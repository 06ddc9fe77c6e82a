"""A map without a map server: stations drawn at their places, north above, numbered as in the list beside it. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deputies.models import LiaisonStation

_WIDTH = 360  # units; on the narrowest phone about a pixel each
_MARGIN = 30
_TALLEST, _FLATTEST = 520, 200
APART = 27  # between two pins, so that a finger meets one of them
_ROUNDS = 60
_DEGREE = 111.32  # kilometres of a degree of latitude
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Pin:
    """A station at ``x``, ``y``; whole numbers, so that no language writes them with a comma."""

    number: int
    station: LiaisonStation
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """``scale_km`` and ``scale_length`` belong to the bar below; ``unplaced`` are only in the list."""

    width: int
    height: int
    pins: list[Pin]
    unplaced: list[LiaisonStation]
    scale_km: int
    scale_length: int


def drawing_of(stations: Iterable[LiaisonStation]) -> Drawing:
    rows = list(stations)
    placed = [one for one in rows if one.longitude is not None and one.latitude is not None]
    placed.sort(key=lambda one: (-(one.latitude or 0), one.longitude))  # as one reads: from north to south
    unplaced = [one for one in rows if one not in placed]
    if not placed:
        return Drawing(_WIDTH, 0, [], unplaced, 0, 0)
    points, height, per_km = _projected(placed)
    pins = [
        Pin(number, one, round(x), round(y))
        for number, (one, (x, y)) in enumerate(zip(placed, points, strict=True), start=1)
    ]
    km = _round_length(per_km)
    return Drawing(_WIDTH, height, _apart(pins, height), unplaced, km, round(km * per_km))


def _projected(placed: list[LiaisonStation]) -> tuple[list[tuple[float, float]], int, float]:
    """Points, the height of the drawing, and units for a kilometre; a county is small enough to be flat."""
    middle = sum(one.latitude or 0 for one in placed) / len(placed)
    shrink = math.cos(math.radians(middle))
    flat = [((one.longitude or 0) * shrink * _DEGREE, -(one.latitude or 0) * _DEGREE) for one in placed]
    west, north = min(x for x, _y in flat), min(y for _x, y in flat)
    wide, tall = max(x for x, _y in flat) - west, max(y for _x, y in flat) - north
    per_km = min((_WIDTH - 2 * _MARGIN) / max(wide, 0.5), (_TALLEST - 2 * _MARGIN) / max(tall, 0.5))
    height = max(_FLATTEST, round(tall * per_km) + 2 * _MARGIN)
    left, top = (_WIDTH - wide * per_km) / 2, (height - tall * per_km) / 2
    return [(left + (x - west) * per_km, top + (y - north) * per_km) for x, y in flat], height, per_km


def _round_length(per_km: float) -> int:
    """A round number of kilometres that is at most a third of the width."""
    return max((km for km in _STEPS if km * per_km <= _WIDTH / 3), default=_STEPS[0])


def _apart(pins: list[Pin], height: int) -> list[Pin]:
    """Pins that lie on each other are pushed apart a little; the list has the true address."""
    moved = list(pins)
    pairs = [(i, j) for i in range(len(moved)) for j in range(i + 1, len(moved))]
    for _round in range(_ROUNDS):
        close = [(i, j) for i, j in pairs if _distance(moved[i], moved[j]) < APART]
        for i, j in close:
            moved[i], moved[j] = _pushed(moved[i], moved[j], height)
        if not close:
            break
    return moved


def _distance(one: Pin, other: Pin) -> float:
    return math.dist((one.x, one.y), (other.x, other.y))


def _pushed(one: Pin, other: Pin, height: int) -> tuple[Pin, Pin]:
    across, down = float(other.x - one.x), float(other.y - one.y)
    length = math.hypot(across, down)
    if not length:  # on one point: the later one goes to the south-east, by its number
        turn = other.number * 2.4
        across, down, length = math.cos(turn), math.sin(turn), 1.0
    by = max(0.0, APART - _distance(one, other)) / 2 + 0.5
    step = (across / length * by, down / length * by)
    return _at(one, one.x - step[0], one.y - step[1], height), _at(
        other, other.x + step[0], other.y + step[1], height
    )


def _at(pin: Pin, x: float, y: float, height: int) -> Pin:
    """Inside the drawing."""
    edge = APART // 2
    return replace(pin, x=round(min(max(x, edge), _WIDTH - edge)), y=round(min(max(y, edge), height - edge)))
