"""What the mailbox page says: why a message became what it became, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import access_log
from contacts.mail.enclosed import PURPOSE
from contacts.mail.releasing import SUBJECT
from feedback.purposes import Purpose

WHY = {
    # held
    "no_sender": _("It names no sender."),
    "noreply": _("It comes from an address to which nobody can answer."),
    "colleague": _("It comes from the address of a colleague or a deputy."),
    "many_of_sender": _("This sender has written very often today."),
    "many_at_all": _("Very many messages have arrived within the hour."),
    "other_sender": _("It answers a letter of ours, and comes from another address than the opinion did."),
    "closed": _("It answers a letter about a case that is closed."),
    "unreadable": _("It is built in a way that no mail program writes."),
    "failed": _("Something went wrong while it was taken in; the operator finds more in the log."),
    # refused
    "too_large": _("It is larger than the limit; it was not loaded and lies in the mailbox."),
    "encrypted": _("It is encrypted."),
    "invitation": _("It is an invitation from a calendar."),
    "empty": _("It has neither words nor subject nor files."),
    "unknown_address": _("It was sent to a relay address that is not in use."),
    # of machines
    "own": _("It is a message of our own that came back."),
    "automatic": _("An automatic answer, such as an absence note."),
    "list": _("A newsletter or mailing list."),
    "delay": _("A mail server reports that a notice is delayed or has arrived."),
    "report": _("A mail server reports that it could not deliver."),
    "words": _("A mail server says in words that it could not deliver."),
    # opinions
    "several": _("It was sent to several deputies or stations; the first of them has the case."),
}
#: For what the office may want to know who wrote a message.
PURPOSES = (Purpose.CALL_BACK, Purpose.SAME_PERSON, Purpose.URGENT)
access_log.WORDS.update(
    {SUBJECT: _("the sender of an e-mail"), PURPOSE: _("looking at a file before deciding")}
)


def why_words(code: str) -> str:
    """The reason in words; a code from elsewhere stands for itself."""
    return str(WHY.get(code, code))
