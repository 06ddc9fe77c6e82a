"""Keyset pages: a page is found by the last row of the one before, so the thousandth costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db import models
from django.db.models import Q
from django.http import QueryDict

from casework.searching import Sieve
from casework.sifting import sifted

SIZE = 25
_M = TypeVar("_M", bound=models.Model)
_R = TypeVar("_R")  # a row: a model, or its values
_SALT = "casework.paging"
_SEARCH_SALT = "casework.search"


@dataclass(frozen=True)
class Page(Generic[_R]):
    """One page: ``rows``, and the query strings of its neighbours where there are any.

    ``looked_at``: how many rows were looked through where that ended before the page was full; ``further`` goes on
    from there.
    """

    rows: list[_R]
    newer: str = ""
    older: str = ""
    looked_at: int = 0
    further: str = ""


def keyset(
    rows: models.QuerySet[_M],
    key: str,
    given: QueryDict,
    *,
    descending: bool = False,
    size: int = SIZE,
    sieve: Sieve | None = None,
) -> Page[_M]:
    """The page of ``rows`` by (``key``, pk) that ``given`` asks for with ``after`` or ``before``.

    A mark that was tampered with, or that belongs to another list, is answered by the first page. Rows added
    or removed meanwhile neither repeat nor hide a row of the following pages. With ``sieve`` only the rows that it
    lets through are shown, of as many as are looked at for one page.
    """
    back = _read(given.get("before", ""), key)
    mark = back or _read(given.get("after", ""), key)
    downwards = descending != bool(back)
    sign = "-" if downwards else ""
    found = rows.order_by(f"{sign}{key}", f"{sign}pk")
    if mark:
        found = found.filter(_beyond(key, mark, downwards))
    sift = sifted(found, key, sieve, size + 1) if sieve else None
    fetched = list(found.filter(pk__in=sift.keys) if sift else found[: size + 1])
    page = fetched[:size]
    more = len(fetched) > size
    stopped = sift.stopped if sift else None
    if back:
        page.reverse()
    ends: list[tuple[Any, int] | None] = [(getattr(one, key), one.pk) for one in (*page[:1], *page[-1:])]
    ends = ends or [None, None]
    further = stopped if stopped and not more else ends[0 if back else -1]
    goes_on = more or stopped is not None
    newer, older = (further, ends[-1]) if back else (ends[0], further)
    links = (
        _link(given, "before", key, newer if mark and (goes_on or not back) else None),
        _link(given, "after", key, older if goes_on or back else None),
    )
    if not sift or not stopped:
        return Page(page, *links)
    return Page(page, *links, looked_at=sift.looked_at, further=links[0 if back else 1])


# --- Pages of what a search has put in order ------------------------------------------------------------
_Place = tuple[int, datetime, int]  # score, when it was opened, key


def place_mark(place: _Place | None, until: int) -> str:
    """For the address of the next page: behind the row ``place``, among what came before the case ``until``."""
    score, at, key = place or (0, None, 0)
    return signing.dumps([score, at.isoformat() if at else "", key, until], salt=_SEARCH_SALT)


def place_of(given: QueryDict) -> tuple[_Place | None, int]:
    """Where the page begins that ``given`` asks for; a mark that was tampered with begins anew."""
    try:
        score, at, key, until = signing.loads(given.get("after", ""), salt=_SEARCH_SALT)
        return ((score, datetime.fromisoformat(at), key) if at else None), until
    except (signing.BadSignature, ValueError, TypeError):
        return None, 0


# --- Pages by a column ----------------------------------------------------------------------------------
def _beyond(key: str, mark: tuple[Any, int], downwards: bool) -> Q:
    value, pk = mark
    side = "lt" if downwards else "gt"
    beyond = Q(**{f"{key}__{side}": value}) | Q(**{key: value, f"pk__{side}": pk})
    # Said twice: an index is entered at a lower bound, not at an OR.
    return Q(**{f"{key}__{side}e": value}) & beyond


def _link(given: QueryDict, name: str, key: str, edge: tuple[Any, int] | None) -> str:
    if edge is None:
        return ""
    kept = [(k, v) for k, values in given.lists() if k not in ("after", "before") for v in values]
    value, pk = edge
    return "?" + urlencode([*kept, (name, signing.dumps([key, value.isoformat(), pk], salt=_SALT))])


def _read(text: str, key: str) -> tuple[Any, int] | None:
    if not text:
        return None
    try:
        of, value, pk = signing.loads(text, salt=_SALT)
        return (
            (datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value), int(pk))
            if of == key
            else None
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
