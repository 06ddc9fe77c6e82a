"""The whole search index made anew or compared, in batches, while everybody goes on working."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction

from casework.models import Case
from feedback.models import SearchDoc
from feedback.search import INDEXERS, Said, index_said
from feedback.search_schema import FULL_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 500


@dataclass(slots=True)
class Batch:
    """What was done with the cases up to the key ``last``; the lists hold keys of cases."""

    last: int
    cases: int
    missing: list[int] = field(default_factory=list)
    differing: list[int] = field(default_factory=list)
    needless: list[int] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return len(self.missing) + len(self.differing) + len(self.needless)


def batches(*, kinds: frozenset[str] = frozenset(), after: int = 0, write: bool) -> Iterator[Batch]:
    """Go through the cases of ``kinds`` (all, where it is empty) with higher keys than ``after``, in their order.

    With ``write`` each batch is put right in a transaction of its own: what stands in the index is held first and
    the words are read then, so that a step that is taken meanwhile is never overwritten by what was before it.
    """
    while True:
        cases = Case.objects.filter(pk__gt=after)
        if kinds:
            cases = cases.filter(kind__in=kinds)
        found = dict(cases.order_by("pk").values_list("pk", "kind")[:BATCH])
        if not found:
            return
        with transaction.atomic():
            batch = _compared(found, hold=write)
            if write:
                _put_right(found, batch)
        yield batch
        after = batch.last


def _compared(cases: dict[int, str], *, hold: bool) -> Batch:
    docs = SearchDoc.objects.filter(pk__in=cases)
    stored = dict((docs.select_for_update() if hold else docs).values_list("pk", "grams"))
    wanted = {key: said.grams for key, said in _said(cases)}
    return Batch(
        last=max(cases),
        cases=len(cases),
        missing=sorted(wanted.keys() - stored.keys()),
        differing=sorted(key for key in wanted.keys() & stored.keys() if wanted[key] != stored[key]),
        needless=sorted(stored.keys() - wanted.keys()),
    )


def _said(cases: dict[int, str]) -> list[tuple[int, Said]]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for key, kind in cases.items():
        by_kind[kind].append(key)
    return [one for kind, keys in by_kind.items() if kind in INDEXERS for one in INDEXERS[kind](keys)]


def _put_right(cases: dict[int, str], batch: Batch) -> None:
    wrong = {*batch.missing, *batch.differing}
    index_said(_said({key: kind for key, kind in cases.items() if key in wrong}))
    SearchDoc.objects.filter(pk__in=batch.needless).delete()


def mirror_is_whole() -> bool:
    """Whether SQLite's full-text table says the same as the table it follows; PostgreSQL's index is the table's own."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
    return True


def rebuild_mirror() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('rebuild')")
