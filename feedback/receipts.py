"""The receipt: a tracking number, a query code, and the cookie that remembers an opened receipt.

The code is derived from the form's own token with a secret, so that a form sent twice gives the same
receipt; only a digest is stored. The code never stands in an address: the QR code carries it behind ``#``,
which a browser does not send.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare

from casework.models import Case
from casework.numbers import ALPHABET, tidy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "receipts"
COOKIE_AGE = 2 * 60 * 60
_SALT = "feedback.receipts"
_MOST = 10
_CROCKFORD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)


def _mac(label: str, text: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"{label}:{text}".encode(), hashlib.sha256).digest()


def code_for(submission_key: UUID) -> str:
    """The query code, 40 bits as ``XXXX-XXXX``."""
    return tidy(b32encode(_mac("code", str(submission_key))[:5]).decode().translate(_CROCKFORD))


def digest_of(number: str, code: str, key: str = "") -> str:
    secret = key or settings.SECRET_KEY
    return hmac.new(secret.encode(), f"{number}:{tidy(code)}".encode(), hashlib.sha256).hexdigest()


def find(number: str, code: str) -> Case | None:
    """The case of a receipt, or None: a wrong number and a wrong code look and cost the same.

    A part that was split off opens with the code of the whole.
    """
    found = Case.objects.filter(number=tidy(number), opinion__isnull=False)
    case = found.select_related("opinion", "undo", "split_from__opinion").first()
    whole = (case.split_from or case) if case else None
    stored = whole.opinion.code_digest if whole else ""
    shown = whole.number if whole else tidy(number)
    # A receipt on paper outlives a change of the secret key: the keys before it still open it.
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    fits = [constant_time_compare(stored or "-", digest_of(shown, code, key)) for key in keys]
    return case if case and stored and any(fits) else None


def opened(request: HttpRequest) -> dict[int, str]:
    """Case keys this browser may follow, each with its query code where the receipt was just made."""
    try:
        raw = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE)
        return {int(pk): str(code) for pk, code in raw.items()}
    except (signing.BadSignature, AttributeError, ValueError):
        return {}


def remember(request: HttpRequest, response: HttpResponse, case_id: int, code: str = "") -> None:
    """Let this browser follow the case for two hours, without a session row and without a script seeing it."""
    known = opened(request)
    known[case_id] = code or known.pop(case_id, "")
    latest = dict(list(known.items())[-_MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=_SALT, compress=True),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
