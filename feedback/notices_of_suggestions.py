"""Who hears of a step of a deputy's suggestion: the deputies who signed it, the office, the organs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from casework.models import Assignment
from casework.rules import profile_by_key
from deputies.models import Post

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models import Event

_ANSWERS = ("release_reply", "deliver_joined")
#: What becomes of a promise: told to those to whom it was made.
PROMISED_TO_DEPUTIES = ("confirm_kept", "confirm_not_kept", "carry_on", "report_status")
_DEPUTIES = (
    *_ANSWERS, *PROMISED_TO_DEPUTIES, "send_back", "turn_down", "accept", "assign", "grant_extension", "bring_before",
    "record_mediation", "join", "make_key", "retract",
)  # fmt: skip
_OFFICE = (
    "submit", "resubmit", "object", "ask_extension", "have_redone", "bring_before", "come_back",
    "propose_publication", "refuse_publication",
)  # fmt: skip
_ORGANS = (
    "assign", "add_organ", "refuse_objection", "refuse_extension", "grant_extension", "recall", "make_key",
    "retract",
)  # fmt: skip
#: Steps whose notice says what happened, not that something waits.
NEWS_OF_SUGGESTIONS = frozenset(
    {
        *_ANSWERS,
        *PROMISED_TO_DEPUTIES,
        "send_back",
        "turn_down",
        "accept",
        "grant_extension",
        "bring_before",
        "make_key",
        "retract",
    }
)


def of_suggestion(event: Event) -> QuerySet[User]:
    """The people to tell, each once; of a date that is near whoever owes the next step."""
    told = Q(pk__in=[])
    if event.action in _DEPUTIES:
        told |= _signatories(event)
    if event.action in _OFFICE:
        told |= _office(event)
    if event.action in _ORGANS:
        told |= _organs(event)
    if event.action not in (*_DEPUTIES, *_OFFICE, *_ORGANS):
        told |= _organs(event) if event.case.status in ("assigned", "handling") else _office(event)
    return User.objects.filter(told, is_active=True).order_by("pk")


def _posts(condition: Q) -> Q:
    return Q(pk__in=Post.objects.in_force(timezone.localdate()).filter(condition).values("user"))


def _signatories(event: Event) -> Q:
    """Who signed; of an answer the deputy who leads alone, where the rules let them pass it on (Shandong 20)."""
    signed = event.case.signatories.all()
    rules = profile_by_key(event.case.profile)
    if event.action in _ANSWERS and rules.switch("joint_reply") == "lead_may_pass_on":
        signed = signed.filter(leads=True)
    return _posts(Q(role="deputy", deputy__in=signed.values("deputy")))


def _office(event: Event) -> Q:
    """The responsible person; before there is one, every officer of the congress."""
    if event.case.owner_id and event.action != "propose_publication":
        return Q(pk=event.case.owner_id)
    return _posts(Q(role="officer", congress=event.case.congress_id)) & ~Q(pk=event.actor_id or 0)


def _organs(event: Event) -> Q:
    """Handlers and heads of the organs that have it, or had it until this step."""
    since = event.case.assigned_at
    if since is None:
        return Q(pk__in=[])
    shares = Assignment.objects.filter(case=event.case_id, assigned_at=since)
    return _posts(Q(role__in=["handler", "head"], organ__in=shares.values("organ")))
