"""Numbers that came from an address or a form: only what a database key can be."""

from __future__ import annotations

_DIGITS = 18  # a key has at most 19; eighteen always fit


def whole(typed: str) -> int | None:
    """The number, or None: "²" and Arabic digits are digits to Python and none to a database."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else None
