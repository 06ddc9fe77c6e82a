"""Rows of small tables that every case names (topics, stations, organs, deputies …), kept in the process.

Joining them for one case costs more than all that is its own: thirteen joins took 3.7 ms of a page, none 0.8.
What is kept is at most half a minute old, and only read: nothing here decides who sees what.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_M = TypeVar("_M", bound=Model)
FRESH_SECONDS = 30.0
MOST = 20_000  # rows; a province's deputies and organs, some tens of megabytes
_kept: dict[tuple[type[Model], Any], tuple[float, Model]] = {}
_counts: dict[tuple[str, int], tuple[float, int]] = {}


def fill_in(rows: Iterable[Model | None], *names: str) -> None:
    """Give each of ``rows`` what its foreign keys ``names`` point to, as a join would have.

    Costs one query for each table with rows that are not known yet, and none when all are.
    """
    wanted: dict[type[Model], dict[Any, list[tuple[Model, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in filter(None, rows):
        for name in names:
            field = row._meta.get_field(name)
            key = getattr(row, field.attname)  # type: ignore[union-attr]
            if key is not None and not field.is_cached(row):  # type: ignore[union-attr]
                wanted[field.related_model][key].append((row, name))  # type: ignore[index]
    for model, places in wanted.items():
        found = _rows(model, list(places))
        for key, takers in places.items():
            for row, name in takers:
                setattr(row, name, found[key])


def one(model: type[_M], key: Any) -> _M | None:
    """The row of ``model`` with this key, as it was half a minute ago at most."""
    return _rows(model, [key]).get(key)  # type: ignore[return-value]


def named(model: type[_M], **unique: Any) -> _M | None:
    """The one row of ``model`` with this code or the like; None where there is none, or more than one."""
    name = (model, tuple(unique.items()))
    at, row = _kept.get(name, (0.0, None))
    if row is None or at < time.monotonic() - FRESH_SECONDS:
        rows = model._default_manager.filter(**unique).order_by()[:2]
        row = rows[0] if len(rows) == 1 else None
        if row is not None:
            _keep(name, row)
    return row  # type: ignore[return-value]


def counted(name: str, reader: int, ask: Callable[[], int]) -> int:
    """How much waits for a reader, as it was half a minute ago at most: the navigation says it on every page."""
    at, count = _counts.get((name, reader), (-FRESH_SECONDS, 0))
    if at <= time.monotonic() - FRESH_SECONDS:
        if len(_counts) >= MOST:
            _counts.clear()
        count = ask()
        _counts[name, reader] = (time.monotonic(), count)
    return count


def forget() -> None:
    """Read anew at the next question."""
    _kept.clear()
    _counts.clear()


def _rows(model: type[Model], keys: list[Any]) -> dict[Any, Model]:
    since = time.monotonic() - FRESH_SECONDS
    found, missing = {}, []
    for key in keys:
        at, row = _kept.get((model, key), (since - 1, None))
        if row is None or at < since:
            missing.append(key)
        else:
            found[key] = row
    if missing:
        for key, row in model._default_manager.in_bulk(missing).items():
            found[key] = row
            _keep((model, key), row)
    return found


def _keep(name: tuple[type[Model], Any], row: Model) -> None:
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[name] = (time.monotonic(), row)
