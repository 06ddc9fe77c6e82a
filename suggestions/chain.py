"""The chain on a citizen's receipt: what people said, what the deputy proposed, what was answered and done.

It shows the words of suggestion and answer only as they are published: until then their day, and who has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Commitment
from casework.models.case import Kind
from casework.workflows import WORKFLOWS
from suggestions.models import ConversionLink, Decision, MotionPublication, Publication
from suggestions.services import motions
from suggestions.sources import Counts, counts_of

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case
    from suggestions.models import Suggestion


@dataclass(frozen=True, slots=True)
class Chain:
    """One suggestion or motion as a citizen behind it reads it; ``page`` is its public one.

    ``proposed`` and ``answered`` are words of the public copy, empty until there is one. Of a motion the answer is what
    was decided on it.
    """

    suggestion: Suggestion
    case: Case
    standing: str
    heard: Counts
    title: str
    proposed: str
    answered: str
    public_by: date | None
    kept_back: str
    promises: list[Commitment]
    is_motion: bool
    page: str


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
    is_motion = case.kind == Kind.MOTION
    row = _latest(case)
    decided = row is not None and row.decided_at is not None
    copy = public_copy_of(case)
    links = suggestion.links.select_related("opinion__division")
    return Chain(
        suggestion=suggestion,
        case=case,
        standing=_(WORKFLOWS[case.kind].by_status[case.status].public),
        heard=counts_of(link.opinion for link in links),
        title=_("(not public)")
        if row and decided and row.decision == Decision.NONE
        else _title(suggestion, copy),
        proposed=(copy.plan if isinstance(copy, MotionPublication) else copy.proposal) if copy else "",
        answered=(copy.results if isinstance(copy, MotionPublication) else copy.answer) if copy else "",
        public_by=row.due_on if isinstance(row, Publication) and not decided else None,
        kept_back=str(row.get_exception_display())
        if row and decided and row.decision != Decision.WHOLE
        else "",
        promises=list(Commitment.objects.standing().filter(case=case).select_related("organ")),
        is_motion=is_motion,
        page=reverse("public_motion" if is_motion else "public_suggestion", args=[case.number])
        if copy
        else "",
    )


def _latest(case: Case) -> Publication | MotionPublication | None:
    """The decision on publication that counts, or waits."""
    if case.kind == Kind.MOTION:
        return MotionPublication.objects.filter(motion=case.pk).order_by("-pk").first()
    return Publication.objects.filter(suggestion__case=case).first()


def public_copy_of(case: Case) -> Publication | MotionPublication | None:
    """The copy that anyone may read."""
    if case.kind == Kind.MOTION:
        return motions.public_copy(case)
    row = Publication.objects.filter(suggestion__case=case).first()
    return row if row and row.is_public else None


def _title(suggestion: Suggestion, copy: Publication | MotionPublication | None) -> str:
    if copy is None:
        return suggestion.title
    return copy.cause if isinstance(copy, MotionPublication) else copy.title
