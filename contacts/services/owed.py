"""Sending what is owed to people: taken by a lease, tried again with patience, given up in the end. Twice is safe."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts.models import ContactNoticeState
from feedback.notice_backends import NoWayOutError
from feedback.notices import backend

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model, QuerySet

_LEASE = timedelta(minutes=2)
_MOST_ATTEMPTS = 8
#: A row with state, attempts, run_after, sent_at and last_error; of this room, or of one above it.
_Notice = TypeVar("_Notice", bound="Model")


def claim(rows: QuerySet[_Notice], most: int) -> QuerySet[_Notice]:
    """Take what is owed now for this worker by a lease: a killed worker frees it. The oldest first."""
    now = timezone.now()
    with transaction.atomic():
        due = rows.filter(state=ContactNoticeState.OWED, run_after__lte=now).order_by("run_after", "pk")
        keys = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        rows.filter(pk__in=keys).update(run_after=now + _LEASE, attempts=F("attempts") + 1)
    return rows.filter(pk__in=keys).order_by("pk")


def settle(notice: Any, written: Callable[[], tuple[str, str, str]]) -> int:
    """Send what ``written`` gives (address, subject, text) and note how it went; 1 where it went out."""
    try:
        address, subject, body = written()
        if not address:
            return _note(notice, ContactNoticeState.FAILED, "no address")
        backend(notice.way).send(address, subject, body)
    except NoWayOutError:
        return _note(notice, ContactNoticeState.FAILED, "no way out")
    except Exception as error:  # noqa: BLE001 - whatever a mail server or a gateway raises
        given_up = notice.attempts >= _MOST_ATTEMPTS
        state = ContactNoticeState.FAILED if given_up else ContactNoticeState.OWED
        return _note(notice, state, type(error).__name__)
    return _note(notice, ContactNoticeState.SENT, "")


def _note(notice: Any, state: ContactNoticeState, error: str) -> int:
    """A failure that is worth another try comes back after 30 s, 1 min, 2 min … at most an hour."""
    now = timezone.now()
    wait = min(timedelta(seconds=15 * 2 ** min(notice.attempts, 8)), timedelta(hours=1))
    is_sent = state == ContactNoticeState.SENT
    type(notice)._default_manager.filter(pk=notice.pk).update(
        state=state, last_error=error, sent_at=now if is_sent else None, run_after=now + wait
    )
    return int(is_sent)
