"""Voters of a constituency: the station hands out a code, and the browser that entered it is remembered.

Neither the code nor the cookie says who somebody is: both name a constituency and nothing else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from deputies.models import VoterCode
from deputies.models.contact import new_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from deputies.models import Constituency

GOOD_FOR = timedelta(days=90)
COOKIE = "voter"
COOKIE_AGE = 30 * 24 * 60 * 60
_SALT = "deputies.voters"
_MOST = 5  # constituencies of one browser: a county's and a township's, and those of the family


def issue(constituency: Constituency, *, by: User | None) -> str:
    """A new code, to be shown once: only its digest is kept."""
    code = new_code()
    until = timezone.localdate() + GOOD_FOR
    VoterCode.objects.create(constituency=constituency, digest=_digest(code), issued_by=by, expires_on=until)
    return code


def constituency_of(typed: str) -> int | None:
    """The key of the constituency that a code opens; None where it is wrong or too old."""
    code = "".join(typed.split()).replace("-", "").lower()
    good = VoterCode.objects.filter(expires_on__gte=timezone.localdate())
    return good.filter(digest=_digest(code)).values_list("constituency", flat=True).first()


def known(request: HttpRequest) -> set[int | None]:
    """The constituencies of which this browser has entered a code."""
    try:
        raw = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE)
        return {int(key) for key in raw}
    except (signing.BadSignature, TypeError, ValueError):
        return set()


def remember(request: HttpRequest, response: HttpResponse, constituency: int) -> None:
    """Let this browser see it for thirty days, without a session row and without a script seeing it."""
    held = [key for key in known(request) if key is not None and key != constituency]
    response.set_cookie(
        COOKIE,
        signing.dumps([constituency, *held][:_MOST], salt=_SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.PORTAL_HTTPS,
        samesite="Lax",
    )


def _digest(code: str) -> str:
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()
