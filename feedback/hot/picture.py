"""Small drawings of an issue: its weeks as a line, its places as circles among the congress's stations. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deputies.mapping import drawing_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deputies.models import Division, LiaisonStation

_WIDTH, _HEIGHT, _EDGE = 96, 24, 2
_MOST_WEEKS = 26
_LEAST_RADIUS, _MOST_RADIUS = 9, 30
_TOWNSHIP = 9  # digits of its code
_LINE = 14
_MARGIN = 40  # nearer to a side a name goes on inwards


def line_of(weeks: Sequence[Sequence[object]], most: int = _MOST_WEEKS) -> str:
    """The ``points`` of a line through the people of the last weeks, in 96 by 24 units; "" for fewer than two."""
    values = [int(str(week[2])) for week in weeks][-most:]
    if len(values) < 2:
        return ""
    top = max(max(values), 1)
    across = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    return " ".join(
        f"{round(_EDGE + place * across)},{round(_HEIGHT - _EDGE - value / top * (_HEIGHT - 2 * _EDGE))}"
        for place, value in enumerate(values)
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with so many opinions: whole numbers, so that no language writes them with a comma."""

    name: str
    number: int
    x: int
    y: int
    radius: int
    anchor: str = "middle"

    @property
    def below(self) -> int:
        """Where the name stands under the circle."""
        return self.y + self.radius + _LINE


def _anchor(x: int, width: int) -> str:
    return "start" if x < _MARGIN else "end" if x > width - _MARGIN else "middle"


@dataclass(frozen=True, slots=True)
class Map:
    """``dots`` are stations, to see where one is; ``spots`` are places of the issue."""

    width: int
    height: int
    dots: list[tuple[int, int]]
    spots: list[Spot]
    scale_km: int
    scale_length: int


def map_of(counted: Mapping[Division, int], stations: Sequence[LiaisonStation]) -> Map | None:
    """A place lies in the middle of its stations; None where no place of the issue has one with a position."""
    drawing = drawing_of(stations)
    most = max(counted.values(), default=0)
    spots = []
    for division, number in counted.items():
        own = [
            pin for pin in drawing.pins if pin.station.division.code[:_TOWNSHIP] == division.code[:_TOWNSHIP]
        ]
        if own:
            radius = _LEAST_RADIUS + (_MOST_RADIUS - _LEAST_RADIUS) * math.sqrt(number / most)
            x, y = (round(sum(getattr(pin, axis) for pin in own) / len(own)) for axis in ("x", "y"))
            spots.append(Spot(division.name, number, x, y, round(radius), _anchor(x, drawing.width)))
    if not spots:
        return None
    spots.sort(key=lambda one: -one.radius)
    dots = [(pin.x, pin.y) for pin in drawing.pins]
    return Map(drawing.width, drawing.height, dots, spots, drawing.scale_km, drawing.scale_length)
