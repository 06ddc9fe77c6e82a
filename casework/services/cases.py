"""Opening a case: the first row of its history is written with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.statements import insert
from casework import clocks, outbox
from casework.models import Case, Event
from casework.numbers import new_number
from casework.rules import profile_for
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from django.db.models import Model

    from accounts.actors import Actor
    from casework.engine import Step
    from deputies.models import PeoplesCongress


def open_case(
    *,
    kind: str,
    congress: PeoplesCongress,
    title: str,
    actor: Actor,
    acting: str,
    opened_at: datetime | None = None,
    clock: str = "",
    counted_from: date | None = None,
    beside: Callable[[Case], Iterable[Model]] = lambda case: (),
    **columns: Any,
) -> tuple[Case, Event]:
    """A new case at the first status of its workflow, under the rules in force today, its first clock running.

    ``beside`` gives the rows that extend the case: they are stored with it, or nothing is.
    ``opened_at`` is when it was said (a letter's day of receipt); the clock counts from there, or from
    ``counted_from``. ``clock`` is another one than the table's, where the rules tell the two apart.
    """
    step = WORKFLOWS[kind].step("submit")
    now = timezone.now()
    case = Case(
        kind=kind,
        number=new_number(),
        congress=congress,
        title=title,
        status=step.target,
        status_since=now,
        opened_at=opened_at or now,
        profile=profile_for(congress.rule_profile, timezone.localdate(now)).key,
        **columns,
    )
    running = clocks.start(case, clock or step.clock, counted_from or timezone.localdate(case.opened_at))
    for column, value in running.columns().items():
        setattr(case, column, value)
    return case, first_event(case, step, actor=actor, acting=acting, beside=beside(case))


def first_event(case: Case, step: Step, *, actor: Actor, acting: str, beside: Iterable[Model] = ()) -> Event:
    """Store the new ``case`` with the first row of its history, what follows, and the rows ``beside`` it."""
    event = Event(
        case=case,
        action=step.action,
        to_status=step.target,
        actor_kind=actor.kind,
        actor=actor.user,
        acting_as=acting,
        at=case.status_since,
        clock=case.due_clock,
        due_on=case.due_on,
    )
    effects = (*step.effects, *WORKFLOWS[case.kind].after_every)
    insert(case, event, *outbox.owed(event, effects), *beside)
    outbox.hint(effects)
    return event
