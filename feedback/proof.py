"""Proof of work for the public form: a robot pays with time, a person does not notice (docs/adr on robots).

ALTCHA's protocol, version 2. A browser without JavaScript proves nothing and meets a stricter limit instead.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any

from altcha import create_challenge, verify_solution
from django.conf import settings

from deputies.remembered import first_time

_ALGORITHM = "PBKDF2/SHA-256"
_COST = 1000  # rounds of one guess; about 256 guesses are needed
_VALID = 2 * 60 * 60  # seconds


def _secret() -> str:
    return hmac.new(settings.SECRET_KEY.encode(), b"feedback.proof", hashlib.sha256).hexdigest()


def challenge() -> dict[str, Any]:
    """A signed riddle of ``parameters`` and ``signature``, valid for two hours."""
    made = create_challenge(_ALGORITHM, _COST, expires_at=int(time.time()) + _VALID, hmac_secret=_secret())
    return dict(made.to_dict())


def holds(payload: str) -> bool:
    """Whether ``payload`` solves one of our riddles for the first time."""
    # verify_solution() returns an object, which is always true: only .verified says anything.
    if not payload or len(payload) > 4000 or not verify_solution(payload, _secret()).verified:
        return False
    return first_time(f"proof.used.{hashlib.sha256(payload.encode()).hexdigest()}", _VALID)
