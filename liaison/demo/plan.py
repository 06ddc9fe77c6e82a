"""Who takes part in a life, and what is settled about it beforehand. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

ROUTES = (
    ("withdrawn", 2), ("lapsed", 2), ("deputy", 24), ("deputy_refers", 28), ("taken_up", 3), ("direct", 36),
    ("station_refers", 5),
)  # fmt: skip
_ROUTE_NAMES = tuple(name for name, _weight in ROUTES)
_ROUTE_TOTALS = tuple(accumulate(weight for _name, weight in ROUTES))
LATE = 0.062
_DEPUTY_STAGES = ("screen", "pass_on", "deputy", "review")
_ORGAN_STAGES = ("screen", "assign", "reply", "reply", "reply", "review", "feed_back")


@dataclass(slots=True)
class Cast:
    """Who takes part: keys of actors and codes of organs. ``others`` are organs the matter could go to."""

    screener: str
    officer: str
    colleague: str
    deputy: str
    organ: str
    others: tuple[str, ...]
    station: str


@dataclass(slots=True)
class Plan:
    """What is settled beforehand: the route, the stage that comes late, and how brisk everybody is (1: usual)."""

    route: str = ""
    late_stage: str = ""
    brisk: float = 1.0
    smooth: bool = False  # nothing is asked, objected to or sent back
    quality: int = 0  # of the organ's reply, where it is settled
    objects: bool = False  # the organ objects

    def settle(self, rng: Random) -> None:
        """Draw the route where none is given, and with it whether a stage comes late."""
        if self.route:
            return
        self.route = rng.choices(_ROUTE_NAMES, cum_weights=_ROUTE_TOTALS)[0]
        if rng.random() < LATE:
            self.late_stage = rng.choice(_DEPUTY_STAGES if self.route == "deputy" else _ORGAN_STAGES)
