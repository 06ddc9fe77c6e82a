"""The one function of this package in which a status changes: check, compare and swap, append the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from reports.column import telling
from reports.column.access import roles_on
from reports.column.models import ColumnEvent

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.engine import Step
    from reports.column.models.event import Moving


def _roles(moving: Moving, step: Step, actor: Actor) -> frozenset[str]:
    roles = roles_on(actor.user, moving) & set(step.who) if actor.user is not None else frozenset()
    if not roles:
        raise NotAllowed(_("Your role cannot take this step: “%(step)s”.") % {"step": _(step.label)})
    return roles


def allowed_steps(moving: Moving, actor: Actor) -> list[Step]:
    """The rows of the table that ``actor`` may take now."""
    roles = roles_on(actor.user, moving) if actor.user is not None else frozenset()
    return [step for step in moving.table.steps_from(moving.status) if roles & set(step.who)]


def check(moving: Moving, action: str, actor: Actor) -> frozenset[str]:
    """As what ``actor`` may take the step; refused with a sentence where the table does not allow it."""
    step = moving.table.step(action)
    roles = _roles(moving, step, actor)
    if moving.status not in step.sources:
        status = moving.table.by_status[moving.status]
        raise StepRefused(
            _("“%(step)s” is not possible now: it stands at “%(status)s”.")
            % {"step": _(step.label), "status": _(status.label)}
        )
    return roles


@transaction.atomic
def begin(moving: Moving, action: str, *, actor: Actor) -> ColumnEvent:
    """Store the new ``moving`` with the first row of its history. NotAllowed to whoever may not begin one."""
    step = moving.table.step(action)
    roles = _roles(moving, step, actor)
    moving.save(force_insert=True)
    return _append(moving, step, "", actor, roles, "")


@transaction.atomic
def advance(
    moving: Moving,
    action: str,
    *,
    actor: Actor,
    note: str = "",
    expected_version: int | None = None,
    **changes: Any,
) -> ColumnEvent:
    """Take the step ``action``. Raises StepRefused or LostRace (409), NotAllowed (403), Incomplete (400)."""
    step = moving.table.step(action)
    roles = check(moving, action, actor)
    if "note" in step.needs and not note:
        raise Incomplete("note", _("Say what is needed for “%(step)s”.") % {"step": _(step.label)})
    if expected_version is not None and expected_version != moving.version:
        raise LostRace(_("A colleague has changed this in the meantime. Look at it again before you go on."))
    stood = moving.status
    _swap(moving, step, changes)
    return _append(moving, step, stood, actor, roles, note)


def _swap(moving: Moving, step: Step, changes: dict[str, Any]) -> None:
    """UPDATE … WHERE status and version are still what the caller saw."""
    columns = dict(changes)
    if step.target:
        columns["status"] = step.target
        if not moving.table.by_status[step.target].is_open:
            columns["closed_at"] = timezone.now()
    rows = type(moving)._default_manager.filter(pk=moving.pk, status=moving.status, version=moving.version)
    if not rows.update(version=F("version") + 1, **columns):
        raise LostRace(_("Somebody else took a step at the same moment. Look at it again."))
    for name, value in columns.items():
        setattr(moving, name, value)
    moving.version += 1


def _append(
    moving: Moving, step: Step, stood: str, actor: Actor, roles: frozenset[str], note: str
) -> ColumnEvent:
    assert actor.user is not None  # roles are held by people alone
    event = ColumnEvent.objects.create(
        **{moving.table.kind: moving},
        action=step.action,
        from_status=stood,
        to_status=moving.status,
        actor=actor.user,
        acting_as=min(roles),
        note=note,
    )
    telling.owe(event)
    return event
