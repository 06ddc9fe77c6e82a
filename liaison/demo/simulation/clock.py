"""The clock of a simulation, and the one place where the portal is told its time.

Everything in the portal that asks for the day or the moment asks ``django.utils.timezone``, also the defaults of its
columns; nothing asks the database or the machine (a test holds both). So the time moves in that module alone, and
what must go on by the machine's own time does: time-outs of sockets, leases of connections, the processes themselves.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Clock:
    """A time that stands still until it is moved, and never goes back.

    Where ``path`` is given it is written there too, whole at every moment: a worker in another process reads it.
    """

    def __init__(self, at: datetime, path: Path | None = None) -> None:
        self._path = path
        self._set(at)

    def now(self) -> datetime:
        return self._at

    def go_to(self, at: datetime) -> None:
        """Stay where it is when ``at`` has passed already: the day was longer than planned."""
        if at > self._at:
            self._set(at)

    def pass_by(self, seconds: float) -> None:
        self._set(self._at + timedelta(seconds=seconds))

    def _set(self, at: datetime) -> None:
        self._at = at
        if self._path is not None:
            fresh = self._path.with_suffix(".new")
            fresh.write_text(at.isoformat())
            os.replace(fresh, self._path)


def read_from(path: Path) -> datetime:
    """The time that a simulation in another process has come to."""
    return datetime.fromisoformat(path.read_text())


class _AnyDatetime(type):
    """What is a datetime stays one in the eyes of ``isinstance``."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


def install(tell: Callable[[], datetime]) -> Any:
    """From now on ``django.utils.timezone`` takes the time from ``tell``; returns what was there before."""

    class Told(datetime, metaclass=_AnyDatetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return tell().astimezone(tz)

    usual, timezone.datetime = timezone.datetime, Told  # type: ignore[attr-defined]
    return usual


@contextmanager
def told_by(tell: Callable[[], datetime]) -> Iterator[None]:
    """Inside, the portal lives at the time that ``tell`` returns."""
    usual = install(tell)
    try:
        yield
    finally:
        timezone.datetime = usual  # type: ignore[attr-defined]
