"""Small things that many pages show, kept for some minutes. A cache that is down costs time, never a page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.core.cache import cache

log = structlog.get_logger()

_T = TypeVar("_T")
_MISSING = object()


def remembered(key: str, seconds: int, make: Callable[[], _T]) -> _T:
    """What ``make`` gave at most ``seconds`` ago, or gives now. It must be fit for pickling."""
    known = _tried("get", key, _MISSING)
    if known is not _MISSING:
        return known  # type: ignore[no-any-return]
    made = make()
    _tried("set", key, made, seconds)
    return made


def count(key: str, seconds: int) -> int:
    """How often this was called with ``key`` in this window of ``seconds``; 0 when nobody can know.

    The window stands in the key: counting up in a cache of files starts the time of the row anew.
    """
    window = f"{key}.{int(time.time() // seconds)}"
    if hasattr(cache, "count_up"):
        counted = _tried("count_up", window, seconds)
        return counted if isinstance(counted, int) else 0
    known = _tried("incr", window)
    if known is None and _tried("add", window, 1, seconds) is True:
        return 1
    known = known or _tried("incr", window)  # somebody else was the first
    return known if isinstance(known, int) and not isinstance(known, bool) else 0


def first_time(key: str, seconds: int) -> bool:
    """Whether ``key`` was not seen within ``seconds``; False when nobody can know."""
    return _tried("add", key, 1, seconds) is True


def _tried(method: str, *given: Any) -> Any:
    """What the cache answers; None where there is nothing to count up, _MISSING where it does not answer."""
    try:
        return getattr(cache, method)(*given)
    except ValueError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever the cache's client raises
        log.warning("cache.not_reached", method=method, error=type(error).__name__)
        return _MISSING
