"""Deadlines from the stored rules: what is loaded falls due as if the portal had run all the time."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from casework import rules

if TYPE_CHECKING:
    from casework.rules import Calendar


class Stored:
    """The clocks of a stored profile, as ``liaison.demo.clocks.Clocks``."""

    def __init__(self, profile: str = "demo") -> None:
        self._profile = profile
        self.calendar: Calendar = rules.current_calendar()
        self.due = cache(self._due)

    def _due(self, name: str, start: date) -> tuple[date, bool]:
        found = rules.clock(self._profile, f"opinion.{name}", start)
        return found.due, found.provisional
