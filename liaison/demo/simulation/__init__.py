"""`manage.py demo --simulate DAYS`: an invented county lives through days, months or years.

People act by the services alone; the portal's own periodic jobs run as the scheduler starts them; the clock is moved.
Every day and at the end an audit looks for a silent case (docs/adr/simulation.md).
"""

from __future__ import annotations

import logging
import tempfile
import time as real
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from liaison.demo.clocks import ZONE
from liaison.demo.scales import SCALES
from liaison.demo.simulation import audit, beat, report
from liaison.demo.simulation.clock import Clock, told_by
from liaison.demo.simulation.days import Days
from liaison.demo.simulation.guard import why_not_here
from liaison.demo.simulation.quiet import notices_kept_here
from liaison.demo.simulation.town import Setting, Town, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from liaison.demo.simulation.beat import Beat

    Say = Callable[[str], None]

__all__ = ["Setting", "setting_of", "simulate", "why_not_here"]
_TOLD_EVERY = 30  # days
_MOTIONS = 4


def setting_of(
    scale: str,
    seed: int,
    days: int,
    first: date | None,
    rules: str = "demo",
    *,
    suggestions: int | None = None,
    opinions: bool = True,
) -> Setting:
    """What is simulated; without ``first`` the last day is yesterday. Raises ValueError for days to come.

    ``suggestions`` are as many as deputies mean to hand in where a session lies within the days; left out, those of
    the scale. Four motions come with them, none with none. ``opinions``: whether citizens say anything.

    Rows from the future would lie to a portal that is opened on them afterwards.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    first = first or yesterday - timedelta(days=days - 1)
    last = first + timedelta(days=days - 1)
    if days < 1 or last > yesterday:
        raise ValueError(
            _("A simulation ends yesterday at the latest. Name fewer days, or an earlier first day.")
        )
    count = SCALES[scale].suggestions if suggestions is None else suggestions
    return Setting(scale, seed, first, last, rules, count, _MOTIONS if count else 0, opinions)


def simulate(setting: Setting, *, say: Say, worker: bool = False) -> list[str]:
    """Live through the days; returns what was silent, each once, and says the report. ValueError: not here."""
    why = why_not_here()
    if why:
        raise ValueError(why)
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "clock"
        clock = Clock(datetime.combine(setting.first, time(), ZONE), path if worker else None)
        stack.enter_context(told_by(clock.now))
        stack.enter_context(notices_kept_here())
        stack.enter_context(_quietly())
        town = settle(setting)
        running = beat.with_a_worker(clock, path) if worker else beat.in_this_process(clock)
        scheduler = stack.enter_context(running)
        silent = _live(town, clock, scheduler, say)
        for line in report.lines(town, scheduler, silent):
            say(line)
    return silent


def _live(town: Town, clock: Clock, scheduler: Beat, say: Say) -> list[str]:
    silent: dict[str, None] = {}  # a set that keeps the order
    days = Days(town, clock, scheduler)
    begun = real.monotonic()
    count = (town.setting.last - town.setting.first).days + 1
    for number in range(count):
        day = town.setting.first + timedelta(days=number)
        days.live(day, lambda: silent.update(dict.fromkeys(audit.today_at_the_latest())))
        if (number + 1) % _TOLD_EVERY == 0 or number + 1 == count:
            say(_progress(day, days.said, len(silent), real.monotonic() - begun))
    scheduler.turn()
    silent.update(dict.fromkeys(audit.in_the_end()))
    return list(silent)


def _progress(day: date, said: int, silent: int, seconds: float) -> str:
    return _("%(day)s: %(said)d opinions received, %(silent)d silent (%(seconds)d s)") % {
        "day": day,
        "said": said,
        "silent": silent,
        "seconds": seconds,
    }


@contextmanager
def _quietly() -> Iterator[None]:
    """A year of log lines is of no use; and SQLite need not wait for the disk at each of them."""
    logging.disable(logging.INFO)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        if not connection.in_atomic_block:
            connection.close()
