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
from suggestions.models import ConversionLink, Decision, MotionPublication
from suggestions.services import public_copy, publications_of
from suggestions.sources import Counts, counts_of

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case
    from suggestions.models import Suggestion
    from suggestions.services.copies import AnyPublication


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

    @property
    def is_kept(self) -> bool:
        """Whether nothing that was promised is still awaited."""
        return all(one.closed_at for one in self.promises)


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
    copy, decided = public_copy(case), publications_of(case).decided().last()
    links = suggestion.links.select_related("opinion__division")
    return Chain(
        suggestion=suggestion,
        case=case,
        standing=_(WORKFLOWS[case.kind].by_status[case.status].public),
        heard=counts_of(link.opinion for link in links),
        title=_("(not public)")
        if decided and decided.decision == Decision.NONE
        else _title(suggestion, copy),
        proposed=(copy.plan if isinstance(copy, MotionPublication) else copy.proposal) if copy else "",
        answered=(copy.results if isinstance(copy, MotionPublication) else copy.answer) if copy else "",
        public_by=None if decided and decided.decision == Decision.NONE else _public_by(case),
        kept_back=str(decided.get_exception_display())
        if decided and decided.decision != Decision.WHOLE
        else "",
        promises=list(Commitment.objects.made_to(case).select_related("organ")),
        is_motion=is_motion,
        page=reverse("public_motion" if is_motion else "public_suggestion", args=[case.number])
        if copy
        else "",
    )


def _public_by(case: Case) -> date | None:
    """Until when two people decide on what was answered last; nothing where they have, or where no rule names a day."""
    owed = publications_of(case).undecided().first()
    return getattr(owed, "due_on", None)


def _title(suggestion: Suggestion, copy: AnyPublication | None) -> str:
    if copy is None:
        return suggestion.title
    return copy.cause if isinstance(copy, MotionPublication) else copy.title
