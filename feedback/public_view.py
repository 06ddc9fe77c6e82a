"""A published opinion as anyone may read it: its words and its answer, never who said it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casework.excerpts import excerpt, marked
from casework.models import Case, Event
from feedback.search import similar
from feedback.text import mask_personal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from casework.grams import Wanted

_SHOWN = 120  # characters of an answer in a list


@dataclass(frozen=True, slots=True)
class Summary:
    """A row of the public list. Personal data that slipped into title or answer is starred out."""

    pk: int
    title: str
    answer: str
    topic: str
    place: str
    answered_at: datetime | None
    is_marked: bool = False  # title and answer are HTML already, with what was searched for marked


@dataclass(frozen=True, slots=True)
class Published:
    """All that anyone may read of a published opinion, personal data starred out."""

    pk: int
    title: str
    body: str
    topic: str
    place: str
    opened_at: datetime
    answered_at: datetime | None
    answers: list[tuple[datetime, str]]


def published(cases: Iterable[Case]) -> list[Published]:
    """``cases`` come with opinion, topic and division."""
    cases = list(cases)
    answers = answers_of(case.pk for case in cases)
    return [
        Published(
            pk=case.pk,
            title=mask_personal(case.title)[0],
            body=mask_personal(case.opinion.body)[0],
            topic=str(case.topic or ""),
            place=str(case.division or ""),
            opened_at=case.opened_at,
            answered_at=case.answered_at,
            answers=[(event.at, mask_personal(event.note)[0]) for event in answers.get(case.pk, [])],
        )
        for case in cases
    ]


def answers_of(cases: Iterable[int]) -> dict[int, list[Event]]:
    """The answers that were given to the citizen, in order, by case."""
    found: dict[int, list[Event]] = {}
    given = Event.objects.told().filter(case__in=list(cases), action="feed_back").order_by("pk")
    for event in given:
        found.setdefault(event.case_id, []).append(event)
    return found


def summaries(cases: Iterable[Case]) -> list[Summary]:
    cases = list(cases)
    answers = answers_of(case.pk for case in cases)
    return [_summary(case, answers.get(case.pk, [])) for case in cases]


def _summary(case: Case, answers: list[Event]) -> Summary:
    answer = mask_personal(answers[-1].note)[0] if answers else ""
    return Summary(
        pk=case.pk,
        title=mask_personal(case.title)[0],
        answer=answer if len(answer) <= _SHOWN else answer[: _SHOWN - 1] + "…",
        topic=str(case.topic or ""),
        place=str(case.division or ""),
        answered_at=case.answered_at,
    )


def found(cases: Iterable[Case], cut: Wanted) -> list[Summary]:
    """``cases``, which come with their opinions: what was searched for is marked in the words anyone may read."""
    cases = list(cases)
    answers = answers_of(case.pk for case in cases)
    rows = []
    for case in cases:
        row = _summary(case, answers.get(case.pk, []))
        said = "\n".join([case.opinion.body, *(event.note for event in answers.get(case.pk, []))])
        text = marked(excerpt(mask_personal(said)[0], cut), cut)
        rows.append(replace(row, title=marked(row.title, cut), answer=text, is_marked=True))
    return rows


def alike(text: str, *, most: int = 3) -> list[Summary]:
    """Published opinions that say much the same as ``text``, the most alike first."""
    near = [pk for pk, _score in similar(text, Case.objects.published(), most, published_only=True)]
    found = (
        {case.pk: case for case in Case.objects.filter(pk__in=near).select_related("topic", "division")}
        if near
        else {}
    )
    return summaries(found[pk] for pk in near if pk in found)
