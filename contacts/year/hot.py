"""Issues that many people raise, in some days: those that the portal has found, or counts by topic and township.

Where opinions were compared (``feedback.hot``) an issue is what it found; elsewhere every topic of a township is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.db.models.functions import Left, Length
from django.utils import timezone

from casework.models import Case, Topic
from deputies.models import Division
from feedback.models import HotIssue, IssueMember

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet
    from deputies.models import PeoplesCongress
    from feedback.models.issue import IssueQuerySet

LEAST = 5  # opinions before an issue is proposed at all
MOST = 30
_TOWNSHIP = 9  # digits


@dataclass(frozen=True)
class Hot:
    """So many opinions on a topic from a township; without a place where people named none.

    ``issue``: what was found where opinions were compared; then its opinions are counted, whatever their topic.
    """

    topic: Topic
    place: Division | None
    number: int
    issue: HotIssue | None = None

    @property
    def title(self) -> str:
        if self.issue:
            return self.issue.name
        return f"{self.place.name if self.place else ''}{self.topic.name}"


def opinions_in(congress: PeoplesCongress, since: date, until: date) -> CaseQuerySet:
    """Opinions that came in from ``since`` to ``until``, both days counted; no complaints, nothing else."""
    start = timezone.make_aware(datetime.combine(since, time()))
    end = timezone.make_aware(datetime.combine(until + timedelta(days=1), time()))
    received = Case.objects.opinions().received()
    return received.filter(congress=congress, opened_at__gte=start, opened_at__lt=end)


def of_issue(cases: CaseQuerySet, topic: int, place: str) -> CaseQuerySet:
    """The opinions behind one count: on the topic (its key), from the township (its code, or empty)."""
    found = cases.filter(topic=topic)
    if place:
        return found.filter(division__code__startswith=place)
    return found.annotate(digits=Length("division__code")).filter(Q(division=None) | Q(digits__lt=_TOWNSHIP))


def of_found(cases: CaseQuerySet, issue: HotIssue) -> CaseQuerySet:
    """The opinions of an issue that was found."""
    return cases.filter(pk__in=issue.members.inside().values("case"))


def issues(congress: PeoplesCongress, since: date, until: date, *, least: int = LEAST) -> list[Hot]:
    """What was raised at least ``least`` times: found issues, the hottest first, or counts, the largest first."""
    known = HotIssue.objects.watched().filter(congress=congress)
    if known.exists():
        return _found(known, opinions_in(congress, since, until), least)
    return _counted(opinions_in(congress, since, until), least)


def _found(known: IssueQuerySet, cases: CaseQuerySet, least: int) -> list[Hot]:
    inside = IssueMember.objects.inside().filter(issue__in=known, case__in=cases.order_by().values("pk"))
    numbers = dict(inside.order_by().values_list("issue").annotate(number=Count("pk")))
    rows = known.filter(pk__in=numbers).select_related("topic", "division").order_by("-heat", "pk")
    found = [Hot(one.topic, one.division, numbers[one.pk], one) for one in rows if one.topic]
    return [one for one in found if one.number >= least][:MOST]


def grouped(cases: CaseQuerySet) -> Iterable[tuple[int, str, int]]:
    """(topic's key, township's code or empty, how many)."""
    named = cases.exclude(topic=None).order_by()
    rows = named.annotate(township=Left("division__code", _TOWNSHIP)).values_list("topic", "township")
    for topic, township, number in rows.annotate(number=Count("pk")):
        code = township or ""
        yield topic, code if len(code) == _TOWNSHIP else "", number


def _counted(cases: CaseQuerySet, least: int) -> list[Hot]:
    counts: dict[tuple[int, str], int] = {}
    for topic, township, number in grouped(cases):
        counts[topic, township] = counts.get((topic, township), 0) + number
    topics = Topic.objects.in_bulk({topic for topic, _township in counts})
    codes = {township for _topic, township in counts if township}
    places = {one.code: one for one in Division.objects.filter(code__in=codes).order_by("-valid_to")}
    found = [
        Hot(topics[topic], places.get(township), number)
        for (topic, township), number in counts.items()
        if number >= least and (not township or township in places)
    ]
    return sorted(found, key=lambda one: (-one.number, one.topic.pk, one.place.code if one.place else ""))[
        :MOST
    ]
