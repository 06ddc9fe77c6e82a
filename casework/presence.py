"""Who has a case open right now: a hint between colleagues, kept in the cache, never in the history."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from accounts.models import User

EVERY = 20  # seconds between two signs of life of an open page
_GONE = 50  # seconds without a sign after which somebody counts as gone
_Seen = dict[int, tuple[str, float]]


def _key(case_id: int) -> str:
    return f"presence:{case_id}"


def _alive(seen: _Seen) -> _Seen:
    since = time.time() - _GONE
    return {user_id: (name, at) for user_id, (name, at) in seen.items() if at >= since}


def arrive(case_id: int, user: User) -> list[str]:
    """Say that ``user`` has the case open; returns the names of the others who have.

    Two signs at the very same moment may lose one; the next comes after ``EVERY`` seconds.
    """
    seen = _alive(cache.get(_key(case_id)) or {})
    seen[user.pk] = (str(user), time.time())
    cache.set(_key(case_id), seen, _GONE)
    return [name for user_id, (name, _at) in seen.items() if user_id != user.pk]


def leave(case_id: int, user: User) -> None:
    """``user`` has taken a step and gone on."""
    seen = _alive(cache.get(_key(case_id)) or {})
    if seen.pop(user.pk, None):
        cache.set(_key(case_id), seen, _GONE)
