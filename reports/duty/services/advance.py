"""The one function of this part in which a status changes: check, compare and swap, append the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from reports.duty.access import roles_on
from reports.duty.models import DutyEvent
from reports.duty.services import telling
from reports.duty.workflow import TELLS

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.engine import Step
    from reports.duty.models import Moving

_OF_THE_EVENT = ("ground", "place", "mark")


def acting_as(actor: Actor, moving: Moving) -> frozenset[str]:
    return roles_on(actor.user, moving) if actor.user is not None else frozenset({actor.kind})


def allowed_steps(moving: Moving, actor: Actor) -> list[Step]:
    """The rows of the table that ``actor`` may take now."""
    roles = acting_as(actor, moving)
    return [step for step in moving.table.steps_from(moving.status) if roles & set(step.who)]


def check(moving: Moving, action: str, actor: Actor) -> frozenset[str]:
    """As what ``actor`` may take the step; refused with a sentence where the table does not allow it."""
    step = moving.table.step(action)
    roles = entitled(moving, step, actor)
    if moving.status not in step.sources:
        status = moving.table.by_status[moving.status]
        raise StepRefused(
            _("“%(step)s” is not possible now: it stands at “%(status)s”.")
            % {"step": _(step.label), "status": _(status.label)}
        )
    return roles


def entitled(moving: Moving, step: Step, actor: Actor) -> frozenset[str]:
    """As what ``actor`` takes the step; NotAllowed where the table gives it to others."""
    roles = acting_as(actor, moving) & set(step.who)
    if not roles:
        raise NotAllowed(_("Your role cannot take this step: “%(step)s”.") % {"step": _(step.label)})
    return roles


@transaction.atomic
def begin(moving: Moving, action: str, *, actor: Actor, note: str = "") -> DutyEvent:
    """Store the new ``moving`` with the first row of its history. NotAllowed to whoever may not begin one."""
    step = moving.table.step(action)
    roles = entitled(moving, step, actor)
    moving.save(force_insert=True)
    return _append(moving, step, "", actor, roles, {"note": note})


@transaction.atomic
def advance(
    moving: Moving,
    action: str,
    *,
    actor: Actor,
    note: str = "",
    given: frozenset[str] | set[str] = frozenset(),
    expected_version: int | None = None,
    said: dict[str, str] | None = None,
    **changes: Any,
) -> DutyEvent:
    """Take the step ``action``. Raises StepRefused or LostRace (409), NotAllowed (403), Incomplete (400).

    ``changes`` are columns; ``said`` goes into the event: ``ground``, ``place``, ``mark``.
    """
    step = moving.table.step(action)
    roles = check(moving, action, actor)
    told = {"note": note, **(said or {})}
    if missing := unsaid(step, {**told, **changes}, given):
        raise Incomplete(missing, _("Say what is needed for “%(step)s”.") % {"step": _(step.label)})
    if expected_version is not None and expected_version != moving.version:
        raise LostRace(_("A colleague has changed this in the meantime. Look at it again before you go on."))
    stood = moving.status
    _swap(moving, step, changes)
    return _append(moving, step, stood, actor, roles, told)


def unsaid(step: Step, told: dict[str, Any], given: frozenset[str] | set[str] = frozenset()) -> str:
    """The first thing that the step needs and nobody has given; empty when all is there."""
    missing = (need for need in step.needs if need not in given and told.get(need) in (None, "", []))
    return next(missing, "")


def _swap(moving: Moving, step: Step, changes: dict[str, Any]) -> None:
    """UPDATE … WHERE status and version are still what the caller saw."""
    columns = columns_of(moving, step, changes)
    rows = type(moving)._default_manager.filter(pk=moving.pk, status=moving.status, version=moving.version)
    if not rows.update(version=F("version") + 1, **columns):
        raise LostRace(_("Somebody else took a step at the same moment. Look at it again."))
    set_columns(moving, columns)


def columns_of(moving: Moving, step: Step, changes: dict[str, Any]) -> dict[str, Any]:
    """What the step writes into the row: the changes, and the status it leads to."""
    columns = dict(changes)
    if step.target:
        columns["status"] = step.target
        if not moving.table.by_status[step.target].is_open:
            columns["closed_at"] = timezone.now()
    return columns


def set_columns(moving: Moving, columns: dict[str, Any]) -> None:
    """Let the row in hand say what the table says now."""
    for name, value in columns.items():
        setattr(moving, name, value)
    moving.version += 1


def _append(
    moving: Moving, step: Step, stood: str, actor: Actor, roles: frozenset[str], told: dict[str, str]
) -> DutyEvent:
    event = event_of(moving, step, stood, actor, roles, told)
    event.save(force_insert=True)
    if TELLS in step.effects:
        telling.owe([event])
    return event


def event_of(
    moving: Moving, step: Step, stood: str, actor: Actor, roles: frozenset[str], told: dict[str, str]
) -> DutyEvent:
    """The row of the history, not stored yet."""
    return DutyEvent(
        **{moving.table.kind: moving},
        action=step.action,
        from_status=stood,
        to_status=moving.status,
        actor_kind=actor.kind,
        actor=actor.user,
        acting_as=min(roles),
        note=told.get("note", ""),
        **{name: told.get(name, "") for name in _OF_THE_EVENT},
    )
