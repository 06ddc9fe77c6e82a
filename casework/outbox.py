"""What follows from an event, and how it is sure to happen.

An effect is a row, written with the event. After the commit a hint goes to the broker; when the hint is
lost, the sweep finds the row. So a broker that is down, a worker killed in mid-task or a flushed queue
delays an effect and loses none. Running twice must do no harm: handlers look before they act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casework.hints import Hints
from casework.models import Effect, Event
from casework.models.case import Kind

log = structlog.get_logger()

Handler = Callable[[Sequence[Effect]], None]
ORGANS = "feedback.tell_organs"  # the feed of an organ's own system has a line for every step it may read
LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
_held_until: ContextVar[datetime | None] = ContextVar("held_until", default=None)


@dataclass(frozen=True, slots=True)
class Registered:
    handler: Handler
    batch: int
    atomic: bool


_handlers: dict[str, Registered] = {}


def effect(name: str, *, batch: int = 50, atomic: bool = True) -> Callable[[Handler], Handler]:
    """Register the function that does what ``name`` stands for, up to ``batch`` effects at a time.

    ``atomic=False`` is for handlers that speak with the world outside: no transaction stays open meanwhile,
    and the handler itself remembers what it has done.
    """

    def register(handler: Handler) -> Handler:
        _handlers[name] = Registered(handler, batch, atomic)
        return handler

    return register


def registered() -> frozenset[str]:
    return frozenset(_handlers)


@contextmanager
def held_until(moment: datetime) -> Iterator[None]:
    """What is owed inside becomes due at ``moment`` and not before: until then the step can be undone."""
    token = _held_until.set(moment)
    try:
        yield
    finally:
        _held_until.reset(token)


def owe(event: Event, names: Sequence[str]) -> None:
    """Write down what follows from ``event``, in its own transaction, and hint at it after the commit."""
    if names:
        Effect.objects.bulk_create(owed(event, names))
        hint(names)


def concerns_organs(event: Event) -> bool:
    """Whether organs may read of this step: it is one of a share, or of a case that organs have."""
    case = event.case
    return (
        event.assignment_id is not None
        or case.assigned_at is not None
        or (case.kind == Kind.MOTION and case.organ_id is not None)
    )


def owed(event: Event, names: Sequence[str]) -> list[Effect]:
    """What follows from ``event``, still to be stored; ``hint`` comes after."""
    due = _held_until.get() or timezone.now()
    return [Effect(event=event, name=name, run_after=due) for name in names]


def hint(names: Sequence[str]) -> None:
    """Tell a worker after the commit, or when what was held cannot be undone any more.

    A broker that is down must not fail the request: the sweep comes.
    """

    if not names:
        return
    told = hints if _held_until.get() is None else later_hints

    def say() -> None:
        told.say(names)

    # A nested function: a functools.partial has no __qualname__, and Django would answer 500 for it.
    transaction.on_commit(say, robust=True)


def _send(names: list[str]) -> None:
    try:
        current_app.tasks["casework.drain"].delay(names)
    except Exception as error:  # noqa: BLE001 - whatever the broker raises, the rows are safe
        log.warning("outbox.hint_not_sent", effects=names, error=type(error).__name__)


def _send_later(names: list[str]) -> None:
    try:
        current_app.tasks["casework.drain"].apply_async((names,), countdown=settings.UNDO_SECONDS)
    except Exception as error:  # noqa: BLE001 - whatever the broker raises, the rows are safe
        log.warning("outbox.hint_not_sent", effects=names, error=type(error).__name__)


hints, later_hints = Hints(_send), Hints(_send_later)


def drain(name: str, *, most: int = 2000) -> int:
    """Do what is owed under ``name``; returns how many effects were done."""
    known = _handlers[name]
    done = 0
    while done < most:
        claimed = claim(name, known.batch)
        if not claimed:
            break
        done += _run(known, claimed)
    return done


def claim(name: str, limit: int) -> list[Effect]:
    """Take up to ``limit`` effects for this worker: a lease, not a lock, so a killed worker frees them."""
    now = timezone.now()
    with transaction.atomic():
        owed = Effect.objects.filter(name=name, done_at__isnull=True, run_after__lte=now).order_by(
            "run_after", "id"
        )
        keys = list(owed.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        Effect.objects.filter(pk__in=keys).update(run_after=now + LEASE, attempts=F("attempts") + 1)
    return list(Effect.objects.filter(pk__in=keys).select_related("event__case").order_by("id"))


def _run(known: Registered, effects: list[Effect]) -> int:
    """All together; where that fails, one by one, so that a bad row never blocks the others."""
    try:
        with transaction.atomic() if known.atomic else nullcontext():
            known.handler(effects)
            _finish(effects)
    except Exception as error:  # noqa: BLE001 - the reason is kept in the row
        if len(effects) > 1:
            return sum(_run(known, [one]) for one in effects)
        _put_off(effects[0], error)
        return 0
    return len(effects)


def _finish(effects: list[Effect]) -> None:
    Effect.objects.filter(pk__in=[one.pk for one in effects]).update(done_at=timezone.now(), last_error="")


def _put_off(one: Effect, error: Exception) -> None:
    """Back off: 30 s, 1 min, 2 min … at most an hour. The row stays owed until it is done."""
    wait = min(timedelta(seconds=15 * 2 ** min(one.attempts, 10)), LONGEST_WAIT)
    Effect.objects.filter(pk=one.pk).update(
        run_after=timezone.now() + wait, last_error=f"{type(error).__name__}: {error}"[:500]
    )
    log.warning("outbox.put_off", effect=one.name, event_id=one.event_id, error=type(error).__name__)


def overdue_names() -> list[str]:
    """Names under which something is owed now: what the sweep sends again."""
    owed = Effect.objects.filter(done_at__isnull=True, run_after__lte=timezone.now())
    return sorted(set(owed.order_by().values_list("name", flat=True).distinct()))
