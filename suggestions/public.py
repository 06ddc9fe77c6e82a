"""What anyone may read of suggestions and motions, and how it is searched. Nothing that two people did not make public.

What is indexed of them stands in ``suggestions.searching``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from casework.models import Case, Reply
from casework.models.assignment import HandlingRole
from casework.models.case import OF_DEPUTIES, Kind
from casework.models.reply import ReplyState
from feedback import search
from suggestions.models import MotionPublication, Publication

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from casework.models.case import CaseQuerySet


def published() -> CaseQuerySet:
    """Suggestions and motions that are public now, in a copy that two people decided on."""
    suggestions = Publication.objects.public().filter(suggestion__case=OuterRef("pk"))
    motions = MotionPublication.objects.public().filter(motion=OuterRef("pk"))
    # The kinds once more by themselves: in these words the list has an index of its own.
    of_deputies = Case.objects.filter(kind__in=OF_DEPUTIES, is_public=True, confidential=False)
    return of_deputies.filter(
        Q(Exists(suggestions), kind=Kind.SUGGESTION) | Q(Exists(motions), kind=Kind.MOTION)
    )


def answers() -> QuerySet[Reply]:
    """What organs have answered: the word of an assisting one is not theirs to the deputy."""
    return Reply.objects.filter(state=ReplyState.APPROVED).exclude(assignment__role=HandlingRole.ASSIST)


def latest_answers() -> QuerySet[Reply]:
    """Of each organ the answer that counts: what it said when it handled the suggestion again."""
    later = answers().filter(
        case=OuterRef("case"), assignment__organ=OuterRef("assignment__organ"), pk__gt=OuterRef("pk")
    )
    return answers().filter(~Exists(later))


def find(words: str) -> CaseQuerySet:
    """Those that are public and in whose public copy every one of ``words`` stands; all of them without words."""
    return search.matching(published(), words, published_only=True)
