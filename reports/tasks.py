"""Celery: the daily counts are kept up, and summaries are frozen; duty reports have jobs of their own."""

from __future__ import annotations

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from reports.duty import tasks as duty_tasks
from reports.summary import rollups, running, services, sums

__all__ = ["count", "count_anew", "duty_tasks", "freeze", "freeze_waiting"]


@periodic("reports.count", timedelta(seconds=20), _("Keep the counts of the summary up"))
def count() -> int:
    """Within a minute of an event its day is counted anew."""
    return rollups.refresh()


@periodic("reports.count_anew", timedelta(hours=24), _("Count this year and the last one anew"))
def count_anew() -> int:
    """What was missed while a transaction was open for long, or changed past the services, is found here."""
    return rollups.recount(date(timezone.localdate().year - 1, 1, 1)) if sums.is_complete() else 0


@shared_task(name="reports.freeze")
def freeze(*, pk: int) -> None:
    """Freeze what was asked for."""
    running.run(pk)


@periodic("reports.freeze_waiting", timedelta(minutes=1), _("Freeze what was asked for"))
def freeze_waiting() -> int:
    """The guarantee behind the hint."""
    waiting = services.waiting_to_freeze()
    for pk in waiting:
        running.run(pk)
    return len(waiting)
