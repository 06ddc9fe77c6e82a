"""Where the case stands follows from where its organs stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.models import Case
from casework.models.assignment import HandlingRole
from casework.services.advance import advance, workflow_of

if TYPE_CHECKING:
    from casework.models import Assignment


def hold(case: Case) -> None:
    """Let nobody else settle the case until this transaction ends, and see it as it is now.

    Without it two organs that act at the same moment would each find the other still at work, and the case
    would wait for somebody who has finished.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    case.refresh_from_db()


def owing(case: Case) -> list[Assignment]:
    """The live shares that owe the citizen an answer; an assisting organ never holds a case up."""
    return list(case.assignments.live().exclude(role=HandlingRole.ASSIST))


def settle(case: Case, *, actor: Actor, note: str) -> None:
    """Bring the case to where its shares stand: with nobody, objected to by all, answered by all, or at work."""
    standing = {share.status for share in owing(case)}
    if not standing:
        _back_to_the_office(case, actor, note)
    elif standing == {"objected"} and case.status in ("assigned", "handling"):
        advance(case, "object", actor=actor, note=note)
    elif case.status == "objected" and standing != {"objected"}:
        advance(case, "refuse_objection", actor=actor, note=note or _("Another organ goes on."))
    if standing == {"released"} and case.status == "handling":
        by_head = actor.is_user and note == ""
        advance(case, "release_reply", actor=actor if by_head else Actor.system, **_answered_now(case))


def _answered_now(case: Case) -> dict[str, Any]:
    """Where no office stands between, the release is the answer; an earlier rating was of an earlier answer."""
    if not workflow_of(case).direct:
        return {}
    return {"answered_at": timezone.now(), "attitude": None, "result": None}


def _back_to_the_office(case: Case, actor: Actor, note: str) -> None:
    """No organ is left: assisting ones are released from it, and the office names a new one."""
    for assisting in case.assignments.live():
        advance(assisting, "revoke", actor=actor)
    if case.status == "objected":
        advance(case, "uphold_objection", actor=actor, note=note, organ=None)
    elif case.status in ("assigned", "handling"):
        advance(case, "recall", actor=actor, note=note or _("No organ is left in charge."), organ=None)
