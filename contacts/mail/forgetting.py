"""The end of what is kept of a message: the message as it came soon after it is handled, its words with the identity.

Personal Information Protection Law arts 19 and 47. What waits for a person is kept until it has been handled.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from contacts.mail import sealing
from contacts.models import MailMessage, Outcome
from feedback.models import Identity

if TYPE_CHECKING:
    from datetime import datetime

KEPT_FOR = timedelta(days=30)  # the words of what became no case
_ORPHAN_AFTER = timedelta(days=2)


def forget_old(now: datetime | None = None) -> int:
    """Delete what has reached its end; returns how many messages were concerned."""
    moment = now or timezone.now()
    return _raw_ones(moment) + _words(moment) + _orphans(moment)


def _raw_ones(moment: datetime) -> int:
    over = list(MailMessage.objects.filter(raw_until__lt=timezone.localdate(moment)).exclude(raw=""))
    for message in over:
        with transaction.atomic():
            sealing.drop_raw(message)
            message.save(update_fields=["raw", "raw_until"])
    return len(over)


def _words(moment: datetime) -> int:
    """With the identity of its case; without a case 30 days after it was handled, or came."""
    identities = Identity.objects.values("pk")
    ended = Q(case__isnull=False) & ~Q(case__in=identities) & ~Q(case__split_from__in=identities)
    settled = Q(case__isnull=True) & (
        Q(handled_at__lt=moment - KEPT_FOR) | Q(handled_at=None, recorded_at__lt=moment - KEPT_FOR)
    )
    over = MailMessage.objects.exclude(sealed="").exclude(outcome=Outcome.HELD).filter(ended | settled)
    for message in over:
        with transaction.atomic():
            sealing.drop_raw(message)
            message.sealed = message.sender_mark = message.subject = message.handled_note = ""
            message.save()
    return len(over)


def _orphans(moment: datetime) -> int:
    """Files of transactions that failed: nobody has their key."""
    if not default_storage.exists(sealing.FOLDER):
        return 0
    paths = {f"{sealing.FOLDER}/{name}" for name in default_storage.listdir(sealing.FOLDER)[1]}
    orphans = paths - set(MailMessage.objects.filter(raw__in=paths).values_list("raw", flat=True))
    old = [path for path in orphans if default_storage.get_modified_time(path) < moment - _ORPHAN_AFTER]
    for path in old:
        default_storage.delete(path)
    return len(old)
