"""Frozen sets: the rows of a population as they stood, in columns of keys and marks, and their figures counted again.

Pure but for reading the rows at the moment of freezing. Nothing here names a person or holds a word of anybody: a row
is its key, the congress it counts for, one bit for each figure, and for opinions the groups it falls into and how
long its answer took.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from reports.summary import catalogue
from reports.summary.counting import OWN
from reports.summary.handling import Took, tenths
from reports.summary.rollups import mark
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.summary.counting import Family

Columns = dict[str, list[Any]]
_CHUNK = 5000


def canonical(value: Any) -> bytes:
    """JSON that is the same for the same value: sorted keys, no blanks, UTF-8 (after RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def pack(columns: Columns) -> bytes:
    return zlib.compress(canonical(columns), 6)


def unpack(packed: bytes) -> Columns:
    found: Columns = json.loads(zlib.decompress(packed))
    return found


# --- Taking -----------------------------------------------------------------------------------------------
def take(name: str, family: Family, scope: Scope) -> Columns:
    """The rows of one population now: ``id``, ``column``, ``bits``; of opinions their groups and times as well."""
    population = catalogue.POPULATIONS[name]
    listed = catalogue.of(name)
    if not population.rolls_up:
        scope = Scope((family.congress.pk,), scope.first, scope.last, scope.today)
    marks = {f"is_{n}": mark(figure, scope) for n, figure in enumerate(listed)}
    rows = population.rows(scope).annotate(**marks).order_by("pk")
    more = {f"by_{by}": catalogue.DIMENSIONS[by].key for by in population.by}
    rows = rows.annotate(**more)
    if population.congress:
        rows = rows.annotate(of_congress=F(population.congress))
    wanted = ["pk", *marks, *(["of_congress"] if population.congress else []), *more, *_times(name)]
    found: Columns = {"id": [], "column": [], "bits": []}
    found |= {key: [] for key in (*population.by, *_extra(name))}
    took = Took(scope.first, scope.today)
    for row in rows.values(*wanted).iterator(chunk_size=_CHUNK):
        found["id"].append(row["pk"])
        found["column"].append(family.column_of[row["of_congress"]] if population.congress else OWN)
        found["bits"].append(sum(1 << n for n in range(len(listed)) if row[f"is_{n}"]))
        for by in population.by:
            found[by].append(row[f"by_{by}"] or "")
        if name == "opinions":
            _add_opinion(found, row, took)
    return found


def _extra(name: str) -> list[str]:
    return ["month", "workdays", "tenths"] if name == "opinions" else []


def _times(name: str) -> list[str]:
    return ["opened_at", "answered_at"] if name == "opinions" else []


def _add_opinion(found: Columns, row: dict[str, Any], took: Took) -> None:
    found["month"].append(f"{timezone.localdate(row['opened_at']):%Y-%m}")
    answered = row["answered_at"] if found["bits"][-1] & _ANSWERED else None
    found["workdays"].append(None if answered is None else took.workdays(row["opened_at"], answered))
    found["tenths"].append(None if answered is None else tenths(row["opened_at"], answered))


_OPINIONS = [figure.code for figure in catalogue.of("opinions")]
_ANSWERED = 1 << _OPINIONS.index("opinions.answered")


# --- Counting again ---------------------------------------------------------------------------------------
def figures_of(columns: Columns, codes: list[str]) -> dict[str, dict[str, int]]:
    """How many rows each figure counts, by column. ``codes`` are the figures in the order of the bits."""
    patterns = Counter(zip(columns["column"], columns["bits"], strict=True))
    found: dict[str, dict[str, int]] = {code: {} for code in codes}
    for (column, bits), n in sorted(patterns.items()):
        for place, code in enumerate(codes):
            if bits >> place & 1:
                found[code][column] = found[code].get(column, 0) + n
    return found


def groups_of(columns: Columns, name: str, codes: list[str]) -> dict[str, dict[str, int]]:
    """The counts of each group of one dimension, by the short name of the figure."""
    patterns = Counter(zip(columns[name], columns["bits"], strict=True))
    found: dict[str, dict[str, int]] = {}
    for (key, bits), n in sorted(patterns.items()):
        counts = found.setdefault(key, dict.fromkeys((code.partition(".")[2] for code in codes), 0))
        for place, code in enumerate(codes):
            if bits >> place & 1:
                counts[code.partition(".")[2]] += n
    return found


def times_of(columns: Columns) -> tuple[Counter[int], Counter[int]]:
    """How long answers took, in working days and in tenths of a calendar day."""
    return _lengths(columns["workdays"]), _lengths(columns["tenths"])


def _lengths(values: Iterable[int | None]) -> Counter[int]:
    return Counter(value for value in values if value is not None)


def keys_of(columns: Columns, place: int, dimension: str = "", key: str = "", column: str = "") -> list[int]:
    """The keys of the rows that one frozen figure counts, the latest first."""
    groups = columns[dimension] if dimension else [key] * len(columns["id"])
    rows = zip(columns["id"], columns["bits"], groups, columns["column"], strict=True)
    found = [
        pk
        for pk, bits, group, of in rows
        if bits >> place & 1 and group == key and (not column or of == column)
    ]
    return found[::-1]
