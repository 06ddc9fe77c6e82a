"""Numbers of printed forms and codes for one answer. Pure but for the secret that keys the codes' digests."""

from __future__ import annotations

import re
import secrets

from django.utils.crypto import salted_hmac

from casework.numbers import ALPHABET, tidy

_DIGITS = 4
_CODE = 8  # characters, 40 bits


def form_number(n: int) -> str:
    """``00174``: the running number and a check digit, so that a slip of the finger is noticed."""
    digits = f"{n:0{_DIGITS}d}"
    return f"{digits}{_check_digit(digits)}"


def read_number(typed: str) -> int | None:
    """The running number of a form as somebody typed it; None where the check digit says that it is mistyped."""
    digits = re.sub(r"[\s-]", "", typed)
    if not digits.isascii() or not digits.isdecimal() or not _DIGITS < len(digits) <= 10:
        return None
    return int(digits[:-1]) if digits[-1] == str(_check_digit(digits[:-1])) else None


def _check_digit(digits: str) -> int:
    """Luhn: finds every single wrong digit and nearly every pair that was swapped."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 * (doubled > 9)
    return -total % 10


def new_code() -> str:
    return tidy("".join(secrets.choice(ALPHABET) for _place in range(_CODE)))


def code_digest(inquiry_id: int, code: str) -> str:
    return salted_hmac("contacts.code", f"{inquiry_id}:{tidy(code)}", algorithm="sha256").hexdigest()
