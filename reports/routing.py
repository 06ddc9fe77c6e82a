"""How well routing did on the office's own cases: what was proposed beside what a person then decided.

The first guess counts, also where the router was too unsure to show it: so the figures tell whether the threshold is
set well. A case counts from the day it was registered; one that was never proposed anything does not.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from feedback.learning.scores import PRECISION, Scores, scored
from feedback.learning.serving import version_for
from feedback.models import Proposal
from feedback.routing.thresholds import MOST as MOST_SURE
from feedback.routing.thresholds import Thresholds, thresholds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from deputies.models import PeoplesCongress
    from feedback.models import TopicModel

MOST = 20_000  # the latest decisions
_MOST_PAIRS = 15
_STEP = 5  # percent between two thresholds that are compared
_NOTHING_DECIDED = ("submitted", "needs_info", "not_accepted", "withdrawn")


@dataclass(frozen=True, slots=True)
class Decision:
    """``guess`` and ``decided``: names of topics, "" for none; ``sure`` 0 to 1; ``shown``: it was proposed."""

    guess: str
    sure: float
    decided: str
    shown: bool
    at: datetime

    @property
    def right(self) -> bool:
        return self.guess == self.decided


@dataclass(frozen=True, slots=True)
class Month:
    """The decisions of one month; shares from 0 to 1, None where there is nothing to share."""

    first: datetime
    decided: int
    right: float
    shown: float


@dataclass(frozen=True, slots=True)
class Pair:
    """So often was ``guess`` what came first where a person decided for ``decided``."""

    decided: str
    guess: str
    count: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a threshold of so many ``percent`` would have done: ``named`` of the decisions, ``right`` of the named.

    Shares from 0 to 1; ``right`` is None where nothing would have been named.
    """

    percent: int
    named: float
    right: float | None


@dataclass(frozen=True)
class Routing:
    """The figures of one congress and one period."""

    congress: PeoplesCongress
    version: TopicModel | None
    thresholds: Thresholds
    decisions: list[Decision]
    scores: Scores

    @property
    def shown(self) -> list[Decision]:
        return [one for one in self.decisions if one.shown]

    @property
    def coverage(self) -> float:
        """The share of decisions for which a topic was proposed."""
        return len(self.shown) / len(self.decisions) if self.decisions else 0.0

    @property
    def shown_right(self) -> float:
        """The share of the proposed topics that a person kept."""
        return _share([one.right for one in self.shown])

    @property
    def corrected(self) -> int:
        """Proposed topics that a person changed."""
        return sum(not one.right for one in self.shown)

    @property
    def precision(self) -> int:
        return round(PRECISION * 100)

    @property
    def outlooks(self) -> list[Outlook]:
        """What each threshold that the office may set would have done with these decisions, the lowest first."""
        set_now = {self.thresholds.propose_from, self.thresholds.send_from}
        steps = range(self.thresholds.of_profile, MOST_SURE + 1)
        return [
            _outlook(self.decisions, percent)
            for percent in steps
            if percent == steps[0] or percent % _STEP == 0 or percent in set_now
        ]

    @property
    def months(self) -> list[Month]:
        """The oldest first."""
        found: dict[datetime, list[Decision]] = {}
        for one in sorted(self.decisions, key=lambda decision: decision.at):
            month = timezone.localtime(one.at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
            found.setdefault(month, []).append(one)
        return [
            Month(first, len(of), _share([one.right for one in of]), _share([one.shown for one in of]))
            for first, of in found.items()
        ]

    @property
    def confused(self) -> list[Pair]:
        """What was taken for what, the most frequent first."""
        counted = Counter((one.decided, one.guess) for one in self.decisions if not one.right)
        return [Pair(*names, count) for names, count in counted.most_common(_MOST_PAIRS)]


def routing_of(congress: PeoplesCongress, days: int) -> Routing:
    """The decisions of the last ``days`` days, beside what had been proposed."""
    decisions = _decisions(congress, timezone.now() - timedelta(days=days))
    answers = [(one.guess, one.sure) for one in decisions]
    return Routing(
        congress=congress,
        version=version_for(congress),
        thresholds=thresholds_of(congress),
        decisions=decisions,
        scores=scored([one.decided for one in decisions], answers),
    )


def _outlook(decisions: Sequence[Decision], percent: int) -> Outlook:
    named = [one.right for one in decisions if one.guess and one.sure * 100 >= percent]
    return Outlook(
        percent, len(named) / len(decisions) if decisions else 0.0, _share(named) if named else None
    )


def _decisions(congress: PeoplesCongress, since: datetime) -> list[Decision]:
    rows = (
        Proposal.objects.filter(
            case__congress=congress, case__kind="opinion", decided_at__gte=since, decided_topic__isnull=False
        )
        .exclude(case__status__in=_NOTHING_DECIDED)
        .select_related("guess", "decided_topic")
        .only("guess_sure", "decided_at", "topic", "guess__name", "guess__name_en", "decided_topic__name",
              "decided_topic__name_en")
        .order_by("-decided_at")[:MOST]
    )  # fmt: skip
    return [
        Decision(
            guess=str(row.guess) if row.guess else "",
            sure=row.guess_sure if row.guess else 0.0,
            decided=str(row.decided_topic),
            shown=row.topic_id is not None,
            at=row.decided_at,
        )
        for row in rows
        if row.decided_at is not None
    ]


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0
