"""Keyset pages: a page is found by the last row of the one before, so the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db import models
from django.db.models import Q
from django.http import QueryDict

SIZE = 25
_M = TypeVar("_M", bound=models.Model)
_R = TypeVar("_R")  # a row: a model, or its values
_SALT = "casework.paging"
_SEARCH_SALT = "casework.search"


@dataclass(frozen=True)
class Page(Generic[_R]):
    """One page: ``rows``, and the query strings of its neighbours where there are any."""

    rows: list[_R]
    newer: str = ""
    older: str = ""


def keyset(
    rows: models.QuerySet[_M], key: str, given: QueryDict, *, descending: bool = False, size: int = SIZE
) -> Page[_M]:
    """The page of ``rows`` by (``key``, pk) that ``given`` asks for with ``after`` or ``before``.

    A mark that was tampered with, or that belongs to another list, is answered by the first page. Rows added
    or removed meanwhile neither repeat nor hide a row of the following pages.
    """
    back = _read(given.get("before", ""), key)
    mark = back or _read(given.get("after", ""), key)
    downwards = descending != bool(back)
    sign = "-" if downwards else ""
    found = rows.order_by(f"{sign}{key}", f"{sign}pk")
    if mark:
        found = found.filter(_beyond(key, mark, downwards))
    fetched = list(found[: size + 1])
    page = fetched[:size]
    more = len(fetched) > size
    if back:
        page.reverse()
    return Page(
        page,
        newer=_link(given, "before", key, page[:1], bool(back and more) or bool(mark and not back)),
        older=_link(given, "after", key, page[-1:], more if not back else True),
    )


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


def _link(given: QueryDict, name: str, key: str, edge: Sequence[models.Model], wanted: bool) -> str:
    if not wanted or not edge:
        return ""
    kept = [(k, v) for k, values in given.lists() if k not in ("after", "before") for v in values]
    return "?" + urlencode([*kept, (name, _mark(edge[0], key))])


def _mark(row: models.Model, key: str) -> str:
    value = getattr(row, key)
    return signing.dumps([key, value.isoformat(), row.pk], salt=_SALT)


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
