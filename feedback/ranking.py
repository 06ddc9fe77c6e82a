"""Which cases say some words, the most fitting first: words in the title before words in the text, rare ones before
common ones, then the latest.

However common the words are, a question costs about the same: the sample of ``frequencies`` tells how far back the
wanted number of hits reaches, and only the texts from there on are looked at. What was left out is said and can be
asked for (``until``). Somebody who sees few cases is asked for by their keys instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max

from casework.grams import wanted
from feedback.frequencies import frequencies
from feedback.models import SearchDoc
from feedback.search import PUBLISHED_PART
from feedback.search_schema import FULL_TEXT, MARK, RANKED, TABLE, TITLE_MARK

if TYPE_CHECKING:
    from casework.grams import Wanted
    from casework.models.case import CaseQuerySet

MOST_RANKED = 5_000
MOST_KEYS = 50_000
_SPARE = 1.3  # the sample is a sample
_NO_USE_OF_THE_INDEX = 0.5  # share of the texts from which on reading them one by one is quicker

Place = tuple[int, datetime, int]  # score, when it was opened, key: the order of the hits, downwards


@dataclass(frozen=True, slots=True)
class Ranked:
    """A part of the hits in their order, and how many were ranked. Where older texts were not looked at, ``until`` is
    the key before which they begin; else 0.
    """

    rows: list[Place]
    total: int
    until: int = 0


def ranked(
    cases: CaseQuerySet,
    query: str,
    *,
    size: int,
    after: Place | None = None,
    until: int = 0,
    published_only: bool = False,
    is_narrow: bool = False,
) -> Ranked:
    """The first ``size`` of ``cases`` that say all of ``query``, behind the place ``after``.

    ``until`` leaves out that case and all that came after it. ``is_narrow``: these are a few among many cases.
    """
    cut = wanted(query)
    if not cut:
        return Ranked([], 0)
    share = min(map(_share, (*cut.grams, *cut.first)))
    low = 0 if is_narrow else _low(share, until)
    hits, given = (_on_postgresql if connection.vendor == "postgresql" else _on_sqlite)(
        cut, share, low, until, is_narrow, published_only
    )
    own_cases = cases.filter(pk__lt=until) if until else cases
    own_cases = own_cases.order_by("-pk")[:MOST_KEYS] if is_narrow else cases.none()
    own, own_given = _sql(own_cases.values("id", "opened_at"))
    seen, seen_given = ("SELECT * FROM own", []) if is_narrow else _sql(cases.values("id", "opened_at"))
    beyond = "WHERE (score, opened_at, id) < (%s, %s, %s)" if after else ""
    mark = [after[0], connection.ops.adapt_datetimefield_value(after[1]), after[2]] if after else []
    statement = f"""WITH own AS MATERIALIZED ({own}), hit AS MATERIALIZED ({hits}), seen AS MATERIALIZED (
            SELECT c.id, c.opened_at, hit.score FROM hit JOIN ({seen}) AS c ON c.id = hit.case_id),
        told AS (SELECT (SELECT COUNT(*) FROM seen) AS total,
            (SELECT MAX(bound) FROM (SELECT MIN(id) AS bound FROM own HAVING COUNT(*) >= {MOST_KEYS}
                UNION ALL SELECT MIN(case_id) FROM hit HAVING COUNT(*) >= {MOST_RANKED}
                UNION ALL SELECT {low}) AS bounds) AS until)
        SELECT told.total, told.until, page.score, page.opened_at, page.id FROM told LEFT JOIN (
            SELECT score, opened_at, id FROM seen {beyond} ORDER BY score DESC, opened_at DESC, id DESC LIMIT %s
        ) AS page ON true ORDER BY page.score DESC, page.opened_at DESC, page.id DESC"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [*own_given, *given, *seen_given, *mark, size])
        rows = cursor.fetchall()
    found = [(score, _moment(at), key) for _total, _until, score, at, key in rows if key is not None]
    return Ranked(found, rows[0][0], rows[0][1])


def _sql(rows: Any) -> tuple[str, list[Any]]:
    """The statement of a query set; of one that is empty by its nature the same with no rows."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT id, opened_at FROM casework_case WHERE 1 = 0", []
    return sql, list(params)


def _moment(value: Any) -> datetime:
    """SQLite gives a moment as it keeps it: in UTC, without saying so."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


# --- How common, and how far back -----------------------------------------------------------------------
def _share(gram: str) -> float:
    """In what part of the latest texts the gram stands, or one that begins with this character."""
    sample = frequencies()
    count = sample.counts[gram] if len(gram) > 1 else sample.beginning[gram]
    return (count or 0.5) / max(sample.size, 1)


def _weight(chain: str) -> int:
    """What a word in the title counts: each halving of how common it is one more."""
    share = min(map(_share, chain.split(" ")))
    return 1 + max(0, round(-log2(min(share, 1.0))))


def _low(share: float, until: int) -> int:
    """The key from which on there are about as many hits as are ranked; 0 where that is all of them."""
    latest = until or SearchDoc.objects.aggregate(last=Max("pk"))["last"] or 0
    if share * latest <= MOST_RANKED * _SPARE:
        return 0
    return max(0, int(latest - MOST_RANKED * _SPARE / share))


# --- The hits of the whole index ------------------------------------------------------------------------
_Hits = tuple[str, list[Any]]


def _titles(cut: Wanted) -> list[tuple[str, int]]:
    return [(f"%{chain}%", _weight(chain)) for chain in cut.chains]


def _on_postgresql(cut: Wanted, share: float, low: int, until: int, keys: bool, public: bool) -> _Hits:
    reads_all = low > 0 and share > _NO_USE_OF_THE_INDEX
    titles = _titles(cut)
    own = "ARRAY(SELECT id FROM own)" if keys else "NULL"
    sql = f"SELECT * FROM {RANKED}(%s, %s, %s, %s, %s, %s, %s, %s, {own}, %s)"
    return sql, [
        "" if reads_all else cut.for_postgresql,
        cut.every if reads_all or public else cut.likes,
        cut.unlikes,
        [pattern for pattern, _weight in titles],
        [weight for _pattern, weight in titles],
        public,
        low,
        until,
        MOST_RANKED,
    ]


def _on_sqlite(cut: Wanted, share: float, low: int, until: int, keys: bool, public: bool) -> _Hits:
    part = PUBLISHED_PART["sqlite"] if public else "grams"
    titles = _titles(cut)
    score = " + ".join([f"(substr(grams, 1, instr(grams, '{TITLE_MARK}')) LIKE %s) * %s"] * len(titles))
    conditions = [
        f"case_id IN (SELECT rowid FROM {FULL_TEXT} WHERE {FULL_TEXT} MATCH %s)",
        *([f"grams LIKE '%%{MARK}%%'"] if public else []),
        *[f"{part} LIKE %s"] * len(cut.every),
        *[f"{part} NOT LIKE %s"] * len(cut.unlikes),
        *(["case_id < %s"] if until else []),
        *(["case_id IN (SELECT id FROM own)"] if keys else []),
        "case_id >= %s",
    ]
    sql = (
        f"SELECT case_id, {score} AS score FROM {TABLE} WHERE {' AND '.join(conditions)}"
        f" ORDER BY case_id DESC LIMIT {MOST_RANKED}"
    )
    given = [one for pair in titles for one in pair]
    return sql, [*given, cut.for_sqlite, *cut.every, *cut.unlikes, *([until] if until else []), low]
