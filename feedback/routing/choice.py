"""What the router is asked and what it answers. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a ``code`` that has a sentence in ``reasons.SENTENCES``, and what the sentence names."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a choice: the key of what is proposed (None: the router abstains), 0 ≤ confidence ≤ 1."""

    id: int | None = None
    confidence: float = 0.0
    reasons: tuple[Reason, ...] = ()

    def or_abstain(self, threshold: float) -> Part:
        """Without a key when the confidence is too low; the reasons stay, so that a person sees the guess."""
        if self.id is None or self.confidence >= threshold:
            return self
        return Part(
            None, self.confidence, (*self.reasons, Reason("below_threshold", _percents(self, threshold)))
        )


def _percents(part: Part, threshold: float) -> dict[str, str | int]:
    return {"percent": round(part.confidence * 100), "threshold": round(threshold * 100)}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the citizen chose, by key, and the place in the citizen's own words. All of it may be empty."""

    division_id: int | None = None
    station_id: int | None = None
    deputy_id: int | None = None
    topic_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A topic it may also be, how sure (0 to 1), the words that speak for it, and the organ usual for it."""

    topic_id: int
    sure: float
    words: tuple[str, ...] = ()
    organ_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        percent = round(self.sure * 100)
        return {"topic": self.topic_id, "percent": percent, "words": list(self.words), "organ": self.organ_id}


PARTS = ("division", "station", "deputy", "topic", "organ")


@dataclass(frozen=True, slots=True)
class Choice:
    """The proposal: five parts, and what kept the router from proposing at all."""

    division: Part = Part()
    station: Part = Part()
    deputy: Part = Part()
    topic: Part = Part()
    organ: Part = Part()
    held: tuple[Reason, ...] = ()
    guess: Part = Part()  # the topic before it was asked whether that is sure enough
    alternatives: tuple[Alternative, ...] = ()

    @property
    def confidence(self) -> float:
        """As sure as its weaker half: who receives it (station), and what it is about (topic or organ)."""
        return min(self.station.confidence, max(self.topic.confidence, self.organ.confidence))

    @property
    def abstained(self) -> bool:
        """A person decides: a rule failed, or it is not clear who receives it or what it is about."""
        nobody = self.station.id is None and self.deputy.id is None
        nothing = self.topic.id is None and self.organ.id is None
        return bool(self.held) or nobody or nothing

    def as_json(self) -> list[dict[str, Any]]:
        """The reasons as they are kept: ``about`` is a part's name, or ``held``."""
        rows = [
            {"about": name, "code": reason.code, "params": reason.params, "confidence": part.confidence}
            for name in PARTS
            for part in (getattr(self, name),)
            for reason in part.reasons
        ]
        held = [
            {"about": "held", "code": one.code, "params": one.params, "confidence": 0.0} for one in self.held
        ]
        return held + rows
