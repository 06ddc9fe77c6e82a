"""The scheduler of a simulation: it starts the portal's own periodic jobs when their turn has come.

In this process, where no hint reaches a worker and the sweep does all that is owed; or through the broker, with a
real worker that lives at the same simulated time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from celery import current_app
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import outbox
from casework.hints import Hints
from casework.models import PeriodicRun
from casework.periodic import jobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from liaison.demo.simulation.clock import Clock

SWEEP = "casework.sweep"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TURNS = 40  # of the sweep, until nothing is owed that could be done now
_PATIENCE = (
    600.0  # seconds of real time in which a worker must answer; the first day schedules for every deputy
)


class Silent(Hints):
    """As if the broker were down all year."""

    def say(self, names: Sequence[str]) -> None:
        return None


class Beat:
    """Runs the jobs in this process; counts how often each was started."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.last: dict[str, datetime] = {}
        self.started: dict[str, int] = dict.fromkeys(jobs(), 0)

    def turn(self) -> None:
        """Start what is due by now, then go on until nothing is owed."""
        now = timezone.now()
        due = [name for name, every in jobs().items() if now - self.last.get(name, _LONG_AGO) >= every]
        self._start(due)
        self.settle()

    def settle(self) -> None:
        """Sweep until all effects are done, but for those that wait for another try."""
        for _turn in range(_TURNS):
            if not outbox.overdue_names():
                return
            self.clock.pass_by(jobs()[SWEEP].total_seconds())
            self._start([SWEEP])

    def _start(self, names: Iterable[str]) -> None:
        for name in names:
            self.last[name] = timezone.now()
            self.started[name] += 1
            self.run(name)
        self.wait_for(names)

    def run(self, name: str) -> None:
        current_app.tasks[name]()

    def wait_for(self, names: Iterable[str]) -> None:
        """Done already."""


class BeatOfWorkers(Beat):
    """Sends the jobs through the broker, and waits for the worker to have done them."""

    def run(self, name: str) -> None:
        current_app.tasks[name].apply_async()

    def wait_for(self, names: Iterable[str]) -> None:
        begun = timezone.now()
        end = time.monotonic() + _PATIENCE
        while waiting := self._unfinished(names, begun):
            if time.monotonic() > end:
                raise RuntimeError(_("The worker did not finish: %(jobs)s") % {"jobs": ", ".join(waiting)})
            time.sleep(0.01)

    def _unfinished(self, names: Iterable[str], begun: datetime) -> list[str]:
        done = set(
            PeriodicRun.objects.filter(name__in=list(names), finished_at__gte=begun).values_list(
                "name", flat=True
            )
        )
        return [name for name in names if name not in done]

    def settle(self) -> None:
        """The worker does what is owed by the hints; the sweep comes after half a minute, as it does."""
        for _turn in range(_TURNS):
            pause = time.monotonic() + 0.5
            while outbox.overdue_names() and time.monotonic() < pause:
                time.sleep(0.01)
            if not outbox.overdue_names():
                return
            self.clock.pass_by(jobs()[SWEEP].total_seconds())
            self._start([SWEEP])


@contextmanager
def in_this_process(clock: Clock) -> Iterator[Beat]:
    usual = outbox.hints, outbox.later_hints
    outbox.hints = outbox.later_hints = Silent(lambda names: None)
    try:
        yield Beat(clock)
    finally:
        outbox.hints, outbox.later_hints = usual


@contextmanager
def with_a_worker(clock: Clock, path: Path) -> Iterator[Beat]:
    """A Celery worker of its own, which reads the time from ``path`` and sends no notice anywhere."""
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "simulation_worker", str(path)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORTAL_LOG_LEVEL": "WARNING"},
    )
    try:
        yield BeatOfWorkers(clock)
    finally:
        outbox.hints.wait()
        process.terminate()
        process.wait()
