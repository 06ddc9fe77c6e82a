"""What a deputy has promised in passing: the next step of a contact, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, NotAllowed, StepRefused
from contacts.models import NextStepDone
from contacts.services.hearing import again, may_note
from feedback.text import clean

if TYPE_CHECKING:
    from accounts.actors import Actor
    from contacts.models import ContactRecord


def may_settle(record: ContactRecord, *, actor: Actor) -> bool:
    """Whoever may record the contact."""
    return actor.user is not None and may_note(actor, again(record))


def settle_next_step(record: ContactRecord, *, actor: Actor, outcome: str) -> None:
    """What became of the next step that was written down with a contact; said once."""
    if not may_settle(record, actor=actor):
        raise NotAllowed(
            _("A deputy records their own contacts, the office and the station those of its deputies.")
        )
    if not record.next_step:
        raise StepRefused(_("No next step was written down with this contact."))
    if not outcome.strip():
        raise Incomplete("outcome", _("Say in a sentence what became of it."))
    given = {
        "done_on": timezone.localdate(),
        "outcome": clean(outcome)[:200],
        "entered_by": actor.user,
    }
    _row, is_new = NextStepDone.objects.get_or_create(contact=record, defaults=given)
    if not is_new:
        raise StepRefused(_("This next step is settled already."))
