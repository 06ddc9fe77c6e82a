"""Finding what says much the same, in about the same time among a thousand texts and among a million.

Near-duplicates are looked up by their fingerprints (``feedback.fingerprint``), what is less alike by rare grams that
both texts have. Where all grams are common ones, the latest texts alone are looked through. Whatever is found is then
compared as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max

from casework.grams import bigrams
from feedback import fingerprint
from feedback.frequencies import frequencies
from feedback.models import SearchDoc
from feedback.search_schema import FULL_TEXT, MARK, RANKED, TABLE
from feedback.text import likeness, without_personal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet

LIKE_ENOUGH = 0.18
SAME_WORDS = 0.8  # the same letter, but for a name, a date or a greeting
_VERY_ALIKE = 0.5  # what fingerprints find reliably
_MOST_FOUND = 1000
_MOST_COMPARED = 200
_MANY = 100  # of one band among the latest texts: a campaign, of which the latest are enough
_NEW_GRAMS = 8
_RARE_GRAMS = 16
_MOST_LOOKED_UP = 4000  # texts that the chosen grams lead to, as the sample tells
_LATEST = 20_000
_LOOKED_THROUGH = 2000


def similar(
    text: str,
    qs: CaseQuerySet,
    limit: int = 5,
    exclude: int | None = None,
    *,
    published_only: bool = False,
) -> list[tuple[int, float]]:
    """Cases of ``qs`` that say much the same, most alike first, as (key, likeness 0 to 1)."""
    grams = set(bigrams(without_personal(text)))
    latest = SearchDoc.objects.aggregate(last=Max("pk"))["last"] or 0

    def scored(found: Iterable[int]) -> dict[int, float]:
        return _scored(grams, found, qs, exclude, published_only)

    near = scored(_by_fingerprint(grams, latest))
    if sum(score >= _VERY_ALIKE for score in near.values()) < limit:
        near |= scored(key for key in _by_rare_grams(grams, latest) if key not in near)
    return sorted(near.items(), key=lambda one: (-one[1], -one[0]))[:limit]


def _scored(
    grams: set[str], found: Iterable[int], qs: CaseQuerySet, exclude: int | None, published_only: bool
) -> dict[int, float]:
    keys = list(found)
    allowed = set(qs.filter(pk__in=keys).values_list("pk", flat=True)) - {exclude} if keys else set()
    candidates = [key for key in keys if key in allowed][:_MOST_COMPARED]
    docs = SearchDoc.objects.filter(pk__in=candidates).values_list("pk", "grams")
    scores = {pk: round(likeness(grams, _grams_in(stored, published_only)), 3) for pk, stored in docs}
    return {pk: score for pk, score in scores.items() if score >= LIKE_ENOUGH}


def _grams_in(stored: str, published_only: bool) -> set[str]:
    """The grams alone: no mark is of two characters, nor is a band."""
    grams = stored.split(" ")
    if published_only:
        grams = grams[: grams.index(MARK)] if MARK in grams else []
    return {gram for gram in grams if 0 < len(gram) <= 2 and gram.isalnum()}


# --- By fingerprint -------------------------------------------------------------------------------------
def _by_fingerprint(grams: set[str], latest: int) -> list[int]:
    """Keys of the latest texts that share a band. One band and the latest texts are asked first, then all bands of
    these: of a letter that thousands sent, those are enough.
    """
    bands = fingerprint.bands(grams)
    found: list[int] = []
    recent = max(0, latest - _LATEST)
    for some, low in ((bands[:1], recent), (bands, recent), (bands, 0)):
        if len(found) < _MANY and some:
            found = _holding(some, low)
    return found


# --- By rare grams --------------------------------------------------------------------------------------
def _by_rare_grams(grams: set[str], latest: int) -> list[int]:
    """Keys of the texts that hold one of the rarest grams; those that hold most of them first."""
    rare = _rare(grams, latest)
    if rare:
        return _most_shared(rare, 0)
    known = frequencies().counts
    common = sorted((gram for gram in grams if len(gram) > 1), key=lambda gram: (known[gram], gram))
    return _most_shared(common[:_RARE_GRAMS], max(1, latest - _LOOKED_THROUGH))


def _rare(grams: set[str], latest: int) -> list[str]:
    """The grams worth looking up: some that the sample does not know, then the rarest that it does, as long as they
    do not lead to too many texts.
    """
    sample = frequencies()
    ranked = sorted((sample.counts[gram], gram) for gram in grams if len(gram) > 1)
    new = [gram for count, gram in ranked if not count][:_NEW_GRAMS]
    rare, led_to = new, 0.0
    for count, gram in ranked:
        led_to += count / max(sample.size, 1) * sample.texts(latest)
        if len(rare) >= len(new) + _RARE_GRAMS or led_to > _MOST_LOOKED_UP:
            break
        if count:
            rare = [*rare, gram]
    return rare


# --- Asking the index -----------------------------------------------------------------------------------
def _holding(words: list[str], low: int) -> list[int]:
    """Keys, from ``low`` on, of the texts that hold one of ``words``; the latest first."""
    params: list[Any]
    if connection.vendor == "postgresql":
        sql = f"SELECT case_id FROM {RANKED}(%s, '{{}}', '{{}}', '{{}}', '{{}}', false, %s, 0, NULL, %s)"
        params = [" | ".join(f"'{word}'" for word in words), low, _MOST_FOUND]
    else:
        sql = (
            f"SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s AND rowid >= %s"
            " ORDER BY rowid DESC LIMIT %s"
        )
        params = [" OR ".join(f'"{word}"' for word in words), low, _MOST_FOUND]
    return _keys(sql, params)


def _most_shared(grams: list[str], low: int) -> list[int]:
    """Keys of the texts that hold most of ``grams``, most first: by the index, or with ``low`` by reading all texts
    from there on.
    """
    if not grams:
        return []
    if low:
        count = " + ".join(["CASE WHEN grams LIKE %s THEN 1 ELSE 0 END"] * len(grams))
        sql = (
            f"SELECT case_id FROM (SELECT case_id, {count} AS shared FROM {TABLE} WHERE case_id >= %s) AS latest"
            " WHERE shared > 0 ORDER BY shared DESC, case_id DESC LIMIT %s"
        )
        return _keys(sql, [*(f"%{gram}%" for gram in grams), low, _MOST_FOUND])
    if connection.vendor == "postgresql":
        asked, gram = _POSTGRESQL_SHARING, "'{}'"
    else:
        asked, gram = f"SELECT rowid AS case_id FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s", '"{}"'
    sql = (
        f"SELECT case_id FROM ({' UNION ALL '.join([asked] * len(grams))}) AS every"
        " GROUP BY case_id ORDER BY COUNT(*) DESC, case_id DESC LIMIT %s"
    )
    return _keys(sql, [*(gram.format(one) for one in grams), _MOST_FOUND])


_POSTGRESQL_SHARING = (
    f"SELECT case_id FROM {RANKED}(%s, '{{}}', '{{}}', '{{}}', '{{}}', false, 0, 0, NULL, {_MOST_LOOKED_UP})"
)


def _keys(sql: str, params: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
