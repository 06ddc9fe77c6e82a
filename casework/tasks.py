"""Celery: take names, guard, call; each may run twice."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils.translation import gettext_noop as _

from accounts import services as accounts
from casework import outbox
from casework.periodic import periodic
from casework.services import (
    end_silence,
    forget_offers,
    recount_provisional,
    remind_of_promises,
    resume_over,
    urge_due,
)


@shared_task(name="casework.drain")
def drain(names: list[str]) -> None:
    """Do what is owed under the given effect names."""
    for name in names:
        if name in outbox.registered():
            outbox.drain(name)


@periodic("casework.sweep", timedelta(seconds=30), _("Do what is still owed"))
def sweep() -> int:
    """The guarantee behind the hints: whatever is still owed is done, however it was forgotten."""
    names = outbox.overdue_names()
    drain(names)
    return len(names)


@periodic("casework.recount", timedelta(hours=1), _("Count provisional dates anew"))
def recount() -> int:
    """Provisional dates become firm when the calendar of their year has been loaded, by whatever way."""
    return recount_provisional()


@periodic("casework.urge", timedelta(hours=1), _("Remind, urge and put under supervision"))
def urge() -> int:
    """The urging ladder; what a stopped scheduler has missed is made up."""
    return urge_due()


@periodic("casework.resume", timedelta(hours=1), _("Let the time for an answer go on"))
def resume() -> int:
    """What stands still goes on by itself on its last day; a day that was missed is made up."""
    return resume_over()


@periodic("casework.end_silence", timedelta(hours=1), _("Go on without a countersignature that is late"))
def late_countersignatures() -> int:
    """An assisting organ that stays silent holds no draft back after its date."""
    return end_silence()


@periodic("casework.remind_of_promises", timedelta(hours=1), _("Remind of promises"))
def promised_days() -> int:
    """Reminders of promises that organs made in their replies; missed ones are made up."""
    return remind_of_promises()


@periodic("casework.forget_offers", timedelta(hours=1), _("Forget what can no longer be undone"))
def forget_what_can_no_longer_be_undone() -> int:
    return forget_offers()


@periodic("casework.purge_sign_in_traces", timedelta(hours=24), _("Delete old traces of sign-ins"))
def purge_sign_in_traces() -> int:
    """What is kept of sign-ins goes when its time is over."""
    return sum(accounts.purge().values())
