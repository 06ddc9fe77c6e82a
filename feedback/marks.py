"""What tells that two identities are the same person's, without opening either.

A mark is a keyed digest of a telephone number or an e-mail address: it can be compared, and without the key not be
guessed from a list of all numbers. It stands in the identity's own row and goes with it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from feedback.identity import Person

_NOT_DIGITS = re.compile(r"\D")
_LEAST_DIGITS = 7  # a shorter number is an extension that many share
_COUNTRY = re.compile(r"^(?:00)?86(?=1\d{10}$)")


def marks_of(person: Person) -> dict[str, str]:
    """The marks of a person, by column; empty where nothing was given. A name alone is nobody's mark."""
    digits = _COUNTRY.sub("", _NOT_DIGITS.sub("", person.phone))
    return {
        "phone_mark": _mark("phone", digits if len(digits) >= _LEAST_DIGITS else ""),
        "email_mark": _mark("email", person.email.strip().casefold()),
    }


def _mark(kind: str, said: str) -> str:
    """The newest key marks; after a change of keys ``identity.reseal`` makes every mark anew."""
    if not said:
        return ""
    secret = str(settings.PORTAL_IDENTITY_KEYS[0]).encode()
    return hmac.new(secret, f"{kind}:{said}".encode(), hashlib.sha256).hexdigest()
