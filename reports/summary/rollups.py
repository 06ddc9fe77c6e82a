"""Daily counts, kept up from the history: every event of a case makes the day it was received be counted anew.

Counting a whole day again is idempotent: it may be done twice, after a crash or out of turn, and never drifts. What
changes without an event (a date that passes, a calendar that is published) is looked for by itself. The test of
random histories holds the counts against the slow query.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework.models import Case, Event
from reports.models import MEASURES, CountMark, DayCount
from reports.summary.catalogue import DIMENSIONS, FIGURES
from reports.summary.handling import Took, tenths
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet

WORKDAYS, TENTHS = "workdays", "tenths"
#: A transaction that was open longer than this when the history was read is found by the nightly count alone.
_LAG = timedelta(minutes=5)
_IN_FLIGHT = 1000  # events that may have been written by transactions which were open when everything was counted
_SPAN = 31  # days counted by one statement
_BATCH = 1000
_DAY = timedelta(days=1)

Dirty = dict[int, set[date]]  # congress -> days


# --- Keeping up -------------------------------------------------------------------------------------------
def refresh() -> int:
    """Count anew what has changed since the last time; everything the first time. The number of days counted."""
    today, now = timezone.localdate(), timezone.now()
    mark, _made = CountMark.objects.get_or_create(pk=1)
    if not mark.complete:
        return rebuild()
    last = _last_event()
    dirty = _touched(mark.event_id)
    _add(dirty, _provisional())
    if mark.day is not None and mark.day < today:
        _add(dirty, _fallen_due(mark.day, today))
    done = sum(count(congress, days) for congress, days in dirty.items())
    changes: dict[str, Any] = {"day": today, "counted_at": now}
    if mark.next_at is None or mark.next_at <= now - _LAG:
        changes |= {"event_id": mark.next_id, "next_id": last, "next_at": now}
    CountMark.objects.filter(pk=1).update(**changes)
    return done


def _last_event() -> int:
    return Event.objects.aggregate(last=Max("pk"))["last"] or 0


def rebuild(since: date | None = None) -> int:
    """Count every day anew, or those from ``since`` on: the first time, and at night what may have been missed."""
    today, now = timezone.localdate(), timezone.now()
    last_event, done = _last_event(), 0
    for congress, first, last in _stretches():
        for start in _steps(max(first, since) if since else first, last):
            end = min(start + timedelta(days=_SPAN - 1), last)
            done += _count_span(congress, start, end)
    changes: dict[str, Any] = {"day": today, "counted_at": now}
    if since is None:
        open_still = max(0, last_event - _IN_FLIGHT)
        changes |= {"complete": True, "event_id": open_still, "next_id": last_event, "next_at": now}
    CountMark.objects.update_or_create(pk=1, defaults=changes)
    return done


def _stretches() -> list[tuple[int, date, date]]:
    """Each congress with opinions, and the first and last day on which it received any, or has counts of."""
    cases = Case.objects.received().filter(kind="opinion").order_by()
    found = {
        row["congress"]: (timezone.localdate(row["first"]), timezone.localdate(row["last"]))
        for row in cases.values("congress").annotate(first=Min("opened_at"), last=Max("opened_at"))
    }
    for row in DayCount.objects.order_by().values("congress").annotate(first=Min("day"), last=Max("day")):
        first, last = found.get(row["congress"], (row["first"], row["last"]))
        found[row["congress"]] = (min(first, row["first"]), max(last, row["last"]))
    return [(congress, *days) for congress, days in sorted(found.items())]


def _steps(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first += timedelta(days=_SPAN)


def _touched(after: int) -> Dirty:
    """The days of the cases to which something has happened since the event ``after``; of a part, of the whole."""
    events = Event.objects.filter(pk__gt=after).order_by().values("case")
    rows = Case.objects.filter(kind="opinion", pk__in=events).values_list("pk", "split_from")
    keys = {split or pk for pk, split in rows}
    found: Dirty = defaultdict(set)
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        chunk = ordered[start : start + _BATCH]
        for congress, opened in Case.objects.filter(pk__in=chunk).values_list("congress", "opened_at"):
            found[congress].add(timezone.localdate(opened))
    return found


def _fallen_due(since: date, today: date) -> Dirty:
    """The days of open opinions whose date has passed since: they have become late without anybody doing anything."""
    late = Case.objects.open().filter(kind="opinion", due_on__gte=since, due_on__lt=today)
    found: Dirty = defaultdict(set)
    for congress, opened, whole in late.values_list("congress", "opened_at", "split_from__opened_at"):
        found[congress].add(timezone.localdate(whole or opened))
    return found


def _provisional() -> Dirty:
    """The days on which the number of provisional dates is not what was counted: a calendar has been published."""
    condition = FIGURES["opinions.provisional"].condition(_scope(0, timezone.localdate(), timezone.localdate()))
    cases = Case.objects.received().filter(condition, kind="opinion").order_by()
    grouped = cases.annotate(day=TruncDate("opened_at")).values_list("congress", "day").annotate(n=Count("pk"))
    now = {(congress, day): n for congress, day, n in grouped}
    counted = DayCount.objects.filter(by="", provisional__gt=0).values_list("congress", "day", "provisional")  # type: ignore[misc]
    then = {(congress, day): n for congress, day, n in counted}
    found: Dirty = defaultdict(set)
    for key in now.keys() | then.keys():
        if now.get(key) != then.get(key):
            found[key[0]].add(key[1])
    return found


def _add(dirty: Dirty, more: Dirty) -> None:
    for congress, days in more.items():
        dirty.setdefault(congress, set()).update(days)


# --- Counting ---------------------------------------------------------------------------------------------
def count(congress: int, days: Iterable[date]) -> int:
    """Count these days of one congress anew; days beside each other by one statement."""
    ordered = sorted(days)
    start = previous = None
    for day in ordered:
        if start is None or previous is None:
            start = day
        elif day - previous > _DAY or (day - start).days >= _SPAN:
            _count_span(congress, start, previous)
            start = day
        previous = day
    if start is not None and previous is not None:
        _count_span(congress, start, previous)
    return len(ordered)


def _scope(congress: int, first: date, last: date) -> Scope:
    return Scope((congress,), first, last, timezone.localdate())


@transaction.atomic
def _count_span(congress: int, first: date, last: date) -> int:
    scope = _scope(congress, first, last)
    made = [*_counted(scope), *_timed(scope)]
    DayCount.objects.filter(congress=congress, day__gte=first, day__lte=last).delete()
    DayCount.objects.bulk_create(made, batch_size=500)
    return (last - first).days + 1


def measures(scope: Scope) -> dict[str, Any]:
    """The aggregates of all measures: the conditions of the figures themselves."""
    found: dict[str, Any] = {}
    for name in MEASURES:
        condition = FIGURES[f"opinions.{name}"].condition(scope)
        found[name] = Count("pk", filter=condition) if condition else Count("pk")
    return found


def rows(scope: Scope) -> CaseQuerySet:
    return FIGURES["opinions.received"].rows(scope).order_by()  # type: ignore[return-value]


def _counted(scope: Scope) -> Iterable[DayCount]:
    dated = rows(scope).annotate(day=TruncDate("opened_at"))
    for row in dated.values("day").annotate(**measures(scope)):
        yield DayCount(congress_id=scope.congresses[0], **row)
    for name, dimension in DIMENSIONS.items():
        grouped = dated.annotate(group=dimension.key).values("day", "group").annotate(**measures(scope))
        for row in grouped:
            key = row.pop("group")
            yield DayCount(congress_id=scope.congresses[0], by=name, key=key or "", **row)


def _timed(scope: Scope) -> Iterable[DayCount]:
    """How long the answers took to the opinions of each day."""
    found: Counter[tuple[date, str, int]] = Counter()
    took = Took(scope.first, scope.today)
    for opened, at in rows(scope).filter(answered(scope)).values_list("opened_at", "answered_at"):
        day = timezone.localdate(opened)
        found[day, WORKDAYS, took.workdays(opened, at)] += 1
        found[day, TENTHS, tenths(opened, at)] += 1
    for (day, by, value), n in found.items():
        yield DayCount(congress_id=scope.congresses[0], day=day, by=by, key=str(value), received=n)  # type: ignore[misc]


def answered(scope: Scope) -> Q:
    return FIGURES["opinions.answered"].condition(scope)


# --- Reading ----------------------------------------------------------------------------------------------
def is_complete() -> bool:
    return CountMark.objects.filter(pk=1, complete=True).exists()


def sums(scope: Scope, *by: str) -> list[dict[str, Any]]:
    """Sums of the period: a row for each congress, dimension of ``by`` and key, with all measures."""
    found = DayCount.objects.filter(
        congress__in=scope.congresses, by__in=by, day__gte=scope.first, day__lte=scope.last
    ).order_by()
    return list(found.values("congress", "by", "key").annotate(**{name: Sum(name) for name in MEASURES}))


def months(scope: Scope) -> list[dict[str, Any]]:
    """Sums of each month of the period; ``month`` is its first day."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    days = DayCount.objects.filter(
        congress__in=scope.congresses, by="", day__gte=scope.first, day__lte=scope.last
    ).order_by()
    for row in days.values("day").annotate(**{name: Sum(name) for name in MEASURES}):
        month = found[row.pop("day").replace(day=1)]
        for name, n in row.items():
            month[name] += n
    return [{"month": month, **counts} for month, counts in sorted(found.items())]


def times(scope: Scope) -> dict[str, list[tuple[int, int]]]:
    """How long answers took: for working days and for tenths of a day, each length and how often."""
    found: dict[str, list[tuple[int, int]]] = {WORKDAYS: [], TENTHS: []}
    rows = DayCount.objects.filter(
        congress__in=scope.congresses, by__in=found, day__gte=scope.first, day__lte=scope.last
    ).order_by()
    for by, key, n in rows.values_list("by", "key").annotate(n=Sum("received")):
        found[by].append((int(key), n))
    return found
