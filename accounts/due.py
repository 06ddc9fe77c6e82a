"""A date that is owed, in words: how long there is, or by how much it is late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = 3  # days: from here on the words turn amber


@dataclass(frozen=True, slots=True)
class Due:
    """``left`` counts days to ``on``: 0 is today, below 0 is late."""

    on: date
    left: int
    working: bool
    why: Any = None
    provisional: bool = False

    @property
    def state(self) -> str:
        """late, soon or calm."""
        if self.left < 0:
            return "late"
        return "soon" if self.left <= SOON else "calm"

    @property
    def words(self) -> str:
        if self.left < 0:
            return self._late()
        if self.on == timezone.localdate():
            return _("due today")
        return self._time_left()

    def _late(self) -> str:
        late = -self.left
        if self.working:
            return ngettext("late by %(n)d working day", "late by %(n)d working days", late) % {"n": late}
        return ngettext("late by %(n)d day", "late by %(n)d days", late) % {"n": late}

    def _time_left(self) -> str:
        left = self.left
        if self.working:
            return ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}


@cache
def _plugged(path: str) -> Callable[[Any], Any]:
    return cast("Callable[[Any], Any]", import_string(path))


def _days_left(on: date) -> tuple[int, bool]:
    """Days to ``on`` and whether they are working days.

    This room lies below the calendar, so the settings name the function that counts; without one the
    calendar days are counted, and called so.
    """
    path = getattr(settings, "PORTAL_DAYS_LEFT", "")
    if path:
        return _plugged(path)(on), True
    return (on - timezone.localdate()).days, False


def why_of(thing: Any) -> Any:
    """Why ``thing`` is due that day: its own ``due_why``, or what the settings name."""
    path = getattr(settings, "PORTAL_DUE_WHY", "")
    if isinstance(thing, Mapping):
        return thing.get("due_why")
    if hasattr(thing, "due_why") or not path or not getattr(thing, "due_clock", ""):
        return getattr(thing, "due_why", None)
    return _plugged(path)(thing)


def due_of(thing: Any, *, why: Any = None) -> Due | None:
    """What ``thing`` owes, None where its ``due_on`` is empty. ``why`` is kept for the page to show.

    ``thing`` is an object or a mapping.
    """
    on: date | None = thing.get("due_on") if isinstance(thing, Mapping) else getattr(thing, "due_on", None)
    if on is None:
        return None
    left, working = _days_left(on)
    provisional = bool(getattr(why, "provisional", getattr(thing, "due_provisional", False)))
    return Due(on, left, working, why, provisional)
