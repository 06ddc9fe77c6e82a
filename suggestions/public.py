"""What anyone may read of suggestions and motions, and how it is searched. Nothing that two people did not make public.

Search in words goes through ``find`` alone: whoever builds another index changes that one function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from casework.models import Case
from casework.models.case import OF_DEPUTIES, Kind
from feedback import search
from suggestions.models import MotionPublication, Publication, Suggestion

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet


def published() -> CaseQuerySet:
    """Suggestions and motions that are public now, in a copy that two people decided on."""
    suggestions = Publication.objects.filter(
        suggestion__case=OuterRef("pk"), published_at__isnull=False, taken_down_at=None
    )
    motions = MotionPublication.objects.filter(
        motion=OuterRef("pk"), published_at__isnull=False, taken_down_at=None
    )
    # The kinds once more by themselves: in these words the list has an index of its own.
    of_deputies = Case.objects.filter(kind__in=OF_DEPUTIES, is_public=True, confidential=False)
    return of_deputies.filter(
        Q(Exists(suggestions), kind=Kind.SUGGESTION) | Q(Exists(motions), kind=Kind.MOTION)
    )


def find(words: str) -> CaseQuerySet:
    """Those that are public and in whose public copy every one of ``words`` stands; all of them without words."""
    return search.matching(published(), words, published_only=True)


def index(case: Case) -> None:
    """Make the public copy of ``case`` searchable, and nothing else of it; without one take it out of the index."""
    words = [*_words_of(case), *_names(case)]
    if case.is_public and words:
        search.index_case(case.pk, "\n".join(words))
    else:
        search.forget(case.pk)


def _words_of(case: Case) -> list[str]:
    if case.kind == Kind.MOTION:
        motion = MotionPublication.objects.filter(
            motion=case.pk, published_at__isnull=False, taken_down_at=None
        ).first()
        return [motion.cause, motion.grounds, motion.plan, motion.results] if motion else []
    row = Publication.objects.filter(
        suggestion__case=case, published_at__isnull=False, taken_down_at=None
    ).first()
    return [row.title, row.facts, row.proposal, row.answer] if row else []


def _names(case: Case) -> list[str]:
    """Who leads it and which organ answered: people look for these, too."""
    suggestion = Suggestion.objects.filter(case=case).select_related("deputy").first()
    names = [suggestion.deputy.name if suggestion else "", case.organ.name if case.organ else ""]
    return [name for name in names if name]
