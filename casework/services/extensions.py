"""More time for an answer: asked for once, at most what the rule allows, granted or refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import clocks
from casework.errors import StepRefused
from casework.models import ExtensionRequest
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.rules import profile_by_key
from casework.services.advance import advance
from casework.services.assignments import made_by
from casework.services.going_on import why_not_while_still

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Assignment, Case


def why_no_extension(case: Case) -> str:
    """Why no more time can be asked for under the rules of the case, or now; empty where it can."""
    if case.stands_still:
        return why_not_while_still(case)
    if case.kind == Kind.SUGGESTION:
        return _why_not_longer(case)
    if profile_by_key(case.profile).limit("extensions"):
        return ""
    return _("The rules of this place allow no more time for an answer.")


def _why_not_longer(case: Case) -> str:
    """The longer time is one for the first answer: none after it, none when the suggestion is handled again."""
    if case.answer_clock == clocks.LONGER:
        return _("The suggestion has the longer time for an answer already; the law knows no other.")
    if case.rework_count:
        return _("When a suggestion is handled again, the rules know no longer time.")
    return ""


@transaction.atomic
def ask_extension(
    assignment: Assignment, *, actor: Actor, reason: str, until: date | None = None
) -> ExtensionRequest:
    """Ask once for more time, where the rules allow it; the office decides, where the rules ask for its consent.

    The citizen reads the reason if it is granted.

    ``until`` is the day wanted, the last one that the rule allows where it is left out.
    Raises Incomplete("until") for a day that is none later, or later than that.
    """
    if assignment.role == HandlingRole.ASSIST:
        raise StepRefused(_("An assisting organ agrees on its time with the organ that leads."))
    if refused := why_no_extension(assignment.case):
        raise StepRefused(refused)
    asked = ExtensionRequest.objects.filter(
        assignment__case=assignment.case_id, assignment__assigned_at__gte=assignment.case.assigned_at
    )
    if asked.exists():
        raise StepRefused(_("More time can be asked for once; it has been asked for already."))
    if until is not None:
        clocks.extended(assignment.case, until)
    advance(assignment.case, "ask_extension", actor=actor, note=reason)
    request = ExtensionRequest.objects.create(
        assignment=assignment, reason=reason, wanted_until=until, asked_by_id=made_by(actor)
    )
    if not _needs_consent(assignment.case):
        decide_extension(request, actor=Actor.system, granted=True, note=reason)
    return request


def _needs_consent(case: Case) -> bool:
    """Where the rules of suggestions only ask that the deputy be told, nobody has to agree (Henan, article 20)."""
    return case.kind != Kind.SUGGESTION or bool(
        profile_by_key(case.profile).switch("extension_needs_consent")
    )


@transaction.atomic
def decide_extension(
    request: ExtensionRequest,
    *,
    actor: Actor,
    granted: bool,
    note: str,
    until: date | None = None,
    expected_version: int | None = None,
) -> None:
    """Grant more time once, counted from the old date, or refuse it; either way with a reason.

    ``until`` is the new date, within what the rule allows; left out, it is the one that was asked for.
    """
    if request.granted is not None:
        raise StepRefused(_("This request has been decided already."))
    case = request.assignment.case
    if refused := granted and why_not_while_still(case):
        raise StepRefused(refused)
    if granted:
        running = clocks.extended(case, until or request.wanted_until)
        advance(
            case, "grant_extension", actor=actor, note=note, agreed=running,
            expected_version=expected_version, **running.as_answer(),
        )  # fmt: skip
        case.assignments.live().filter(pk=request.assignment_id).update(due_on=running.due_on)
        request.new_due_on = running.due_on
    else:
        advance(case, "refuse_extension", actor=actor, note=note, expected_version=expected_version)
    request.granted = granted
    request.decided_by = actor.user
    request.decided_at = timezone.now()
    request.decision_note = note
    request.save(update_fields=["granted", "new_due_on", "decided_by", "decided_at", "decision_note"])
