"""What came back: counts for each question, and the same as the public reads them, without small cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from contacts.models import Answer, QuestionKind

if TYPE_CHECKING:
    from contacts.models import Inquiry, Question

LEAST = 5  # a smaller group than this could be recognised in its village
GRADES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Result:
    """One question: its choices with their counts (None: too few to show), how many answered, the mean of a scale."""

    question: Question
    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    answered: int | None
    mean: float | None = None

    @property
    def is_words(self) -> bool:
        return self.question.kind == QuestionKind.TEXT

    @property
    def rows(self) -> list[dict[str, object]]:
        """For the chart and its table: label, how many, and the share of those who answered in percent."""
        pairs = zip(self.labels, self.counts, strict=True)
        return [{"label": label, "values": [count, self._share(count)]} for label, count in pairs]

    def _share(self, count: int | None) -> float | None:
        return round(100 * count / self.answered, 1) if count is not None and self.answered else None


def results_of(inquiry: Inquiry) -> list[Result]:
    """Every question with what came back so far: three queries, however many answered."""
    counted = _counts(inquiry)
    answered = _answered(inquiry)
    return [
        _result(question, counted, answered[question.pk])
        for question in inquiry.questions.prefetch_related("options")
    ]


def _counts(inquiry: Inquiry) -> Counter[tuple[int, str]]:
    rows = (
        Answer.objects.filter(response__inquiry=inquiry).order_by().values_list("question", "option", "grade")
    )
    found: Counter[tuple[int, str]] = Counter()
    for question, option, grade, n in rows.annotate(n=Count("pk")):
        found[question, f"o{option}" if option else f"g{grade}"] += n
    return found


def _answered(inquiry: Inquiry) -> Counter[int]:
    rows = Answer.objects.filter(response__inquiry=inquiry).order_by().values_list("question")
    return Counter(dict(rows.annotate(n=Count("response", distinct=True))))


def _result(question: Question, counted: Counter[tuple[int, str]], answered: int) -> Result:
    if question.kind == QuestionKind.SCALE:
        counts = tuple(counted[question.pk, f"g{grade}"] for grade in GRADES)
        total = sum(grade * n for grade, n in zip(GRADES, counts, strict=True))
        mean = total / answered if answered else None
        return Result(question, tuple(map(str, GRADES)), counts, answered, mean)
    options = list(question.options.all())
    counts = tuple(counted[question.pk, f"o{option.pk}"] for option in options)
    return Result(question, tuple(option.text for option in options), counts, answered)


def for_the_public(result: Result) -> Result:
    """Without groups of fewer than LEAST; where the hidden one could be reckoned out, a second one is hidden too."""
    adds_up = result.question.kind in (QuestionKind.SINGLE, QuestionKind.SCALE)
    counts = [count or 0 for count in result.counts]
    total = result.answered or 0
    if 0 < total < LEAST:
        return Result(result.question, result.labels, (None,) * len(counts), None)
    hidden = without_small(counts, adds_up=adds_up)
    mean = None if None in hidden else result.mean
    return Result(result.question, result.labels, tuple(hidden), result.answered, mean)


def without_small(counts: Sequence[int], *, adds_up: bool) -> list[int | None]:
    """None for each count from 1 to LEAST - 1. ``adds_up``: the counts make up a known total, so one alone hidden
    could be reckoned out, and the smallest of the others is hidden with it.
    """
    small = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    others = [place for place, count in enumerate(counts) if count and place not in small]
    if adds_up and len(small) == 1 and others:
        small.add(min(others, key=lambda place: counts[place]))
    return [None if place in small else count for place, count in enumerate(counts)]
