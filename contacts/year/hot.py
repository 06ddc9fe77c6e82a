"""Issues that many people raise: counts of opinions by topic and township in some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.db.models.functions import Left, Length
from django.utils import timezone

from casework.models import Case, Topic
from deputies.models import Division

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet
    from deputies.models import PeoplesCongress

LEAST = 5  # opinions before an issue is proposed at all
MOST = 30
_TOWNSHIP = 9  # digits


@dataclass(frozen=True)
class Hot:
    """So many opinions on a topic from a township; without a place where people named none."""

    topic: Topic
    place: Division | None
    number: int


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


def grouped(cases: CaseQuerySet) -> Iterable[tuple[int, str, int]]:
    """(topic's key, township's code or empty, how many). The one function a classifier takes the place of."""
    named = cases.exclude(topic=None).order_by()
    rows = named.annotate(township=Left("division__code", _TOWNSHIP)).values_list("topic", "township")
    for topic, township, number in rows.annotate(number=Count("pk")):
        code = township or ""
        yield topic, code if len(code) == _TOWNSHIP else "", number


def issues(congress: PeoplesCongress, since: date, until: date, *, least: int = LEAST) -> list[Hot]:
    """What was raised at least ``least`` times, most often first."""
    counts: dict[tuple[int, str], int] = {}
    for topic, township, number in grouped(opinions_in(congress, since, until)):
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
