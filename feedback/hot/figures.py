"""The figures of an issue as its reader may know them.

The office, the committee and a deputy to whom the issue was handed read those of all opinions. Everybody else reads
figures counted of the opinions they may open, so that no count tells of a case that is not theirs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.access import visible_to
from deputies.models import Division
from feedback.hot import heat
from feedback.hot.access import reads_whole
from feedback.hot.counting import weights_of
from feedback.hot.heat import Counts, Raised
from feedback.models import IssueMember
from feedback.models.issue import HotIssue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from feedback.hot.access import Reader

_TOWNSHIP = 9  # digits of its code


@dataclass(frozen=True, slots=True)
class Figures:
    """``weeks``: [monday, messages, people] each; ``places``: key of a division and its opinions, most first;
    ``words``: [phrase, people]; ``is_whole``: of all opinions, and not of the reader's alone.
    """

    counts: Counts
    heat: float
    weeks: Sequence[Sequence[object]]
    places: Sequence[tuple[int, int]]
    words: Sequence[tuple[str, int]]
    first_day: date | None
    last_day: date | None
    is_whole: bool


def figures_for(user: Reader, issues: Iterable[HotIssue]) -> dict[int, Figures]:
    """By the key of each issue, as ``user`` may know them; a few statements for all."""
    issues = list(issues)
    whole = reads_whole(user, issues)
    found = {one.pk: _of_all(one) for one in issues if one.pk in whole}
    return found | _of_own(user, [one for one in issues if one.pk not in whole])


def _of_all(issue: HotIssue) -> Figures:
    return Figures(
        issue.counts,
        issue.heat,
        issue.weeks,
        [(key, number) for key, number in issue.places],
        issue.words,
        issue.first_day,
        issue.last_day,
        is_whole=True,
    )


def _of_own(user: Reader, issues: Sequence[HotIssue]) -> dict[int, Figures]:
    if not issues:
        return {}
    raised: dict[int, list[Raised]] = defaultdict(list)
    codes: dict[int, Counter[str]] = defaultdict(Counter)
    own = visible_to(user).opinions().values("pk")
    rows = IssueMember.objects.inside().filter(issue__in=[one.pk for one in issues], case__in=own)
    for issue, person, at, support, code in rows.values_list(
        "issue", "person", "case__opened_at", "case__joined_count", "case__division__code"
    ):
        raised[issue].append(Raised(timezone.localdate(at), person, support))
        codes[issue].update([code[:_TOWNSHIP]] if code and len(code) >= _TOWNSHIP else [])
    keys = dict(
        Division.objects.filter(code__in={code for one in codes.values() for code in one}).values_list(
            "code", "pk"
        )
    )
    weights = {congress.pk: weights_of(congress) for congress in {one.congress for one in issues}}
    return {one.pk: _counted(raised[one.pk], codes[one.pk], keys, weights[one.congress_id]) for one in issues}


def _counted(
    raised: Sequence[Raised], codes: Counter[str], keys: dict[str, int], weights: heat.Weights
) -> Figures:
    counts = heat.count(raised, timezone.localdate(), weights.days)
    days = sorted(one.day for one in raised if one.day)
    return Figures(
        counts,
        heat.heat(counts, weights),
        [(week.monday.isoformat(), week.messages, week.people) for week in heat.weeks(raised)],
        [(keys[code], number) for code, number in codes.most_common() if code in keys],
        [],
        days[0] if days else None,
        days[-1] if days else None,
        is_whole=False,
    )
