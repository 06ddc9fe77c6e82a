"""The place somebody booked: number and code, and the cookie that remembers it on this device for two hours.

Like a receipt: nothing of the person stands in an address, and a wrong number and a wrong code look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from casework.numbers import tidy
from contacts.models import Visitor
from feedback import receipts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE, DEVICE = "places", "device"
COOKIE_AGE = receipts.COOKIE_AGE
_SALT = "contacts.tickets"
_MOST = 10


def find(number: str, code: str) -> Visitor | None:
    visitor = Visitor.objects.select_related("occasion__station").filter(number=tidy(number)).first()
    stored = visitor.code_digest if visitor else ""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    fits = [constant_time_compare(stored or "-", receipts.digest_of(tidy(number), code, key)) for key in keys]
    return visitor if visitor and stored and any(fits) else None


def opened(request: HttpRequest) -> dict[int, str]:
    """Keys of places that this browser may see, each with its code where it was just booked."""
    try:
        raw = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE)
        return {int(pk): str(code) for pk, code in raw.items()}
    except (signing.BadSignature, AttributeError, ValueError):
        return {}


def remember(request: HttpRequest, response: HttpResponse, visitor: Visitor, code: str = "") -> None:
    known = opened(request)
    known[visitor.pk] = code or known.pop(visitor.pk, "")
    _set(request, response, COOKIE, dict(list(known.items())[-_MOST:]), COOKIE_AGE)


def _set(request: HttpRequest, response: HttpResponse, name: str, value: object, age: int) -> None:
    response.set_cookie(
        name,
        signing.dumps(value, salt=_SALT, compress=True),
        max_age=age,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


# --- One answer of a device -------------------------------------------------------------------------------
_DEVICE_AGE = 180 * 24 * 3600
_DEVICE_SALT = "contacts.device"


def device_of(request: HttpRequest) -> str:
    """The random key of this device; empty for one that has none, or a made-up one."""
    try:
        return str(signing.loads(request.COOKIES.get(DEVICE, ""), salt=_SALT, max_age=_DEVICE_AGE))
    except signing.BadSignature:
        return ""


def give_device(request: HttpRequest, response: HttpResponse, key: str) -> None:
    _set(request, response, DEVICE, key, _DEVICE_AGE)


def device_mark(key: str, thing: str) -> str:
    """What tells the same device at the same ``thing`` and at no other: marks of two do not lead to one another."""
    return salted_hmac(_DEVICE_SALT, f"{thing}:{key}", algorithm="sha256").hexdigest() if key else ""
