"""What organs, deputies and the office write in one case. Pure."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from liaison.demo.matters import sayings

if TYPE_CHECKING:
    from liaison.demo.matters import Matter
    from liaison.demo.slots import Slots

_NUMERALS = "一二三四"


class Papers:
    """The papers of one case: every text is drawn when it is written, in the words of that day."""

    def __init__(self, matter: Matter, slots: Slots, rng: Random, names: dict[str, str]) -> None:
        self.matter, self.slots, self.rng = matter, slots, rng
        slots.update(names)  # deputy, station, other

    def line(self, name: str, at: datetime) -> str:
        """One saying of the office under ``name``; may be empty."""
        return str(self.rng.choice(sayings("office")[name])).format_map(self._on(at))

    def _on(self, at: datetime) -> Slots:
        return self.slots.for_office(self.slots["title"], at.date())

    def _own(self, lines: tuple[str, ...], slots: Slots, count: int = 1) -> list[str]:
        return [one.format_map(slots) for one in self.rng.sample(lines, min(count, len(lines)))]

    def reply(self, at: datetime, quality: int) -> tuple[str, str]:
        """An organ's reply and its result category. ``quality``: 3 point by point, 2 short, 1 empty words."""
        slots, rng, said = self._on(at), self.rng, sayings("office")
        if quality == 1:
            return rng.choice(said["poor_reply"]).format_map(slots), "D"
        slots["fact"], slots["do"] = (
            self._own(self.matter.fact, slots)[0],
            self._own(self.matter.do, slots)[0],
        )
        if quality == 2:
            return rng.choice(said["fair_reply"]).format_map(slots), rng.choice("AB")
        points = [
            slots["fact"],
            *self._own(self.matter.do, slots, 2),
            rng.choice(said["next_step"]).format_map(slots),
        ]
        numbered = [f"{_NUMERALS[place]}、{point}。" for place, point in enumerate(points)]
        begin, end = (rng.choice(said[key]).format_map(slots) for key in ("good_reply", "good_end"))
        return "\n".join([begin, *numbered, end]), rng.choice("AAABBC")

    def answer(self, at: datetime) -> str:
        """The deputy's own answer and explanation."""
        slots = self._on(at)
        slots["say"] = self._own(self.matter.say, slots)[0]
        return str(self.rng.choice(sayings("office")["deputy_reply"])).format_map(slots)

    def feed_back(self, at: datetime, answer: str) -> str:
        """The answer as the citizen gets it, in the deputy's or the station's name."""
        said, slots = sayings("office"), self._on(at)
        seen, end = (self.rng.choice(said[key]).format_map(slots) for key in ("feed_back", "feed_back_end"))
        return f"{answer}\n{seen}{end}"

    def refusal(self, reason: str, at: datetime) -> str:
        """Why it cannot be accepted, and which channel is the right one."""
        return str(sayings("office")["refuse"][reason]).format_map(self._on(at))
