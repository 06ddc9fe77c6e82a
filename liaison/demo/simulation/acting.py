"""How a step is taken in a simulation: by a service, as anybody takes it, and what is refused is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from casework.errors import Refused

if TYPE_CHECKING:
    from liaison.demo.simulation.clock import Clock
    from liaison.demo.simulation.town import Town


class Hands:
    """Takes steps for the people of a town; each takes a little while."""

    def __init__(self, town: Town, clock: Clock) -> None:
        self.town, self.clock = town, clock

    def take(self, action: str, step: Callable[[], object]) -> bool:
        """Whether the step was taken; one that is refused has changed nothing."""
        self.clock.pass_by(1)
        try:
            with transaction.atomic():
                step()
        except Refused:
            self.town.refused[action] += 1
            return False
        self.town.done[action] += 1
        return True
