"""A list looked through for common words, in its own order and up to a bound.

A word that stands in one case of ten is found at the head of any list within a few hundred rows, while the index would
lead to a hundred thousand cases that have to be joined and sorted first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.searching import Sieve

MOST = 5_000  # rows that are looked at for one page
_LEAST = 200
_SPARE = 2  # so much more than the share of the words would need


@dataclass(frozen=True, slots=True)
class Sifted:
    """The keys of what was let through, and how many rows were looked at.

    ``stopped``: value and key of the last of these, where there are more rows and still not enough was found.
    """

    keys: list[int]
    looked_at: int
    stopped: tuple[Any, int] | None = None


def sifted(rows: QuerySet[Any], key: str, sieve: Sieve, size: int) -> Sifted:
    """The first ``size`` of ``rows``, which are ordered by (``key``, pk), that the sieve lets through."""
    found: list[int] = []
    seen: list[tuple[Any, int]] = []
    for end in (min(MOST, max(_LEAST, int(_SPARE * size / sieve.share))), MOST):
        part = list(rows.values_list(key, "pk")[len(seen) : end])
        says = sieve([pk for _value, pk in part])
        found += [pk for _value, pk in part if pk in says]
        seen += part
        if len(seen) < end or len(found) >= size:
            return Sifted(found[:size], len(seen))
    return Sifted(found, len(seen), seen[-1])
