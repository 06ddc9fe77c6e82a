"""The writers of this room: events of sign-in, and what an operator or a user does to an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import slowdown
from accounts.addresses import address_digest
from accounts.models import LoginEvent, LoginEventKind, User

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT = timedelta(days=180)
_BATCH = 1000


def note(*, kind: LoginEventKind, request: HttpRequest, user: User | None) -> LoginEvent:
    """Write one line of the sign-in log; ``user`` is None when nobody is known by the name that was typed."""
    return LoginEvent.objects.create(kind=kind, user=user, address_digest=address_digest(request))


def end_sessions(*, user: User) -> None:
    """Sign the user out on every device, this one included."""
    User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)
    user.refresh_from_db(fields=["session_version"])


@transaction.atomic
def reset_second_factor(*, user: User, request: HttpRequest) -> None:
    """For a person who has lost authenticator and recovery codes: the next sign-in sets up new ones."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    note(kind=LoginEventKind.SECOND_FACTOR_REMOVED, request=request, user=user)


@transaction.atomic
def set_temporary_password(*, user: User, password: str) -> None:
    """A password the user must change at the next sign-in. Ends every session of the user."""
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])


def purge(*, now: datetime | None = None) -> dict[str, int]:
    """Remove sign-in events after 180 days, spent delays and ended sessions; how many of each."""
    now = now or timezone.now()
    return {
        "login_events": _purge_login_events(now - KEPT),
        "attempts": slowdown.forget_old(now),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
    }


def _purge_login_events(before: datetime) -> int:
    """Delete in batches, so that a long table is never locked for long."""
    removed = 0
    while keys := list(LoginEvent.objects.filter(at__lt=before).values_list("pk", flat=True)[:_BATCH]):
        removed += LoginEvent.objects.filter(pk__in=keys).delete()[0]
    return removed
