"""An organ's reply: drafted by a handler, released by its head, reviewed by the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.answers import is_acknowledgement, why_not_an_answer
from casework.errors import Incomplete, StepRefused
from casework.models import Consent, Reply
from casework.models.reply import ReplyState
from casework.services import countersigning, letters
from casework.services.advance import acting_as, advance, check, workflow_of
from casework.services.commitments import check_class, check_promise, check_promised_day, record
from casework.services.going_on import WITH_ORGANS
from casework.services.settling import hold, settle
from casework.workflows import ASSIGNMENT

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Assignment, Case
    from casework.services.letters import LetterHead


@transaction.atomic
def save_draft(
    assignment: Assignment,
    *,
    actor: Actor,
    body: str,
    category: str = "",
    promise: str = "",
    promised_for: date | None = None,
) -> Reply:
    """Keep the draft of a reply without handing it on; nobody outside the organ sees it."""
    check(assignment, ASSIGNMENT.step("submit_reply"), acting_as(actor, assignment))
    draft, _created = Reply.objects.get_or_create(
        assignment=assignment,
        state=ReplyState.DRAFT,
        defaults={"case": assignment.case, "author": actor.user},
    )
    draft.body, draft.category, draft.author, draft.written_at = body, category, actor.user, timezone.now()
    draft.promise, draft.promised_for = promise.strip(), promised_for
    draft.save(update_fields=["body", "category", "promise", "promised_for", "author", "written_at"])
    return draft


@transaction.atomic
def submit_reply(
    assignment: Assignment,
    *,
    actor: Actor,
    body: str,
    category: str = "",
    promise: str = "",
    promised_for: date | None = None,
    letter: LetterHead | None = None,
) -> Reply:
    """Hand the draft to the head of the organ for release; a class that promises says what and by which day.

    Where the rules ask for it, the assisting organs countersign it first. The answer to a suggestion is a formal
    ``letter``, and comes after the organ has spoken with the deputy.
    """
    if not body.strip():
        raise Incomplete("body", _("Write the reply first."))
    if is_acknowledgement(body):
        raise Incomplete("body", why_not_an_answer())
    check_class(assignment, category)
    check_promise(assignment, category, promise, promised_for)
    letters.check(assignment, letter)
    draft = save_draft(
        assignment, actor=actor, body=body, category=category, promise=promise, promised_for=promised_for
    )
    advance(assignment, "submit_reply", actor=actor, given={"reply"})
    draft.state = ReplyState.SUBMITTED
    draft.save(update_fields=["state"])
    letters.keep(draft, letter)
    countersigning.circulate(assignment, draft, actor=actor)
    return draft


@transaction.atomic
def take_back_draft(assignment: Assignment, *, actor: Actor) -> None:
    """The organ that leads takes its draft back from countersigning, to amend it."""
    hold(assignment.case)
    reply = _reply_in(assignment, ReplyState.SUBMITTED)
    advance(assignment, "take_back_draft", actor=actor)
    reply.state = ReplyState.DRAFT
    reply.save(update_fields=["state"])
    countersigning.stop(reply, Consent.DROPPED)


def _reply_in(assignment: Assignment, state: ReplyState) -> Reply:
    reply = assignment.replies.filter(state=state).last()
    if reply is None:
        raise StepRefused(_("There is no reply at this step any more. Look at the case again."))
    return reply


@transaction.atomic
def send_back(assignment: Assignment, *, actor: Actor, note: str) -> None:
    """The head sends the draft back to the handler."""
    advance(assignment, "send_back", actor=actor, note=note)
    reply = _reply_in(assignment, ReplyState.SUBMITTED)
    reply.state = ReplyState.DRAFT
    reply.save(update_fields=["state"])


def _check_has_class(assignment: Assignment, reply: Reply) -> None:
    """A draft may have been handed on before its class was asked for: then it is not released."""
    try:
        check_class(assignment, reply.category)
    except Incomplete:
        raise StepRefused(_("The reply has no result. Send the draft back for one.")) from None


@transaction.atomic
def release_reply(assignment: Assignment, *, actor: Actor) -> Reply:
    """The head releases the reply; with the last one that is owed the case goes to the office for review."""
    hold(assignment.case)
    advance(assignment, "release_reply", actor=actor, released_at=timezone.now())
    reply = _reply_in(assignment, ReplyState.SUBMITTED)
    _check_has_class(assignment, reply)
    letters.check_released(reply)
    check_promised_day(reply)
    countersigning.check_disagreements(assignment, reply)
    countersigning.stop(reply, Consent.SILENT)
    reply.state, reply.released_by, reply.released_at = ReplyState.RELEASED, actor.user, timezone.now()
    reply.save(update_fields=["state", "released_by", "released_at"])
    settle(assignment.case, actor=actor, note="")
    if workflow_of(assignment.case).direct and assignment.case.status not in WITH_ORGANS:
        _stand(assignment.case, Actor.system, "deliver")
    return reply


@transaction.atomic
def return_replies(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> None:
    """The office returns what was released, saying what is missing; the date of the answer goes on."""
    advance(case, "return_reply", actor=actor, note=note, expected_version=expected_version)
    for assignment in case.assignments.filter(status="released"):
        advance(assignment, "return_reply", actor=actor, note=note)
        assignment.replies.filter(state=ReplyState.RELEASED).update(
            state=ReplyState.RETURNED, reviewed_by=actor.user, reviewed_at=timezone.now()
        )


@transaction.atomic
def approve_replies(case: Case, *, actor: Actor, expected_version: int | None = None) -> None:
    """The office has checked every reply: right case, each point answered, no personal data.

    From now on what they promise stands in the ledger.
    """
    advance(case, "approve_reply", actor=actor, expected_version=expected_version)
    _stand(case, actor, "approve_reply")


def _stand(case: Case, actor: Actor, action: str) -> None:
    """The replies stand: nobody owes anything for them any more, and what they promise is in the ledger.

    ``action`` is what happens to each share that has replied.
    """
    for assignment in case.assignments.live():
        # An assisting organ whose opinion did not come in time owes nothing once the lead's reply stands.
        advance(assignment, action if assignment.status == "released" else "revoke", actor=actor)
    for reply in case.replies.filter(state=ReplyState.RELEASED).select_related("assignment"):
        reply.case = case
        record(reply)
    case.replies.filter(state=ReplyState.RELEASED).update(
        state=ReplyState.APPROVED, reviewed_by=actor.user, reviewed_at=timezone.now()
    )
