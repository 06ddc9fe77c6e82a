"""Search in what was said, by bigrams made here: no server extension, any locale, both databases.

A two-character Chinese word is one gram and is found through the index. The index holds words with personal data
taken out; it never holds a citizen's identity. What a reader may find is decided by the query set that is handed in:
start it at ``visible_to(user)`` or ``published()``.

What anyone may read stands first, then a mark, then what only the staff reads (of an opinion the place in the
citizen's words and remarks, of a suggestion what is not in the copy that was published). With ``published_only``
nothing behind the mark is matched or compared: otherwise a stranger could find out, word by word, what a remark says.
A row without the mark has no public part. In each part a second mark stands behind the title.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

from casework.grams import Wanted, bigrams, wanted
from casework.models import Event
from casework.models.case import Kind
from casework.searching import Words
from feedback import fingerprint
from feedback.alike import similar
from feedback.models import Opinion, SearchDoc
from feedback.search_schema import INDEX, MARK, TABLE, TITLE_MARK
from feedback.text import mask_personal, without_personal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Case
    from casework.models.case import CaseQuerySet

__all__ = ["Said", "forget", "grams_of", "index_case", "index_events", "index_said", "matching", "similar"]

_SPOKEN = ("add_remark", "supply_more")  # steps whose note is the citizen's own words
_ANSWER = "feed_back"


# --- Writing --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Said:
    """What a case says: for anyone, once it is published, and for the staff alone.

    ``matter`` is what near-duplicates are told by: the words of who brought it, without any answer. Empty: title and
    text.
    """

    title: str = ""
    text: str = ""
    hidden_title: str = ""
    hidden: str = ""
    matter: str = ""

    @property
    def grams(self) -> str:
        """As it is stored: never an empty gram, which PostgreSQL refuses."""
        parts = (grams_of(self.title), TITLE_MARK, grams_of(self.text), MARK)
        behind = (grams_of(self.hidden_title), TITLE_MARK, grams_of(self.hidden)) if self.hidden_title else ()
        matter = bigrams(without_personal(self.matter or f"{self.title}\n{self.text}"))
        print_of = fingerprint.bands(matter)
        return " ".join(filter(None, (*parts, *(behind or (grams_of(self.hidden),)), *print_of)))


def index_case(case_id: int, text: str, unpublished: str = "") -> None:
    """Make ``text`` the searchable text of the case, whatever was there before.

    ``unpublished`` is found by the staff alone, also once the case is published.
    """
    index_said([(case_id, Said(text=text, hidden=unpublished))])


def index_said(said: Iterable[tuple[int, Said]]) -> None:
    """The same for many cases at once, by their keys."""
    docs = [SearchDoc(case_id=case_id, grams=one.grams) for case_id, one in said]
    SearchDoc.objects.bulk_create(
        docs, batch_size=500, update_conflicts=True, unique_fields=["case"], update_fields=["grams"]
    )


def forget(case_id: int) -> None:
    """Take the case out of the index; to anonymise one, forget it and index what is left."""
    SearchDoc.objects.filter(pk=case_id).delete()


def index_events(events: Sequence[Event]) -> None:
    """Bring the index up to date for the opinions of ``events``. May run twice, and in any order.

    A complaint about a deputy has no place in it: also one that was an opinion when it was indexed.
    """
    index_said(said_of({event.case_id for event in events}))


Indexer = Callable[[Sequence[int]], "list[tuple[int, Said]]"]
#: What the index should hold of the cases of each kind; the rooms above name their own. A kind that stands not here
#: is in no index.
INDEXERS: dict[str, Indexer] = {}


def index_kind_with(kind: str, indexer: Indexer) -> None:
    INDEXERS[kind] = indexer


def said_of(case_ids: Iterable[int]) -> list[tuple[int, Said]]:
    """What the index should hold of these cases, as far as they are opinions."""
    said: dict[int, list[str]] = defaultdict(list)
    answers: dict[int, list[str]] = defaultdict(list)
    case_ids = list(case_ids)
    notes = Event.objects.told().filter(case__in=case_ids, action__in=(*_SPOKEN, _ANSWER)).order_by("pk")
    for case_id, action, note in notes.values_list("case_id", "action", "note"):
        (answers if action == _ANSWER else said)[case_id].append(note)
    opinions = Opinion.objects.filter(pk__in=case_ids, case__kind=Kind.OPINION)
    return [
        (
            one.pk,
            Said(
                title=one.case.title,
                text="\n".join([one.body, *answers[one.pk]]),
                hidden="\n".join([one.place, *said[one.pk]]),
                matter=f"{one.case.title}\n{one.body}",
            ),
        )
        for one in map(_searchable, opinions.select_related("case"))
    ]


index_kind_with(Kind.OPINION.value, said_of)


def _searchable(opinion: Opinion) -> Opinion:
    """Organs search too: of a confidential case nobody finds the words that tell who wrote it."""
    if not opinion.case.confidential:
        return opinion
    shown = opinion.for_organs()
    shown.case.title = opinion.masked(shown.case.title)
    return shown


def grams_of(text: str) -> str:
    """What is stored: the grams in the order of the text, so that neighbours stay neighbours."""
    return " ".join(bigrams(without_personal(text)))


def words_of(cases: Sequence[Case]) -> dict[int, Words]:
    """Title and text of opinions as they are shown among what was found: as ``cases`` have them for this reader,
    personal data starred out.
    """
    notes: dict[int, list[str]] = defaultdict(list)
    told = Event.objects.told().filter(case__in=[one.pk for one in cases], action__in=(*_SPOKEN, _ANSWER))
    for case_id, note in told.order_by("pk").values_list("case_id", "note"):
        notes[case_id].append(note)
    return {
        one.pk: Words(
            mask_personal(one.title)[0],
            mask_personal("\n".join([one.opinion.body, one.opinion.place, *notes[one.pk]]))[0],
        )
        for one in cases
    }


# --- Searching ------------------------------------------------------------------------------------------
def matching(qs: CaseQuerySet, query: str, *, published_only: bool = False) -> CaseQuerySet:
    """The cases of ``qs`` in which every word of ``query`` occurs; an empty query changes nothing.

    The index is asked first, and the cases are then taken by their keys. As a part of the join the matches
    would wait until everything else is joined, and a rare word cost what the whole list does.
    """
    cut = wanted(query)
    if published_only and cut:
        qs = _in_what_is_published(qs, cut)
        query = query if not cut.unwanted else " ".join(f'"{word}"' for word in cut.words)
    found: CaseQuerySet = INDEX.matching(qs, query)  # type: ignore[assignment]
    return found


def _in_what_is_published(qs: CaseQuerySet, cut: Wanted) -> CaseQuerySet:
    """Every word stands before the mark, and none that is ruled out. A second sieve: the index has found the few."""
    part = PUBLISHED_PART[connection.vendor]
    conditions = [
        f"grams LIKE '%%{MARK}%%'",
        *[f"{part} LIKE %s"] * len(cut.every),
        *[f"{part} NOT LIKE %s"] * len(cut.unlikes),
    ]
    sql = f"SELECT case_id FROM {TABLE} WHERE {' AND '.join(conditions)}"
    return qs.filter(pk__in=RawSQL(sql, [*cut.every, *cut.unlikes]))


PUBLISHED_PART = {
    "postgresql": f"split_part(grams, '{MARK}', 1)",
    "sqlite": f"substr(grams, 1, instr(grams, '{MARK}'))",
}
