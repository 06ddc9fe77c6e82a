"""Search in what citizens said, by bigrams made here: no server extension, any locale, both databases.

A two-character Chinese word is one gram and is found through the index. The index holds the citizen's words
with personal data taken out; it never holds an identity. What a reader may find is decided by the query set
that is handed in: start it at ``visible_to(user)`` or ``published()``.

What anyone may read (title, words, answers) comes first, then a mark, then what only the staff reads (the place
in the citizen's words, remarks). With ``published_only`` nothing behind the mark is matched or compared:
otherwise a stranger could find out, word by word, what a remark says. A row without the mark has no public part.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.expressions import RawSQL

from casework.grams import Wanted, bigrams, wanted
from casework.models import Event
from casework.models.case import Kind
from feedback.models import Opinion, SearchDoc
from feedback.search_schema import FULL_TEXT, INDEX, SHARING, TABLE
from feedback.text import likeness, without_personal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.models.case import CaseQuerySet

_SPOKEN = ("add_remark", "supply_more")  # steps whose note is the citizen's own words
_ANSWER = "feed_back"
_MARK = "|"  # stands between blanks as a gram does; no gram is one


# --- Writing --------------------------------------------------------------------------------------------
def index_case(case_id: int, text: str, unpublished: str = "") -> None:
    """Make ``text`` the searchable text of the case, whatever was there before.

    ``unpublished`` is found by the staff alone, also once the case is published.
    """
    index_cases([(case_id, text, unpublished)])


def index_cases(texts: Iterable[tuple[int, str, str]]) -> None:
    """The same for many cases at once: case key, text, and what is never published of it."""
    docs = [
        SearchDoc(case_id=case_id, grams=_stored(grams_of(text), grams_of(unpublished)))
        for case_id, text, unpublished in texts
    ]
    SearchDoc.objects.bulk_create(
        docs, batch_size=500, update_conflicts=True, unique_fields=["case"], update_fields=["grams"]
    )


def _stored(grams: str, unpublished: str) -> str:
    """Both parts with the mark between them, and never an empty gram: PostgreSQL refuses one."""
    return " ".join(filter(None, (grams, _MARK, unpublished)))


def forget(case_id: int) -> None:
    """Take the case out of the index; to anonymise one, forget it and index what is left."""
    SearchDoc.objects.filter(pk=case_id).delete()


def index_events(events: Sequence[Event]) -> None:
    """Bring the index up to date for the cases of ``events``. May run twice, and in any order.

    A complaint about a deputy has no place in it: also one that was an opinion when it was indexed.
    """
    case_ids = {event.case_id for event in events}
    said: dict[int, list[str]] = defaultdict(list)
    answers: dict[int, list[str]] = defaultdict(list)
    notes = Event.objects.told().filter(case__in=case_ids, action__in=(*_SPOKEN, _ANSWER)).order_by("pk")
    for case_id, action, note in notes.values_list("case_id", "action", "note"):
        (answers if action == _ANSWER else said)[case_id].append(note)
    opinions = Opinion.objects.filter(pk__in=case_ids, case__kind=Kind.OPINION)
    index_cases(
        (
            one.pk,
            "\n".join([one.case.title, one.body, *answers[one.pk]]),
            "\n".join([one.place, *said[one.pk]]),
        )
        for one in map(_searchable, opinions.select_related("case"))
    )


def _searchable(opinion: Opinion) -> Opinion:
    """Organs search too: of a confidential case nobody finds the words that tell who wrote it."""
    return opinion.for_organs() if opinion.case.confidential else opinion


def grams_of(text: str) -> str:
    """What is stored: the grams in the order of the text, so that neighbours stay neighbours."""
    return " ".join(bigrams(without_personal(text)))


# --- Searching ------------------------------------------------------------------------------------------
def matching(qs: CaseQuerySet, query: str, *, published_only: bool = False) -> CaseQuerySet:
    """The cases of ``qs`` in which every word of ``query`` occurs; an empty query changes nothing.

    The index is asked first, and the cases are then taken by their keys. As a part of the join the matches
    would wait until everything else is joined, and a rare word cost what the whole list does.
    """
    cut = wanted(query)
    if published_only and cut:
        qs = _in_what_is_published(qs, cut)
    return INDEX.matching(qs, query)


def _in_what_is_published(qs: CaseQuerySet, cut: Wanted) -> CaseQuerySet:
    """Every gram and chain stands before the mark. Only a second sieve: the index has found the few."""
    marks = [f"% {gram} %" for gram in (*cut.grams, *cut.chains)] + [f"% {one}%" for one in cut.first]
    likes = [f"{_PADDED} LIKE %s", *[f"{_PUBLISHED_PART[connection.vendor]} LIKE %s"] * len(marks)]
    is_marked = f"% {_MARK} %"
    sql = f"SELECT case_id FROM {TABLE} WHERE {' AND '.join(likes)}"
    return qs.filter(pk__in=RawSQL(sql, [is_marked, *marks]))


_PADDED = "(' ' || grams || ' ')"
_PUBLISHED_PART = {
    "postgresql": f"(split_part({_PADDED}, ' {_MARK} ', 1) || ' ')",
    "sqlite": f"substr({_PADDED}, 1, instr({_PADDED}, ' {_MARK} '))",
}


# --- Finding what is alike ------------------------------------------------------------------------------
LIKE_ENOUGH = 0.18
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
        grams = grams[: grams.index(_MARK)] if _MARK in grams else []
    return set(grams) - {"", _MARK}


def _rare(grams: set[str]) -> list[str]:
    """The grams worth looking up: some that the sample does not know, then the rarest that it does."""
    sample = _frequencies()
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


# --- How common a gram is -------------------------------------------------------------------------------
_SAMPLE_SIZE = 1500
_SAMPLE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class _Frequencies:
    counts: Counter[str]
    size: int
    read_at: float


_known: dict[str, _Frequencies] = {}


def _frequencies() -> _Frequencies:
    """In how many of the latest texts each gram stands; may be old: only the choice of grams hangs on it."""
    known = _known.get(connection.alias)
    if known is None or time.monotonic() - known.read_at > _SAMPLE_SECONDS:
        latest = SearchDoc.objects.order_by("-pk").values_list("grams", flat=True)[:_SAMPLE_SIZE]
        texts = [set(grams.split(" ")) for grams in latest]
        counts = Counter(gram for text in texts for gram in text)
        known = _known[connection.alias] = _Frequencies(counts, len(texts), time.monotonic())
    return known
