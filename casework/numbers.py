"""Tracking numbers: 60 random bits, in letters and digits that are not mistaken for one another."""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
_LENGTH = 12
_MISTAKEN = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_number() -> str:
    """A number such as ``K7QF-2M9X-4TBD``; it tells nothing about its case and cannot be counted through."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)))


def grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def tidy(typed: str) -> str:
    """What a person typed, as the number is written: blanks, dashes and small letters do not matter."""
    kept = re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_MISTAKEN)
    return grouped(kept)
