"""One step on many things: the rows that ``advance`` writes one by one, in a number of queries that stays small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from accounts.actors import Actor
from reports.duty.models import DutyEvent
from reports.duty.services import telling
from reports.duty.services.advance import check, columns_of, entitled, event_of, set_columns, unsaid
from reports.duty.workflow import TELLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from casework.engine import Step
    from reports.duty.models import DutyReport, Moving

CHUNK = 500  # things in one transaction


@transaction.atomic
def begin_together(made: Sequence[DutyReport], action: str, *, actor: Actor = Actor.system) -> int:
    """Store new reports, each with the first row of its history; how many. All of them or none.

    The caller holds a lock under which nobody else makes the same. NotAllowed to whoever may not begin one.
    """
    if not made:
        return 0
    step = made[0].table.step(action)
    for one in made:
        entitled(one, step, actor)
    stored = type(made[0])._default_manager.bulk_create(made)
    _append([(one, "") for one in stored], step, actor, lambda _one: {})
    return len(stored)


def advance_together(
    rows: Iterable[Moving],
    action: str,
    *,
    actor: Actor = Actor.system,
    said: Callable[[Any], dict[str, str]] = lambda _one: {},
    **changes: Any,
) -> int:
    """Take ``action`` for each row and return how many; who was faster with a row has taken it, and it is passed over.

    ``said`` gives note and mark of a row; ``changes`` are columns that all rows get. ValueError for a step that
    needs something which is not given, NotAllowed for a row on which ``actor`` may not take it.
    """
    them = list(rows)
    some = (them[first : first + CHUNK] for first in range(0, len(them), CHUNK))
    return sum(_advance(one, action, actor, said, changes) for one in some)


@transaction.atomic
def _advance(
    rows: list[Moving],
    action: str,
    actor: Actor,
    said: Callable[[Any], dict[str, str]],
    changes: dict[str, Any],
) -> int:
    fresh = _held(rows)
    if not fresh:
        return 0
    step = fresh[0].table.step(action)
    stood = [(one, one.status) for one in fresh]
    for one in fresh:
        check(one, action, actor)
        if missing := unsaid(step, {**said(one), **changes}):
            raise ValueError(f"{action} needs {missing}")
    columns = columns_of(fresh[0], step, changes)
    found = type(fresh[0])._default_manager.filter(pk__in=[one.pk for one in fresh])
    found.update(version=F("version") + 1, **columns)
    for one in fresh:
        set_columns(one, columns)
    _append(stood, step, actor, said)
    return len(fresh)


def _held(rows: list[Moving]) -> list[Moving]:
    """Those that stand as the caller saw them, held until the end of the transaction."""
    if not rows:
        return []
    locked = type(rows[0])._default_manager.select_for_update(of=("self",)).order_by("pk")
    now = locked.filter(pk__in=[one.pk for one in rows]).values_list("pk", "status", "version")
    stands = {pk: (status, version) for pk, status, version in now}
    return [one for one in rows if stands.get(one.pk) == (one.status, one.version)]


def _append(
    stood: Sequence[tuple[Moving, str]], step: Step, actor: Actor, said: Callable[[Any], dict[str, str]]
) -> None:
    events = [
        event_of(one, step, before, actor, entitled(one, step, actor), said(one)) for one, before in stood
    ]
    stored = DutyEvent.objects.bulk_create(events)
    if TELLS in step.effects:
        telling.owe(stored)
