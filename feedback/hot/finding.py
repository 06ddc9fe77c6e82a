"""From messages to issues: compared, grouped, counted by people, named. Needs scipy; touches no database."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from feedback.hot import heat, naming, people
from feedback.hot.clusters import clusters
from feedback.hot.rows import space_and_rows
from feedback.hot.vectors import said
from feedback.text import title_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from feedback.hot.heat import Counts, Week, Weights
    from feedback.hot.vectors import Said, Space

_TITLE_READ = 400  # characters of a text from which a title is made
_SENTENCE_END = re.compile("[。！？；!?;…]")


@dataclass(frozen=True, slots=True)
class Message:
    """What is known of one: ``marks`` tell the sender (none: unknown), ``place`` the township, ``support`` a count.

    ``tells``: its words may stand in a name; not so where the sender wants to stay unknown to organs.
    """

    title: str
    body: str
    day: date | None = None
    place: str = ""
    marks: tuple[str, ...] = ()
    support: int = 0
    tells: bool = True

    @property
    def headline(self) -> str:
        """The title; where it was cut off, the sentence of the text from which it was."""
        title = self.title.strip() or title_from(self.body[:_TITLE_READ])
        if not title.endswith("…"):
            return title
        begun = title.removesuffix("…")
        line = " ".join(self.body[:_TITLE_READ].split())
        at = line.find(begun)
        return _SENTENCE_END.split(line[at:], maxsplit=1)[0] if at >= 0 else begun


@dataclass(frozen=True, slots=True)
class Found:
    """One issue: the places of its ``members`` among the messages, the ``persons`` who wrote them (a number each)."""

    members: list[int]
    persons: list[int]
    name: str
    words: list[tuple[str, int]]
    counts: Counts
    heat: float
    weeks: list[Week]
    places: list[tuple[str, int]]
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Messages in their space: ``rows`` are of length one, ``groups`` hold the places of two messages or more."""

    messages: Sequence[Message]
    texts: Sequence[Said]
    space: Space
    rows: Any
    groups: list[NDArray[np.int64]] = field(default_factory=list)


def compare(messages: Sequence[Message]) -> Compared:
    """Group what is about one matter, place and time, be it by one person or by many."""
    texts = [said(one.title, one.body) for one in messages]
    space, rows = space_and_rows(texts)
    days = [one.day.toordinal() if one.day else -1 for one in messages]
    return Compared(messages, texts, space, rows, clusters(rows, [one.place for one in messages], days))


def issues(compared: Compared, today: date, weights: Weights) -> list[Found]:
    """The groups behind which there are enough people, the hottest first."""
    found = []
    for group in compared.groups:
        persons = people_of(compared, group)
        if len(set(persons)) >= weights.least_people:
            found.append(described(compared.messages, group.tolist(), persons, today, weights))
    return sorted(found, key=lambda one: (-one.heat, one.members))


def people_of(compared: Compared, group: Sequence[int] | NDArray[np.int64]) -> list[int]:
    """Who wrote the messages of a group, a number each."""
    marks = [compared.messages[one].marks for one in group]
    return people.numbered(marks, [compared.texts[one] for one in group])


def described(
    messages: Sequence[Message],
    members: list[int],
    persons: list[int],
    today: date,
    weights: Weights,
    *,
    in_words: bool = True,
    names: Sequence[str] = (),
) -> Found:
    """Name, figures and time line of some messages by some persons; ``in_words``: with name and phrases. ``names``: of
    places, which are never cut in two.
    """
    own = [messages[one] for one in members]
    raised = [heat.Raised(one.day, person, one.support) for one, person in zip(own, persons, strict=True)]
    counts = heat.count(raised, today, weights.days)
    both = zip(own, persons, strict=True) if in_words else ()
    telling = [(one.headline, person) for one, person in both if one.tells]
    titles, by = [title for title, _person in telling], [person for _title, person in telling]
    days = sorted(one.day for one in own if one.day)
    return Found(
        members=members,
        persons=persons,
        name=naming.name(titles, by, names),
        words=naming.phrases(titles, by),
        counts=counts,
        heat=heat.heat(counts, weights),
        weeks=heat.weeks(raised),
        places=Counter(one.place for one in own if one.place).most_common(),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )
