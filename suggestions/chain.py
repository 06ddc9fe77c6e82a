"""The chain on a citizen's receipt: what people said, what the deputy proposed, what was answered and done.

It shows the words of suggestion and answer only as they are published: until then their day, and who has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from casework.models import Commitment
from casework.workflows import WORKFLOWS
from suggestions.models import ConversionLink, Decision, Publication
from suggestions.sources import Counts, counts_of

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case
    from suggestions.models import Suggestion


@dataclass(frozen=True, slots=True)
class Chain:
    """One suggestion as a citizen behind it reads it."""

    suggestion: Suggestion
    case: Case
    standing: str
    heard: Counts
    title: str
    copy: Publication | None
    public_by: date | None
    kept_back: str
    promises: list[Commitment]


def chains_of(opinion: Case) -> list[Chain]:
    """The chains of every suggestion that grew from ``opinion``, or from the one that leads it."""
    keys = [key for key in (opinion.pk, opinion.leading_id) if key]
    rows = ConversionLink.objects.filter(opinion__in=keys, suggestion__case__isnull=False)
    rows = rows.select_related(
        "suggestion__case__organ", "suggestion__case__session__term", "suggestion__deputy"
    )
    found = {row.suggestion_id: row.suggestion for row in rows.order_by("pk")}
    return [chain_of(suggestion) for suggestion in found.values()]


def chain_of(suggestion: Suggestion) -> Chain:
    case = suggestion.case
    assert case is not None, "only what was handed in has a chain"
    row = Publication.objects.filter(suggestion=suggestion).first()
    decided = row is not None and row.decided_at is not None
    kept_back = str(row.get_exception_display()) if row and decided and row.decision != Decision.WHOLE else ""
    is_secret = bool(row and decided and row.decision == Decision.NONE)
    links = suggestion.links.select_related("opinion__division")
    return Chain(
        suggestion=suggestion,
        case=case,
        standing=_(WORKFLOWS[case.kind].by_status[case.status].public),
        heard=counts_of(link.opinion for link in links),
        title=_("(not public)") if is_secret else (row.title if row and row.is_public else suggestion.title),
        copy=row if row and row.is_public else None,
        public_by=row.due_on if row and not decided else None,
        kept_back=kept_back,
        promises=list(Commitment.objects.standing().filter(case=case).select_related("organ")),
    )
