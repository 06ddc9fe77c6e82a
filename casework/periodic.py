"""Periodic jobs that leave a trace: each records its last start and its last good end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

import structlog
from celery import shared_task
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from casework.models import PeriodicRun

log = structlog.get_logger()
_jobs: dict[str, timedelta] = {}
_titles: dict[str, str] = {}
_NEVER = datetime.min.replace(tzinfo=UTC)


def periodic(name: str, every: timedelta, title: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Make a Celery task of a job that beat starts every ``every``; two beats run it once in that time.

    ``title`` says in a few words what it does: marked for translation, shown to operators.
    """
    _jobs[name] = every
    _titles[name] = title

    def wrap(job: Callable[[], Any]) -> Callable[[], Any]:
        @shared_task(name=name)
        @wraps(job)
        def run() -> None:
            if _claimed(name, every):
                _recorded(name, job)

        return run

    return wrap


def _claimed(name: str, every: timedelta) -> bool:
    """Take this turn, unless another scheduler has taken it: a conditional UPDATE decides."""
    now = timezone.now()
    PeriodicRun.objects.get_or_create(name=name, defaults={"every_seconds": int(every.total_seconds())})
    free = Q(started_at__isnull=True) | Q(started_at__lte=now - every * 0.5)
    taken = PeriodicRun.objects.filter(free, name=name).update(
        started_at=now, every_seconds=int(every.total_seconds())
    )
    return bool(taken)


def _recorded(name: str, job: Callable[[], Any]) -> None:
    try:
        result = job()
    except Exception as error:
        PeriodicRun.objects.filter(name=name).update(last_error=f"{type(error).__name__}: {error}"[:500])
        raise
    PeriodicRun.objects.filter(name=name).update(finished_at=timezone.now(), last_error="")
    log.info("periodic.done", job=name, result=result if isinstance(result, int) else None)


def jobs() -> dict[str, timedelta]:
    """Every periodic job by name, with how often it is due: the beat schedule is made from this."""
    return dict(_jobs)


def title_of(name: str) -> str:
    """What the job does, in the reader's language; the bare name of one that is no more."""
    return gettext(_titles[name]) if name in _titles else name


def overdue(now: datetime | None = None) -> list[str]:
    """Jobs whose last good end is more than three turns ago, or that never ended well."""
    moment = now or timezone.now()
    runs = PeriodicRun.objects.filter(finished_at__isnull=False).values_list("name", "finished_at")
    finished = dict(runs)
    return [
        name
        for name, every in sorted(_jobs.items())
        if (finished.get(name) or _NEVER) < moment - 3 * every - timedelta(minutes=1)
    ]


__all__ = ["jobs", "overdue", "periodic", "title_of"]
