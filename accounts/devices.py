"""Devices that have signed in before.

A known device is slowed down by its own wrong guesses only, so that a stranger who guesses at somebody's
password, even from the same office network, never makes that person wait on the computer they always use.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "known_device"
DAYS = 180
PEOPLE_PER_DEVICE = 8
_SALT = "accounts.known-device"


def nonce_of(request: HttpRequest, user_id: int | None) -> str:
    """The secret name of this device for the user, or empty when the user has not signed in on it."""
    return _known(request).get(str(user_id), "")


def remember(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    """Mark this device as one on which the user has signed in with both factors."""
    known = _known(request)
    nonce = known.pop(str(user_id), "") or secrets.token_urlsafe(12)
    kept = dict(list(known.items())[-(PEOPLE_PER_DEVICE - 1) :])
    response.set_cookie(
        COOKIE,
        signing.dumps({**kept, str(user_id): nonce}, salt=_SALT),
        max_age=DAYS * 86_400,
        path="/accounts/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}
