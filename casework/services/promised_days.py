"""Reminders of promises: of the organ before the promised day and on it, of the office while a second answer waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Refused
from casework.models import Commitment, Reminder
from casework.models.case import Kind
from casework.rules import clock, urging_days
from casework.services.advance import advance

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATUS_MONTH = 10
_FURTHEST = 60  # days before a date in which any profile begins to remind


def remind_of_promises(today: date | None = None) -> int:
    """Take every reminder whose day has come; returns how many.

    What fell due while the scheduler stood still is made up, each once; a promise that is carried on begins anew.
    """
    today = today or timezone.localdate()
    return sum(_take(pk, action, key) for pk, action, key in list(_waiting(today)))


def _waiting(today: date) -> Iterator[tuple[int, str, str]]:
    """Promise, step and key of each reminder that is due and was not given."""
    found = [*_owed_by_organs(today), *_owed_by_the_office(today), *_owed_this_year(today)]
    given = set(
        Reminder.objects.filter(key__in=[key for _pk, _action, key in found]).values_list("key", flat=True)
    )
    return (one for one in found if one[2] not in given)


def _owed_by_organs(today: date) -> Iterator[tuple[int, str, str]]:
    owed = Commitment.objects.owed().filter(due_on__lte=today + timedelta(days=_FURTHEST))
    for pk, profile, due_on in owed.order_by("due_on", "pk").values_list("pk", "case__profile", "due_on"):
        for action, day in _days(profile, due_on):
            if day <= today:
                yield pk, action, f"{action}-{pk}-{due_on}"


def _owed_by_the_office(today: date) -> Iterator[tuple[int, str, str]]:
    """A second answer is looked at within the time that any reply is."""
    waiting = Commitment.objects.filter(status="released").order_by("status_since", "pk")
    for pk, profile, since in waiting.values_list("pk", "case__profile", "status_since"):
        day = timezone.localdate(since)
        if clock(profile, "opinion.review", day).due <= today:
            yield pk, "review_due", f"review_due-{pk}-{day}"


def _owed_this_year(today: date) -> Iterator[tuple[int, str, str]]:
    """From October on each organ is asked how what it promised a deputy stands, once a year, until it is kept."""
    if today.month < _STATUS_MONTH:
        return
    since = date(today.year, _STATUS_MONTH, 1)
    for pk in (
        Commitment.objects.owed()
        .filter(case__kind=Kind.SUGGESTION, made_at__date__lt=since)
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        yield pk, "ask_status", f"ask_status-{pk}-{today.year}"


def _days(profile: str, due_on: date) -> tuple[tuple[str, date], ...]:
    return ("remind_promise", urging_days(profile, due_on)["remind"]), ("promise_due", due_on)


def _take(pk: int, action: str, key: str) -> int:
    """One reminder with its event and its notice; 0 where somebody was faster."""
    try:
        with transaction.atomic():
            _reminder, is_new = Reminder.objects.get_or_create(key=key)
            if is_new:
                advance(_read(pk), action, actor=Actor.system)
            return int(is_new)
    except Refused:
        return 0


def _read(pk: int) -> Commitment:
    return Commitment.objects.select_related("case__congress", "assignment").get(pk=pk)
