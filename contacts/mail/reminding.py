"""Mail that waits for a person must not wait unseen: the office is told once a day, without a word of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Reminder
from contacts.models import MailMessage
from deputies.models import Post
from feedback.notice_backends import NoWayOutError
from feedback.notices import backend

if TYPE_CHECKING:
    from datetime import datetime

log = structlog.get_logger()
_UNSEEN_FOR = timedelta(hours=4)


def remind_of_held(now: datetime | None = None) -> int:
    """Tell each officer of a congress how many messages have waited for some hours; returns how many were told."""
    moment = now or timezone.now()
    waiting = MailMessage.objects.held().filter(recorded_at__lt=moment - _UNSEEN_FOR)
    counts = waiting.order_by().values_list("congress").annotate(Count("pk"))
    day = timezone.localdate(moment)
    return sum(
        _told(user, count, f"mail-{user.pk}-{day}") for key, count in counts for user in _officers(key)
    )


def _officers(congress_id: int) -> list[User]:
    posts = Post.objects.reachable(timezone.localdate()).filter(role="officer", congress=congress_id)
    return list(User.objects.filter(pk__in=posts.values("user")).exclude(email=""))


def _told(user: User, count: int, key: str) -> int:
    """Once a day; a mail server that fails is asked again in the next turn and keeps no colleague's reminder back."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        body = render_to_string("notices/mail_waiting.txt", {"count": count, "url": settings.PORTAL_URL})
        subject = _("Mail is waiting for a decision")
    try:
        with transaction.atomic():
            _reminder, is_new = Reminder.objects.get_or_create(key=key)
            if is_new:
                backend("email").send(user.email, subject, body)
            return int(is_new)
    except NoWayOutError:
        return 0
    except Exception as error:  # noqa: BLE001 - whatever a mail server raises
        log.warning("mail.reminder_put_off", error=type(error).__name__)
        return 0
