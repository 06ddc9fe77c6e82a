"""What everybody may read of the work of a deputy or a station: counts, time, topics, published answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from casework.models import Case, Topic
from feedback.public_view import Summary, summaries

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet
    from deputies.models import Deputy, LiaisonStation

_SHOWN = 5
_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """Counts since the portal is in use. ``days``: mean from receipt to answer; None before the first answer."""

    received: int
    answered: int
    days: float | None
    topics: list[str]
    answers: list[Summary]

    @property
    def waiting(self) -> int:
        return self.received - self.answered


def of_deputy(deputy: Deputy) -> Duty:
    """Counted from the day the office gave an opinion to the deputy; four queries."""
    return _duty(Case.objects.filter(deputy=deputy, with_deputy_at__isnull=False), "with_deputy_at")


def of_station(station: LiaisonStation) -> Duty:
    return _duty(Case.objects.filter(station=station), "opened_at")


def _duty(cases: CaseQuerySet, since: str) -> Duty:
    cases = cases.received().filter(kind="opinion").exclude(status="withdrawn")
    counts = _counts(cases, since)
    published = cases.published().select_related("topic", "division")
    shown = list(published.order_by("-answered_at", "-pk")[:_SHOWN])
    return Duty(
        received=counts["received"],
        answered=counts["answered"],
        days=counts["took"] / timedelta(days=1) if counts["took"] is not None else None,
        topics=_topics(published) if shown else [],
        answers=summaries(shown),
    )


def _counts(cases: CaseQuerySet, since: str) -> dict[str, Any]:
    took = ExpressionWrapper(F("answered_at") - F(since), output_field=DurationField())
    answered = Q(answered_at__isnull=False)
    return cases.aggregate(
        received=Count("pk"), answered=Count("pk", filter=answered), took=Avg(took, filter=answered)
    )


def _topics(published: CaseQuerySet) -> list[str]:
    """What most of the published answers are about: never a topic that only a case nobody may read has."""
    rows = published.filter(topic__isnull=False).order_by().values("topic").annotate(n=Count("pk"))
    keys = [row["topic"] for row in rows.order_by("-n", "topic")[:_TOPICS]]
    found = Topic.objects.in_bulk(keys)
    return [str(found[key]) for key in keys]
