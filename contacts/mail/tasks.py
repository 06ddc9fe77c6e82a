"""Celery: reading the mailboxes, answering, and forgetting."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from contacts.mail import answering, fetching, forgetting


@periodic("contacts.fetch_mail", timedelta(minutes=1), _("Read the mailboxes"))
def fetch_mail() -> int:
    taken = fetching.fetch_all()
    answering.send_owed()
    return taken


@periodic("contacts.answer_mail", timedelta(minutes=1), _("Answer mail of which no opinion was made"))
def answer_mail() -> int:
    """By itself too: a mailbox that cannot be reached keeps no answer back."""
    return answering.send_owed()


@periodic("contacts.forget_mail", timedelta(hours=6), _("Delete mail whose time is over"))
def forget_mail() -> int:
    return forgetting.forget_old()
