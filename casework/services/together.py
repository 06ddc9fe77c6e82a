"""One step for many cases in a handful of queries: for steps that leave status and clock as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.engine import KEEP
from casework.errors import LostRace
from casework.models import Case, Event
from casework.services.advance import acting_as, check, workflow_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from accounts.actors import Actor
    from casework.engine import Step


@transaction.atomic
def advance_together(
    moves: Sequence[tuple[Case, Mapping[str, Any]]], action: str, *, actor: Actor
) -> list[Event]:
    """Take ``action`` for each case with its own changed columns; all of them or none.

    The same as ``advance`` one by one, at a tenth of the cost: three queries for all. Only for a step that
    moves nothing, starts no clock, needs nothing and owes nothing; ValueError for any other. LostRace when
    somebody else has changed one of the cases.
    """
    if not moves:
        return []
    steps = [_checked(case, action, actor) for case, _changes in moves]
    _lock([case for case, _changes in moves])
    for case, changes in moves:
        for name, value in {**changes, "version": case.version + 1}.items():
            setattr(case, name, value)
    changed = sorted({name for _case, changes in moves for name in changes} | {"version"})
    Case.objects.bulk_update([case for case, _changes in moves], changed)
    events = [_event(case, step, actor) for (case, _changes), step in zip(moves, steps, strict=True)]
    return Event.objects.bulk_create(events)


def _checked(case: Case, action: str, actor: Actor) -> Step:
    step = workflow_of(case).step(action)
    if step.target or step.clock != KEEP or step.needs or step.effects:
        raise ValueError(f"{action} moves something: take it with advance, one case at a time")
    check(case, step, acting_as(actor, case))
    return step


def _lock(cases: Sequence[Case]) -> None:
    """Hold the rows until the end of the transaction, and see that nobody was there before."""
    rows = Case.objects.select_for_update().filter(pk__in=[case.pk for case in cases]).order_by("pk")
    held = {pk: (status, version) for pk, status, version in rows.values_list("pk", "status", "version")}
    if any(held.get(case.pk) != (case.status, case.version) for case in cases):
        raise LostRace(_("Somebody else took a step at the same moment. Look at the case again."))


def _event(case: Case, step: Step, actor: Actor) -> Event:
    return Event(
        case=case,
        action=step.action,
        from_status=case.status,
        to_status=case.status,
        actor_kind=actor.kind,
        actor=actor.user,
        acting_as=min(acting_as(actor, case) & set(step.who)),
        is_public=step.public,
        clock=case.due_clock,
        due_on=case.due_on,
        was_due_on=case.due_on,
    )
