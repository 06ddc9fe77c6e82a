"""What a person does with a message that waits for one: take it in after all, add it to its case, or set it aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access_log
from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.workflows import OPINION
from contacts.mail import reading, relays, sealing
from contacts.mail.access import may_handle
from contacts.mail.deciding import Decision, may_answer
from contacts.mail.reading import Letter
from contacts.mail.taking import Ready, carry_out, made_ready
from contacts.models import AnswerState, MailMessage, Outcome
from feedback.identity import Person, open_identity
from feedback.text import clean_line

if TYPE_CHECKING:
    from django.db.models import QuerySet

SUBJECT = "mail"
#: A machine's message too: what a notification passes on may be somebody's words.
OPEN_OUTCOMES = (Outcome.HELD, Outcome.AUTOMATIC)


def take_in(message: MailMessage, *, actor: Actor) -> MailMessage:
    """Make an opinion of it; the sender gets the receipt as everybody does."""
    ready, letter = _read(message)
    to = relays.addressed(letter.recipients, message.mailbox)
    answers = bool(letter.sender) and message.why != "noreply" and may_answer(letter.sender)
    decision = Decision(
        Outcome.OPINION,
        message.why,
        deputy=to.deputy,
        station=to.station or message.mailbox.station,
        answers=answers,
    )
    return _released(message, ready, decision, actor)


def add_to_case(message: MailMessage, *, actor: Actor) -> MailMessage:
    """Add it to the case that it answers, in the citizen's name."""
    case = message.case
    if case is None:
        raise StepRefused(_("This message answers none of our letters: take it in as an opinion."))
    ready, _letter = _read(message)
    for action, outcome in (("supply_more", Outcome.MORE), ("add_remark", Outcome.REMARK)):
        if case.status in OPINION.step(action).sources:
            return _released(message, ready, Decision(outcome, message.why, case=case), actor)
    raise StepRefused(_("The case is closed and nothing can be added to it: take it in as an opinion."))


@transaction.atomic
def set_aside(message: MailMessage, *, actor: Actor, note: str) -> MailMessage:
    """It is nobody's concern: who says so says why, and it stays in the list."""
    note = clean_line(note)
    if not note:
        raise Incomplete("note", _("Say why it is set aside."))
    row = _locked(message, actor)
    row.outcome, row.handled_note = Outcome.ASIDE, note[:200]
    row.answer_state = AnswerState.NONE if row.answer_state == AnswerState.OWED else row.answer_state
    return _handled(row, actor)


def _read(message: MailMessage) -> tuple[Ready, Letter]:
    """The message read once more, from what came; where that is not kept any more, from its sealed words."""
    raw = sealing.open_raw(message)
    try:
        letter = reading.read(raw) if raw else _from_words(message)
    except reading.Unreadable:
        raise StepRefused(_("This message cannot be read. Ask the sender to use the form.")) from None
    return made_ready(letter, raw or b"", Outcome.OPINION), letter


def _from_words(message: MailMessage) -> Letter:
    kept = sealing.unseal(message)
    return Letter(
        message_id=kept.message_id,
        sender=kept.email,
        sender_name=kept.name,
        subject=kept.subject,
        text=kept.text,
        words=kept.text,
    )


@transaction.atomic
def _released(message: MailMessage, ready: Ready, decision: Decision, actor: Actor) -> MailMessage:
    row = _locked(message, actor)
    kept = sealing.unseal(row)
    row.sealed = sealing.seal(sealing.kept_of(ready.letter, kept.raw_key, ready.refused))
    carry_out(row, ready, decision)
    return _handled(row, actor)


def _locked(message: MailMessage, actor: Actor) -> MailMessage:
    """The row, held until the end; StepRefused when a colleague has decided meanwhile."""
    rows: QuerySet[MailMessage] = MailMessage.objects.select_for_update(of=("self",)).filter(pk=message.pk)
    row = rows.select_related("mailbox__congress", "mailbox__station", "case").get()
    if actor.user is None or not may_handle(actor.user, row):
        raise NotAllowed(_("Only the liaison office and the station decide about a message."))
    if row.outcome not in OPEN_OUTCOMES:
        raise StepRefused(_("A colleague has decided about this message already."))
    return row


def _handled(row: MailMessage, actor: Actor) -> MailMessage:
    row.handled_by, row.handled_at = actor.user, timezone.now()
    row.save()
    return row


# --- Who wrote it ---------------------------------------------------------------------------------------
def open_sender(message: MailMessage, *, actor: Actor, purpose: str) -> Person:
    """Who wrote it. The look is written down first: where there is a case, where its citizen reads it."""
    if message.case is not None and message.outcome in (Outcome.OPINION, Outcome.REMARK, Outcome.MORE):
        return open_identity(message.case.root_id, actor=actor, purpose=purpose) or Person()
    access_log.record(actor, SUBJECT, message.pk, purpose)
    return sealing.unseal(message).person
