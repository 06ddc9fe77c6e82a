"""One public suggestion or motion as anyone reads it: what people said, what was proposed, answered, and done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Commitment
from casework.models.case import Kind
from casework.rules import profile_by_key
from casework.workflows import WORKFLOWS
from feedback.text import mask_personal
from suggestions.models import Decision, MotionPublication, Publication, Suggestion
from suggestions.public import answers, latest_answers
from suggestions.services import standing_signatories
from suggestions.sources import Counts, counts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Case
    from suggestions.services.copies import AnyPublication

#: A place is named where at least so many people spoke from it: one alone could be recognised.
LEAST_FROM_A_PLACE = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the public list."""

    case: Case
    title: str
    standing: str
    kind: str
    classes: str
    is_key: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What one organ has answered: its class in the words of the rules, and the day.

    Its text is in the copy; of what was answered later two people have still to decide on it.
    """

    organ: str
    category: str
    label: str
    day: object
    in_copy: bool


def summaries(cases: Iterable[Case]) -> list[Shown]:
    """The rows of a page in three queries, whatever its size; only words of the public copies."""
    rows = list(cases)
    keys = [case.pk for case in rows]
    titles: dict[int, str] = {
        **dict(
            Publication.objects.public()
            .filter(suggestion__case__in=keys)
            .values_list("suggestion__case", "title")
        ),
        **dict(MotionPublication.objects.public().filter(motion__in=keys).values_list("motion", "cause")),
    }
    classes: dict[int, set[str]] = {}
    current = latest_answers().filter(case__in=keys).exclude(category="")
    for key, category in current.values_list("case", "category"):
        classes.setdefault(key, set()).add(category)
    return [
        Shown(
            case, titles.get(case.pk, ""), _(WORKFLOWS[case.kind].by_status[case.status].public),
            str(Kind(case.kind).label), "".join(sorted(classes.get(case.pk, set()))), _is_key(case),
        )
        for case in rows
    ]  # fmt: skip


def _is_key(case: Case) -> bool:
    suggestion = getattr(case, "suggestion", None)
    return getattr(suggestion, "key", None) is not None


def heard_of(suggestion: Suggestion | None) -> Counts:
    """How many people stand behind it; places only where several spoke."""
    links = suggestion.links.select_related("opinion__division") if suggestion else []
    found = counts_of(link.opinion for link in links)
    places = [(place, n) for place, n in found.places if place and n >= LEAST_FROM_A_PLACE]
    return Counts(found.total, places, found.months)


def names_of(suggestion: Suggestion) -> list[str]:
    """All who signed the words as they are; who leads first."""
    return [row.deputy.name for row in standing_signatories(suggestion)]


def answers_of(case: Case, copy: AnyPublication) -> list[Answered]:
    """Each organ's answer, first to last."""
    rules = profile_by_key(case.profile)
    labels = {one.code: str(one.label) for one in rules.result_classes.items}
    rows = answers().filter(case=case).exclude(category="").select_related("assignment__organ").order_by("pk")
    return [
        Answered(
            row.assignment.organ.name, row.category, labels.get(row.category, ""),
            timezone.localdate(row.released_at) if row.released_at else None,
            not (row.released_at and copy.proposed_at and row.released_at > copy.proposed_at),
        )
        for row in rows
        if row.assignment is not None
    ]  # fmt: skip


def promises_of(case: Case, copy: AnyPublication) -> list[tuple[Commitment, str]]:
    """Each promise with its words; without them where the suggestion is public in part only."""
    is_whole = copy.decision == Decision.WHOLE
    rows = Commitment.objects.made_to(case).select_related("organ")
    return [(row, mask_personal(row.promise)[0] if is_whole else "") for row in rows]
