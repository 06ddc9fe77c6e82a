"""What the county is talking about just now: matters that many people raise within a few weeks, at one place. Pure.

The words stand in ``words/bursts.toml``: people say the same thing, each a little differently.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from liaison.demo.dice import Dice
from liaison.demo.matters import FOLDER, matters

if TYPE_CHECKING:
    from random import Random

    from liaison.demo.offices import Office
    from liaison.demo.places import Place

_SPREAD = 7919


@dataclass(frozen=True, slots=True)
class Burst:
    """One such matter: from ``first`` to ``last`` days ago one opinion of ``every`` is about it.

    ``matter`` is the code of its topic, ``thing`` what it is about; the lists hold what people say of it.
    """

    number: int
    matter: str
    thing: str
    first: int
    last: int
    every: int
    title: tuple[str, ...]
    open: tuple[str, ...]
    body: tuple[str, ...]
    ask: tuple[str, ...]

    def place(self, office: Office) -> Place:
        """The same place for everybody who writes of it."""
        return office.place_for(matters()[self.matter], Dice(self.number * _SPREAD))

    def words(self, rng: Random) -> tuple[str, str]:
        """What one person writes, and the title that the office gives it; blanks are still open."""
        told = rng.sample(self.body, 1 if rng.random() < 0.6 else 2)
        body = "。".join([rng.choice(self.open), *told, rng.choice(self.ask)]) + "。"
        return body, rng.choice(self.title)


@cache
def bursts() -> tuple[Burst, ...]:
    text = (FOLDER / "words" / "bursts.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["burst"]
    return tuple(_burst(number, row) for number, row in enumerate(rows, start=1))


def _burst(number: int, row: dict[str, Any]) -> Burst:
    said: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in row.items()}
    return Burst(number=number, **said)


def burst_of(number: int, days_ago: int) -> Burst | None:
    """The burst to which the opinion with this number belongs, if it came in its days."""
    for one in bursts():
        if one.last <= days_ago <= one.first and number * _SPREAD % 997 % one.every == one.number % one.every:
            return one
    return None
