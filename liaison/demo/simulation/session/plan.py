"""What the deputies of a simulated congress mean to propose: which matter, who leads and signs, and what befalls it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from liaison.demo import arrivals
from liaison.demo.matters import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liaison.demo.dice import Dice
    from liaison.demo.offices import Office
    from liaison.demo.simulation.town import Town

#: What befalls the first ones, so that a small session has seen it all; later ones mostly go their usual way.
_FIRST = (
    ("key", "promise"), ("joint", "sent_back"), ("turned_down",), ("joint", "retracted"), ("plain",), ("merged",),
    ("delegation", "objected"), ("assist", "wide"), ("in_part", "dissatisfied"), ("kept_back", "twice"),
    ("more_time", "silent"), ("separate",),
)  # fmt: skip
_LATER = (
    *_FIRST, ("retracted",), ("joint", "promise"), ("silent",), ("joint", "more_time"), ("objected",),
    ("joint", "merged"), ("refused_once",),
)  # fmt: skip
_USUAL, _JOINT = 0.6, 0.15
_BEFORE, _AFTER = 25, 120  # days around the session in which deputies write
MOTIONS = ("agenda", "committee", "suggestion", "falls")
MOST_IN_SESSION = 0.7


@dataclass(slots=True)
class Proposal:
    """One matter of a deputy. ``fate`` are the turns it takes; ``draft`` is the key of the draft once it is begun."""

    number: int
    words: dict[str, Any]
    fate: frozenset[str]
    begins: date
    hands_in: date
    is_motion: bool = False
    draft: int = 0
    case: int = 0
    signers: list[str] = field(default_factory=list)


@cache
def _texts(name: str, key: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((FOLDER / "words" / f"{name}.toml").read_text(encoding="utf-8"))[key])


def session_within(town: Town) -> tuple[date, date] | None:
    """First and last day of the session that the congress holds in the simulated days, and that has a year's work."""
    first, last = town.setting.first, town.setting.last
    held = [arrivals.session_of(year) for year in range(first.year, last.year + 1)]
    return next((one for one in held if first <= one[0] and one[1] <= last), None)


def proposals(town: Town, office: Office) -> list[Proposal]:
    """The suggestions and motions of the session, in the order in which they are begun; none without a session."""
    held = session_within(town)
    if held is None:
        return []
    made = [*_suggestions(town, office, held), *_motions(town, held)]
    return sorted(made, key=lambda one: (one.begins, one.number))


def _suggestions(town: Town, office: Office, held: tuple[date, date]) -> Iterator[Proposal]:
    texts = _texts("suggestions", "matter")
    begins_before, hands_in_before = held
    for number in range(town.setting.suggestions):
        dice = town.dice("proposal", number)
        fate = _fate(number, dice)
        merged = "merged" in fate
        words = texts[(number - merged) % len(texts)]  # handled together with the one before it
        place = office.villages[(number - merged) * 7 % len(office.villages)].name
        said = {name: str(words[name]).replace("{p}", place) for name in ("title", "facts", "proposal")}
        if merged:
            said["title"] = said["title"].replace("关于", "关于加快", 1)
        begins, hands_in = _days(town, fate, held, dice)
        if merged:  # the one before it is the first to be handed in
            begins, hands_in = begins_before, max(hands_in_before, begins_before)
        begins_before, hands_in_before = begins, hands_in
        yield Proposal(number, {**words, **said, "place": place}, fate, begins, hands_in)


def _fate(number: int, dice: Dice) -> frozenset[str]:
    if number < len(_FIRST):
        return frozenset(_FIRST[number])
    draw = dice.random()
    if draw < _USUAL:
        return frozenset({"plain"})
    return frozenset({"joint"} if draw < _USUAL + _JOINT else dice.choice(_LATER))


def _days(town: Town, fate: frozenset[str], held: tuple[date, date], dice: Dice) -> tuple[date, date]:
    """Most are handed in while the congress meets, the others in the months after it."""
    opens, closes = held
    if fate & {"delegation", "merged"} or dice.random() < MOST_IN_SESSION:
        begins = max(town.setting.first, opens - timedelta(days=dice.randint(3, _BEFORE)))
        return begins, opens + timedelta(days=dice.randint(0, (closes - opens).days))
    begins = closes + timedelta(days=dice.randint(1, _AFTER))
    return begins, begins + timedelta(days=dice.randint(2, 12))


def _motions(town: Town, held: tuple[date, date]) -> Iterator[Proposal]:
    texts = _texts("motions", "motion")
    opens, _closes = held
    for number in range(town.setting.motions):
        fate = frozenset({MOTIONS[number % len(MOTIONS)]})
        begins = max(town.setting.first, opens - timedelta(days=8 - number % 3))
        yield Proposal(number, texts[number % len(texts)], fate, begins, opens, is_motion=True)
