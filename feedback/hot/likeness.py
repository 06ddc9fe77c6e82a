"""Issues that say much the same: what the office may want to merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.text import bigrams, likeness

if TYPE_CHECKING:
    from feedback.models import HotIssue
    from feedback.models.issue import IssueQuerySet

_LIKE_ENOUGH = 0.2
_MOST = 300  # issues that are compared
_SHOWN = 5


def similar_issues(issue: HotIssue, seen: IssueQuerySet) -> list[HotIssue]:
    """Issues of the congress that the reader sees and whose names and phrases share most with this one's."""
    own = _grams(issue)
    others = (
        seen.standing()
        .filter(congress=issue.congress_id)
        .exclude(pk=issue.pk)
        .order_by("-heat", "pk")[:_MOST]
    )
    scored = [(likeness(own, _grams(one)), one) for one in others]
    near = sorted((one for one in scored if one[0] >= _LIKE_ENOUGH), key=lambda one: (-one[0], one[1].pk))
    return [one for _score, one in near[:_SHOWN]]


def _grams(issue: HotIssue) -> set[str]:
    return set(bigrams(" ".join([issue.name, *(str(phrase) for phrase, _people in issue.words)])))
