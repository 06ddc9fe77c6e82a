"""The lead deputy rates the answer, from their own session and nobody for them; silence is counted apart.

Sources: Shandong 23 and 24, Shanghai 21, Henan 22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed
from casework.models import Case
from casework.models.case import Kind
from casework.rules import profile_by_key
from casework.services import advance
from suggestions.models import Grading, Mediation, Suggestion
from suggestions.models.outcome import MediationKind

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Event

DISSATISFIED = 1


@transaction.atomic
def rate(
    case: Case,
    *,
    actor: Actor,
    result: int,
    attitude: int | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Grading:
    """Rate attitude and result apart (1 dissatisfied, 2 basically satisfied, 3 satisfied), as the profile asks.

    Dissatisfied with the result it is handled again, once; the second time the standing committee takes it up.
    """
    rules = profile_by_key(case.profile)
    apart = bool(rules.switch("rate_attitude_and_result"))
    attitude = attitude if apart else None
    if result not in (1, 2, 3) or (apart and attitude not in (1, 2, 3)):
        raise Incomplete("result", _("Rate the attitude and the result, each by itself."))
    if (
        rules.switch("dissatisfied_needs_reason")
        and DISSATISFIED in (attitude, result)
        and not reason.strip()
    ):
        raise Incomplete("reason", _("Say what was not right, so that it can be put right."))
    if actor.user is None:
        raise NotAllowed(_("Only the deputy who leads the suggestion rates the answer."))
    advance(
        case, "rate_answer", actor=actor, note=reason, expected_version=expected_version,
        attitude=attitude, result=result,
    )  # fmt: skip
    suggestion = Suggestion.objects.get(case=case)
    grading = Grading.objects.create(
        suggestion=suggestion, round=case.rework_count, attitude=attitude, result=result, reason=reason,
        rated_by=actor.user,
    )  # fmt: skip
    _go_on(case, result)
    return grading


def _go_on(case: Case, result: int) -> None:
    if result != DISSATISFIED:
        advance(case, "conclude", actor=Actor.system)
    elif case.rework_count:
        advance(case, "bring_before", actor=Actor.system)
    else:
        advance(case, "have_redone", actor=Actor.system, rework_count=1)


def conclude_due(today: date | None = None) -> int:
    """Conclude what no deputy rated in time; without a rating, so that silence stands beside the rate, not in it."""
    overdue = Case.objects.late(today or timezone.localdate()).filter(
        kind=Kind.SUGGESTION, status="delivered", due_clock="rating"
    )
    done = 0
    for case in overdue.order_by("pk"):
        advance(case, "conclude_unrated", actor=Actor.system)
        done += 1
    return done


@transaction.atomic
def record_mediation(
    case: Case,
    *,
    actor: Actor,
    kind: str,
    held_on: date,
    participants: str,
    outcome: str,
    expected_version: int | None = None,
) -> Event:
    """The meeting or the expert opinion after a second dissatisfaction; it concludes the suggestion as dissatisfied."""
    if kind not in MediationKind.values:
        raise Incomplete("kind", _("Say whether it was a meeting or an expert opinion."))
    if not timezone.localdate(case.status_since) <= held_on <= timezone.localdate():
        raise Incomplete("held_on", _("It took place after the second rating, and not in days to come."))
    for name, said in (("participants", participants), ("outcome", outcome)):
        if not said.strip():
            raise Incomplete(name, _("Write down who took part and what came of it."))
    if actor.user is None:
        raise NotAllowed(_("Only somebody of the office or the committee can take this step."))
    event = advance(
        case, "record_mediation", actor=actor, note=outcome, given={"meeting"},
        expected_version=expected_version,
    )  # fmt: skip
    Mediation.objects.create(
        suggestion=Suggestion.objects.get(case=case), kind=kind, held_on=held_on, participants=participants,
        outcome=outcome, recorded_by=actor.user,
    )  # fmt: skip
    return event
