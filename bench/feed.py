"""What it costs that each step which organs may read of owes an effect: written with the step, numbered by a worker."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from django.db import connection, transaction

from bench.measure import cpu_of
from casework import outbox
from casework.models import Effect, Event
from deputies.models import Organ
from feedback.models import OrganChange, OrganFeed
from feedback.organ_api import feed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.report import Report

_STEPS = 5_000
_OTHERS = ("feedback.index", "feedback.notify_staff")  # what a step of a case owes besides


def measure(report: Report) -> None:
    """Print the CPU of process and database session for each step."""
    report.head(f"The feed of organs' systems, {_STEPS:,} steps")
    steps = list(
        Event.objects.filter(case__assigned_at__isnull=False).select_related("case").order_by("-pk")[:_STEPS]
    )
    Effect.objects.filter(event__in=steps).delete()
    bare = _cost(lambda: _owe(steps, _OTHERS))
    more = _cost(lambda: _owe(steps, (*_OTHERS, outbox.ORGANS)))
    _say(report, "two effects written with a step", bare, steps)
    _say(report, "the same with the one for organs", more, steps)
    for name, organs in _heard_by():
        for organ in organs:
            feed.begin(organ)
        _owe(steps, (outbox.ORGANS,))
        _say(report, f"numbered, {name}", _cost(_drain), steps)
    report.note(f"{OrganChange.objects.count():,} changes numbered")
    for model in (Effect, OrganChange):
        report.note(
            f"{model._meta.db_table}: {_bytes_of(model._meta.db_table):.0f} bytes a row with its indexes"
        )


def _heard_by() -> list[tuple[str, Sequence[Organ]]]:
    """Who has a system: nobody, one organ of eighty, each of them."""
    every = list(Organ.objects.order_by("pk"))
    return [("no organ has a system", []), ("one has", every[:1]), (f"each of {len(every)} has", every)]


def _owe(steps: Sequence[Event], names: Sequence[str]) -> None:
    """As ``advance`` does: one statement in the transaction of each step."""
    Effect.objects.filter(event__in=steps).delete()
    OrganChange.objects.all().delete()
    OrganFeed.objects.update(last=0)
    for step in steps:
        with transaction.atomic():
            Effect.objects.bulk_create(outbox.owed(step, names))


def _drain() -> None:
    while outbox.drain(outbox.ORGANS):
        pass


def _cost(run: Callable[[], None]) -> tuple[float, float]:
    """Seconds of CPU, and of wall."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pids = [os.getpid(), cursor.fetchone()[0]]
    before, began = cpu_of(pids), time.monotonic()
    run()
    return cpu_of(pids) - before, time.monotonic() - began


def _say(report: Report, name: str, cost: tuple[float, float], steps: Sequence[Event]) -> None:
    cpu, wall = (1000 * one / len(steps) for one in cost)
    report.note(f"{name}: CPU {cpu:.3f} ms a step, wall {wall:.3f} ms; {len(steps) / cost[1]:,.0f} a second")


def _bytes_of(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_total_relation_size('{table}')::float / greatest(count(*), 1) FROM {table}"
        )
        return float(cursor.fetchone()[0])
