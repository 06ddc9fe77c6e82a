"""A newer version of the rules moves no running date, unless somebody says so for the case, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks
from casework.errors import StepRefused
from casework.models.assignment import HandlingRole
from casework.rules import profile_for
from casework.services.advance import advance, check_version
from casework.services.assignments import assist_due
from casework.services.going_on import why_not_while_still
from casework.services.recounting import move_shares
from casework.services.settling import hold

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case, Event
    from casework.rules import Profile


def newer_rules(case: Case) -> Profile | None:
    """The version in force today of the rules of the case's congress, where the case follows another one."""
    profile = profile_for(case.congress.rule_profile, timezone.localdate())
    return profile if profile.key != case.profile else None


@transaction.atomic
def apply_rules(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Let ``case`` follow the rules now in force; what runs is counted anew from the same first day.

    A date that was agreed on stays. The citizen and whoever owes the next step read ``note``, the reason.
    """
    check_version(case, expected_version)
    hold(case)
    rules = newer_rules(case)
    if rules is None:
        raise StepRefused(_("The case follows the rules in force already."))
    if refused := why_not_while_still(case):
        raise StepRefused(refused)
    before, key = case.answer_due_on, rules.key
    running, answer = clocks.under(case, key)
    event = advance(
        case, "apply_rules", actor=actor, note=note, profile=key, **running.columns(), **answer.as_answer()
    )
    if before and answer.due_on and before != answer.due_on:
        move_shares(case, before, answer.due_on)
    for share in case.assignments.live().filter(role=HandlingRole.ASSIST):
        share.due_on = assist_due(case, timezone.localdate(share.assigned_at))
        share.save(update_fields=["due_on"])
    return event
