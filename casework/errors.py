"""Refusals, each with a sentence for the person who meets it and the HTTP status that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Refused(Exception):
    """Something was not done; ``sentence`` says why and what to do next."""

    status_code = 409

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class StepRefused(Refused):
    """The process does not allow the step from where the case is now."""


class LostRace(Refused):
    """Somebody else took a step in between; nothing was overwritten."""


class TooLate(Refused):
    """The time in which a step can be undone is over; nothing was changed."""


class NotAllowed(Refused):
    """The reader may see the case but not take this step."""

    status_code = 403


class Incomplete(Refused):
    """The step needs something that was not given; ``field`` names it."""

    status_code = 400

    def __init__(self, field: str, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.field = field
