"""Finding what says much the same: by the rare grams that two texts share, then by all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from casework.grams import bigrams
from feedback.frequencies import frequencies
from feedback.models import SearchDoc
from feedback.search_schema import FULL_TEXT, MARK, SHARING, TITLE_MARK
from feedback.text import likeness, without_personal

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet

LIKE_ENOUGH = 0.18
SAME_WORDS = 0.8  # the same letter, but for a name, a date or a greeting
_MOST_FOUND = 2000
_MOST_COMPARED = 200
_NEW_GRAMS = 8
_RARE_GRAMS = 16
_TOO_COMMON = 0.05  # a gram in more than one text of twenty tells little and costs much …
_NEVER_TOO_COMMON = 20  # … once there are enough texts to tell


def similar(
    text: str,
    qs: CaseQuerySet,
    limit: int = 5,
    exclude: int | None = None,
    *,
    published_only: bool = False,
) -> list[tuple[int, float]]:
    """Cases of ``qs`` that say much the same, most alike first, as (key, likeness 0 to 1).

    Cases that share rare grams are candidates; the best 200 are compared as a whole.
    """
    grams = set(bigrams(without_personal(text)))
    found = _sharing(_rare(grams))
    allowed = set(qs.filter(pk__in=found).values_list("pk", flat=True)) - {exclude}
    candidates = [case_id for case_id in found if case_id in allowed][:_MOST_COMPARED]
    docs = SearchDoc.objects.filter(pk__in=candidates).values_list("pk", "grams")
    scored = [(pk, round(likeness(grams, _grams_in(stored, published_only)), 3)) for pk, stored in docs]
    near = [one for one in scored if one[1] >= LIKE_ENOUGH]
    return sorted(near, key=lambda one: (-one[1], -one[0]))[:limit]


def _grams_in(stored: str, published_only: bool) -> set[str]:
    grams = stored.split(" ")
    if published_only:
        grams = grams[: grams.index(MARK)] if MARK in grams else []
    return set(grams) - {"", MARK, TITLE_MARK}


def _rare(grams: set[str]) -> list[str]:
    """The grams worth looking up: some that the sample does not know, then the rarest that it does."""
    sample = frequencies()
    ranked = sorted((sample.counts[gram], gram) for gram in grams if len(gram) > 1)
    new = [gram for count, gram in ranked if not count]
    known = [(count, gram) for count, gram in ranked if count]
    most = max(sample.size * _TOO_COMMON, _NEVER_TOO_COMMON)
    rare = [gram for count, gram in known if count <= most]
    return new[:_NEW_GRAMS] + (rare[:_RARE_GRAMS] or [gram for _count, gram in known[:3]])


def _sharing(grams: list[str]) -> list[int]:
    """Keys of the cases that hold one of ``grams``; those that hold most of them first."""
    if not grams:
        return []
    params: list[Any]
    if connection.vendor == "postgresql":
        sql, params = f"SELECT {SHARING}(%s, %s)", [[f"'{gram}'" for gram in grams], _MOST_FOUND]
    else:
        sql, params = _sqlite_sharing(len(grams)), [*(f'"{gram}"' for gram in grams), _MOST_FOUND]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _sqlite_sharing(count: int) -> str:
    each = f"SELECT rowid AS case_id FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s"
    return (
        f"SELECT case_id FROM ({' UNION ALL '.join([each] * count)})"
        " GROUP BY case_id ORDER BY COUNT(*) DESC, case_id DESC LIMIT %s"
    )


