"""Celery: reading the mailboxes, answering, and forgetting."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from contacts.mail import answering, fetching, forgetting, reminding


@periodic("contacts.fetch_mail", timedelta(minutes=1), _("Read the mailboxes"))
def fetch_mail() -> int:
    taken = fetching.fetch_all()
    answering.send_owed()
    return taken


@periodic("contacts.answer_mail", timedelta(minutes=1), _("Answer mail of which no opinion was made"))
def answer_mail() -> int:
    """By itself too: a mailbox that cannot be reached keeps no answer back."""
    return answering.send_owed()


@periodic("contacts.remind_of_mail", timedelta(hours=1), _("Remind the office of mail that waits"))
def remind_of_mail() -> int:
    return reminding.remind_of_held()


@periodic("contacts.forget_mail", timedelta(hours=6), _("Delete mail whose time is over"))
def forget_mail() -> int:
    return forgetting.forget_old()
