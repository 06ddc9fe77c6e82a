"""Who hears of a step of a motion: the deputies behind it, the office, the committee, the organ that carries it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from deputies.models import Post

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models import Event

_OFFICE = (
    "submit", "complete", "drop_signature", "fall_short", "lapse", "withdraw_motion", "ask_withdrawal", "ask_again",
    "give_opinion", "report_handling", "report_motion", "refuse_publication",
)  # fmt: skip
_COMMITTEE = ("pass_on", "refer_first", "leave_off", "report_handling")
_ORGAN = ("give_to_organ", "redo")
#: Steps of which the deputies behind it need no word: they take them themselves, or nothing is decided.
_NOT_FOR_DEPUTIES = (
    "submit", "complete", "drop_signature", "ask_withdrawal", "ask_again", "propose_publication", "refuse_publication",
)  # fmt: skip
_DATES = ("remind", "urge", "urge_again", "supervise", "move_date", "apply_rules")


def of_motion(event: Event) -> QuerySet[User]:
    """The people to tell, each once; of a date that is near whoever owes the next step."""
    told = Q(pk__in=[])
    if event.action in _DATES:
        told |= _organ(event) if event.case.status in ("with_organ", "redoing") else _office(event)
        return User.objects.filter(told, is_active=True).order_by("pk")
    if event.action not in _NOT_FOR_DEPUTIES:
        told |= _posts(Q(role="deputy", deputy__in=event.case.signatories.values("deputy")))
    if event.action in _OFFICE:
        told |= _office(event)
    if event.action == "propose_publication":  # a colleague of the one who proposes decides
        told |= _posts(Q(role="officer", congress=event.case.congress_id))
    if event.action in _COMMITTEE:
        told |= _posts(Q(role="committee", congress=event.case.congress_id))
    if event.action in _ORGAN:
        told |= _organ(event)
    return User.objects.filter(told, is_active=True).exclude(pk=event.actor_id or 0).order_by("pk")


def _posts(condition: Q) -> Q:
    return Q(pk__in=Post.objects.in_force(timezone.localdate()).filter(condition).values("user"))


def _office(event: Event) -> Q:
    if event.case.owner_id:
        return Q(pk=event.case.owner_id)
    return _posts(Q(role="officer", congress=event.case.congress_id))


def _organ(event: Event) -> Q:
    return (
        _posts(Q(role__in=["handler", "head"], organ=event.case.organ_id))
        if event.case.organ_id
        else Q(pk__in=[])
    )
