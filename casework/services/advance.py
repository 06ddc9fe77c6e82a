"""The one function in which a status changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks, outbox
from casework.access import roles_on
from casework.engine import KEEP
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Assignment, Case, Commitment, Event
from casework.services import following, going_on
from casework.workflows import ASSIGNMENT, COMMITMENT, WORKFLOWS, home_of

if TYPE_CHECKING:
    from datetime import date

    from accounts.actors import Actor
    from casework.clocks import Running
    from casework.engine import Step, Workflow

Moving = Case | Assignment | Commitment
#: A citizen who takes time is not an office that is late, nor is a scheduler that lets the time go on too late.
_NOBODY_IS_LATE = ("rating", "needs_info", "appeal", clocks.SUSPENDED)


def workflow_of(moving: Moving) -> Workflow:
    if isinstance(moving, Commitment):
        return COMMITMENT
    return ASSIGNMENT if isinstance(moving, Assignment) else WORKFLOWS[moving.kind]


def share_of(moving: Moving) -> Assignment | None:
    """The organ's share to which a step belongs; none for a step of the case itself."""
    if isinstance(moving, Commitment):
        return moving.assignment
    return moving if isinstance(moving, Assignment) else None


def acting_as(actor: Actor, moving: Moving) -> frozenset[str]:
    """As what ``actor`` stands to the case: ``system``, ``citizen``, or a user's roles on it."""
    if actor.user is not None:
        organs = None if isinstance(moving, Case) else {moving.organ_id}
        return roles_on(actor.user, moving.case, organs=organs)
    if actor.is_citizen and actor.case_id != moving.case.pk:
        return frozenset()
    return frozenset({actor.kind})


def check(moving: Moving, step: Step, roles: frozenset[str]) -> None:
    """Refuse, with a sentence, a step that the table does not allow here or to this actor."""
    if not roles & set(step.who):
        raise NotAllowed(_("Your role cannot take this step: “%(step)s”.") % {"step": _(step.label)})
    if moving.status not in step.sources:
        status = workflow_of(moving).by_status[moving.status]
        raise StepRefused(
            _("“%(step)s” is not possible now: the case stands at “%(status)s”.")
            % {"step": _(step.label), "status": _(status.label)}
        )


def allowed_steps(moving: Moving, actor: Actor) -> list[Step]:
    """The rows of the table that ``actor`` may take now: the buttons of a page, an API's allowed actions."""
    roles = acting_as(actor, moving)
    return [step for step in workflow_of(moving).steps_from(moving.status) if roles & set(step.who)]


@transaction.atomic
def advance(
    moving: Moving,
    action: str,
    *,
    actor: Actor,
    note: str = "",
    reason: str = "",
    given: frozenset[str] | set[str] = frozenset(),
    clock: str | None = None,
    counted_from: date | None = None,
    expected_version: int | None = None,
    public: bool | None = None,
    agreed: Running | None = None,
    back_to: str = "",
    **changes: Any,
) -> Event:
    """Take the step ``action``: check it, compare and swap, append the event, write down what follows.

    ``given`` names what the caller has for ``step.needs`` beyond ``note``, ``reason`` and the changed
    columns. ``clock`` overrides the table's clock, ``agreed`` what it would give: a date that people have agreed
    on within it; ``back_to`` is one of the step's own. What follows the case moves with it.
    Raises StepRefused or LostRace (409), NotAllowed (403),
    Incomplete (400).
    """
    step = workflow_of(moving).step(action)
    roles = acting_as(actor, moving)
    check(moving, step, roles)
    _check_needs(step, {"note": note, "reason": reason, **changes}, given)
    check_version(moving, expected_version)
    if not isinstance(moving, Case):
        _case_first(moving.case_id)
    going_on.wake(moving, step, advance)
    stood = following.standing(moving)
    target = _target(step, back_to)
    clock = clock or step.clock
    if step.becomes:
        changes["kind"] = step.becomes
    if isinstance(moving, Case):
        agreed = agreed or clocks.following(moving, clock, counted_from, kind=step.becomes)
    running = _swap(moving, target, clock, agreed, changes)
    event = Event.objects.create(
        case=moving.case,
        assignment=share_of(moving),
        commitment=moving if isinstance(moving, Commitment) else None,
        action=action,
        from_status=stood.status,
        to_status=moving.status,
        actor_kind=actor.kind,
        actor=actor.user,
        acting_as=min(roles & set(step.who)),
        note=note,
        reason=reason,
        is_public=step.public if public is None else public,
        clock=running.name if running else "",
        due_on=moving.due_on if running else None,
        was_due_on=stood.due_on,
    )
    owed = (*step.effects, *WORKFLOWS[event.case.kind].after_every)
    outbox.owe(event, (*owed, outbox.ORGANS) if outbox.concerns_organs(event) else owed)
    if isinstance(moving, Case):
        following.carry(moving, event, stood, actor, advance)
    return event


def _case_first(case_id: int) -> None:
    """Hold the case before its share or promise: who takes both takes them in this order, and nobody waits for ever."""
    list(Case.objects.select_for_update().filter(pk=case_id).values_list("pk"))


def check_version(moving: Moving, expected: int | None) -> None:
    """LostRace when the reader decided on a page that shows an older state."""
    if expected is not None and expected != moving.version:
        raise LostRace(
            _("A colleague has changed this case in the meantime. Look at it again before you go on.")
        )


def _check_needs(step: Step, values: dict[str, Any], given: frozenset[str] | set[str]) -> None:
    for need in step.needs:
        if need not in given and values.get(need) in (None, "", []):
            raise Incomplete(need, _("Say what is needed for “%(step)s”.") % {"step": _(step.label)})


def _target(step: Step, back_to: str) -> str:
    if back_to and back_to not in step.back_to:
        raise ValueError(f"{step.action} never leads back to {back_to}")
    return back_to or step.target


def _swap(
    moving: Moving, target: str, clock: str, running: Running | None, changes: dict[str, Any]
) -> Running | None:
    """UPDATE … WHERE status and version are still what the caller saw; nothing is written when they are not."""
    columns = dict(changes)
    if isinstance(moving, Case) and running is not None:
        columns |= _case_columns(moving, target, clock, running)
    elif target and not workflow_of(moving).by_status[target].is_open:
        columns["closed_at"] = timezone.now()
    if target:
        columns |= {"status": target, "status_since": timezone.now()}
    swapped = (
        type(moving)
        ._default_manager.filter(pk=moving.pk, status=moving.status, version=moving.version)
        .update(version=F("version") + 1, **columns)
    )
    if not swapped:
        raise LostRace(_("Somebody else took a step at the same moment. Look at the case again."))
    for name, value in columns.items():
        setattr(moving, name, value)
    moving.version += 1
    # As it stands now: a step may also have been given the columns of its clock.
    return clocks.following(moving, KEEP) if isinstance(moving, Case) else None


def _case_columns(case: Case, target: str, clock: str, running: Running) -> dict[str, Any]:
    columns = running.columns() if clock != KEEP else {}
    if (
        (target or clock != KEEP)
        and case.due_on
        and case.due_clock not in _NOBODY_IS_LATE
        and timezone.localdate() > case.due_on
    ):
        columns["was_late"] = True
    if target and not home_of(target, case.kind).by_status[target].is_open:
        columns["closed_at"] = timezone.now()
    return columns
