"""What a deputy may do: answer and explain, take up, refer. Never handle (Law on Deputies art. 31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from casework.answers import is_acknowledgement, why_not_an_answer
from casework.errors import Incomplete
from casework.models import Reply
from casework.models.reply import ReplyState
from casework.services import advance

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case, Event


@transaction.atomic
def answer(case: Case, *, actor: Actor, body: str, expected_version: int | None = None) -> Reply:
    """Answer and explain; the office reads it before the citizen does."""
    if body.strip() and is_acknowledgement(body):
        raise Incomplete("body", why_not_an_answer())
    given = {"reply"} if body.strip() else set()
    advance(case, "answer", actor=actor, given=given, expected_version=expected_version)
    return Reply.objects.create(
        case=case,
        body=body,
        state=ReplyState.RELEASED,
        author=actor.user,
        released_by=actor.user,
        released_at=timezone.now(),
    )


def take_up(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Mark the matter for a suggestion of the deputy's own, to be verified and drafted; nothing is copied."""
    return advance(case, "take_up", actor=actor, note=note, expected_version=expected_version)


def refer(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Refer the matter to the liaison office, which alone assigns it to organs."""
    return advance(case, "refer", actor=actor, note=note, expected_version=expected_version)
