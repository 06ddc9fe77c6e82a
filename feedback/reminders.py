"""Reminders to operators, each given once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Reminder
from casework.rules.published import missing_year
from deputies.models import Post
from feedback.notice_backends import NoWayOutError
from feedback.notices import backend


def remind_of_the_calendar(today: date | None = None) -> int:
    """In November, and again in December, tell operators that next year's days off are not entered yet.

    The State Council announces them about then; until they are entered, dates in that year are provisional.
    Returns how many were told.
    """
    today = today or timezone.localdate()
    year = missing_year(today)
    if year is None:
        return 0
    with transaction.atomic():
        _reminder, is_new = Reminder.objects.get_or_create(key=f"calendar-{year}-{today:%Y-%m}")
        return sum(_tell(user, year) for user in _operators()) if is_new else 0


def _operators() -> list[User]:
    posts = Post.objects.in_force(timezone.localdate()).filter(role="operator")
    return list(User.objects.filter(is_active=True, pk__in=posts.values("user")).exclude(email=""))


def _tell(user: User, year: int) -> int:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("The days off of %(year)s are not entered yet") % {"year": year}
        body = render_to_string("notices/calendar_body.txt", {"year": year, "url": settings.PORTAL_URL})
    try:
        backend("email").send(user.email, subject, body)
    except NoWayOutError:
        return 0
    return 1
