"""Text search, plugged in from above: this room knows the cases, the rooms above know the words.

A room above says how cases are matched and ranked, how the words of a kind of case are read, and what else is found:
a ``Source`` begins at what its reader may see, as everything does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from casework.models import Letter
from casework.numbers import tidy

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from casework.models import Case
    from casework.models.case import CaseQuerySet
    from deputies.models import Posts

Matcher = Callable[["CaseQuerySet", str], "CaseQuerySet"]
Place = tuple[int, "datetime", int]  # score, when it was opened, key: the order of the hits, downwards


class Hits(Protocol):
    """A part of the hits in their order, how many were ranked, and before which key the texts begin that were not
    looked at (0: none).
    """

    @property
    def rows(self) -> list[Place]: ...
    @property
    def total(self) -> int: ...
    @property
    def until(self) -> int: ...


class Ranker(Protocol):
    """The first ``size`` of ``cases`` that say all of ``query``, behind the place ``after``."""

    def __call__(
        self,
        cases: CaseQuerySet,
        query: str,
        *,
        size: int,
        after: Place | None = None,
        until: int = 0,
        is_narrow: bool = False,
    ) -> Hits: ...


class Sieve(Protocol):
    """Words so common that the index would lead to too many cases: a list is looked through instead, in its order."""

    @property
    def share(self) -> float:
        """In about what part of all cases they stand, above 0."""
        ...

    def __call__(self, keys: Sequence[int]) -> set[int]:
        """The keys of those of some cases that say them."""
        ...


Siever = Callable[[str], "Sieve | None"]


@dataclass(frozen=True, slots=True)
class Words:
    """Title and text of something found, as its reader may read them."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Something found that is no case: what it says, where it opens, and a line about it."""

    words: Words
    url: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One more kind of what can be found. ``find`` gives a few of it for a reader, the most fitting first; ``roles``
    are those that it is offered to, all where it names none.
    """

    name: str
    label: Any
    find: Callable[[User, str], Sequence[Found]]
    roles: tuple[str, ...] = ()


Reader = Callable[[Sequence["Case"]], dict[int, Words]]
_LENGTH_OF_A_NUMBER = 14
_SERIAL = re.compile(r"第?\s*(\d{1,5})\s*[号件]")
_LETTER = re.compile(r"[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]|\d\s*号$")
_MOST_LETTERS = 20
_matchers: list[Matcher] = []
_sievers: list[Siever] = []
_rankers: list[Ranker] = []
_readers: dict[str, Reader] = {}
SOURCES: dict[str, Source] = {}


def search_with(matcher: Matcher) -> Matcher:
    """Let ``matcher`` narrow a set of cases to those in which some words occur; the last one counts."""
    _matchers[:] = [matcher]
    return matcher


def sift_with(siever: Siever) -> Siever:
    """Let ``siever`` say of some words whether they are too common for the index; the last one counts."""
    _sievers[:] = [siever]
    return siever


def rank_with(ranker: Ranker) -> Ranker:
    """Let ``ranker`` put what is found in order; the last one counts."""
    _rankers[:] = [ranker]
    return ranker


def read_with(kind: str, reader: Reader) -> None:
    """From now on the words of cases of ``kind`` are read so. The cases it gets are as their reader may see them."""
    _readers[kind] = reader


def add_source(source: Source) -> None:
    """From now on this is found too."""
    SOURCES[source.name] = source


def sources_for(posts: Posts) -> dict[str, Source]:
    return {name: one for name, one in SOURCES.items() if not one.roles or posts.has(*one.roles)}


def matching(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """The cases of ``cases`` with these words, or the one with this tracking number."""
    number = _number(words)
    if number:
        return cases.filter(number=number)
    if _matchers:
        return _matchers[0](cases, words)
    return cases.filter(title__icontains=words)


def sieve_for(words: str) -> Sieve | None:
    """How to look for ``words`` in a list, where ``matching`` would have to take too many cases from the index."""
    return _sievers[0](words) if _sievers and not _number(words) else None


def ranker() -> Ranker:
    return _rankers[0]


def words_of(cases: Sequence[Case]) -> dict[int, Words]:
    """The words of ``cases``, which are as their reader may see them; the title alone where no room reads its kind."""
    found = {case.pk: Words(case.title) for case in cases}
    for kind in {case.kind for case in cases} & _readers.keys():
        found |= _readers[kind]([case for case in cases if case.kind == kind])
    return found


def by_number(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """The cases of ``cases`` that a number names: the tracking number, the serial number of a suggestion or motion
    (“第 12 号”), the number of an organ's letter or a part of it that tells it apart.
    """
    number = _number(words)
    if number:
        return cases.filter(number=number)
    letters: list[int] = []
    if _LETTER.search(words):
        named = Letter.objects.filter(number__icontains=words.strip())
        letters = list(named.values_list("reply__case", flat=True)[:_MOST_LETTERS])
    if letters:
        return cases.filter(pk__in=letters)
    serial = _SERIAL.fullmatch(words.strip())
    return cases.of_deputies().filter(serial=int(serial[1])) if serial else cases.none()


def _number(words: str) -> str:
    number = tidy(words) if words.isascii() else ""
    return number if len(number) == _LENGTH_OF_A_NUMBER else ""
