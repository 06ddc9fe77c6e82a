"""Daily counts, kept up from the history: every event of a case makes the day it was received be counted anew.

Counting a whole day again is idempotent: it may be done twice, after a crash or out of turn, and never drifts. What
changes without an event (a date that passes, a calendar that is published) is looked for by itself. The test of
random histories holds the counts against the slow query.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import BooleanField, Count, Max, Min, Q, Value, When
from django.db.models import Case as Whether
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework.models import Case, Event
from reports.models import MEASURES, CountMark, DayCount
from reports.summary.catalogue import DIMENSIONS, FIGURES
from reports.summary.handling import Took, tenths
from reports.summary.sums import TENTHS, WORKDAYS, filled
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet
    from reports.summary.terms import Figure

#: A transaction that was open longer than this when the history was read is found by the nightly count alone.
_LAG = timedelta(minutes=5)
_AT_ONCE = 240.0  # seconds of the first count in one turn of the worker
_IN_FLIGHT = (
    1000  # events that may have been written by transactions which were open when everything was counted
)
_SPAN = 31  # days counted by one statement
_BATCH = 1000
_NOTHING: dict[str, Any] = {"complete": False, "counted_at": None, "at_congress": 0, "at_day": None}
_RECEIVED = 1 << MEASURES.index("received")
_DAY = timedelta(days=1)

Dirty = dict[int, set[date]]  # congress -> days


# --- Keeping up -------------------------------------------------------------------------------------------
def refresh() -> int:
    """Count anew what has changed since the last time; the first time everything. The number of days counted."""
    today, now = timezone.localdate(), timezone.now()
    mark, _made = CountMark.objects.get_or_create(pk=1)
    if not mark.complete:
        return _build(mark, _AT_ONCE)
    last = _last_event()
    is_turn = mark.next_at is None or mark.next_at <= now - _LAG
    dirty = _touched(mark.event_id if is_turn else mark.seen_id)
    _add(dirty, _provisional())
    if mark.day is not None and mark.day < today:
        _add(dirty, _fallen_due(mark.day, today))
    done = sum(count(congress, days) for congress, days in dirty.items())
    changes: dict[str, Any] = {"day": today, "counted_at": now, "seen_id": last}
    if is_turn:
        changes |= {"event_id": mark.next_id, "next_id": last, "next_at": now}
    CountMark.objects.filter(pk=1).update(**changes)
    return done


def rebuild() -> int:
    """Throw the counts away and make them all anew, however long it takes. The number of days counted."""
    with transaction.atomic():
        DayCount.objects.all().delete()
        CountMark.objects.update_or_create(pk=1, defaults=_NOTHING)
    return _build(CountMark.objects.get(pk=1), None)


def recount(since: date) -> int:
    """Count every day from ``since`` on anew: at night, what may have been missed. The number of days counted."""
    done = 0
    for congress, first, last in _stretches():
        done += count(congress, _days(max(first, since), last))
    return done


def _build(mark: CountMark, seconds: float | None) -> int:
    """Make the counts, from where it was left; those of a million opinions take longer than a worker may.

    What happens while they are made is looked at again from the event that was the last one at their beginning.
    """
    began, done, now = monotonic(), 0, timezone.now()
    if mark.counted_at is None:
        last = _last_event()
        CountMark.objects.filter(pk=1).update(
            counted_at=now, day=timezone.localdate(), event_id=max(0, last - _IN_FLIGHT), seen_id=last, next_id=last,
            next_at=now,
        )  # fmt: skip
    for congress, first, last_day in _stretches():
        if congress < mark.at_congress:
            continue
        days = _days(mark.at_day if congress == mark.at_congress and mark.at_day else first, last_day)
        for start in range(0, len(days), _SPAN):
            if seconds is not None and monotonic() - began > seconds:
                return done
            done += count(congress, days[start : start + _SPAN])
            CountMark.objects.filter(pk=1).update(
                at_congress=congress, at_day=days[min(start + _SPAN, len(days)) - 1]
            )
    CountMark.objects.filter(pk=1).update(complete=True)
    return done


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _last_event() -> int:
    return Event.objects.aggregate(last=Max("pk"))["last"] or 0


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


def _touched(after: int) -> Dirty:
    """The days of the cases to which something has happened since the event ``after``; of a part, of the whole."""
    events = Event.objects.filter(pk__gt=after).order_by().values("case")
    # Of every kind: an opinion that was found to be a complaint is one no more, and its day has one fewer.
    rows = Case.objects.filter(pk__in=events).values_list("pk", "split_from")
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
    today = timezone.localdate()
    condition = FIGURES["opinions.provisional"].condition(Scope((), today, today, today))
    cases = Case.objects.received().filter(condition, kind="opinion").order_by()
    grouped = (
        cases.annotate(day=TruncDate("opened_at")).values_list("congress", "day").annotate(n=Count("pk"))
    )
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
    """Count these days of one congress anew, a month's worth by one statement."""
    ordered = sorted(days)
    for start in range(0, len(ordered), _SPAN):
        _count_days(congress, ordered[start : start + _SPAN])
    return len(ordered)


@transaction.atomic
def _count_days(congress: int, days: list[date]) -> None:
    """Only rows that differ are written: at night a whole year is counted, and hardly anything in it has changed."""
    stands = {_row(one): one.pk for one in DayCount.objects.filter(congress=congress, day__in=days)}
    made = {_row(one): one for one in _counted(congress, days)}
    DayCount.objects.filter(pk__in=[pk for row, pk in stands.items() if row not in made]).delete()
    DayCount.objects.bulk_create([one for row, one in made.items() if row not in stands], batch_size=500)


def _row(one: DayCount) -> tuple[Any, ...]:
    return (one.day, one.by, one.key, *(getattr(one, name) for name in MEASURES))


def _counted(congress: int, days: list[date]) -> Iterable[DayCount]:
    """The rows of these days: each opinion is read once, as it would be frozen, and grouped here."""
    scope = Scope((congress,), days[0], days[-1], timezone.localdate())
    found: Counter[tuple[date, str, str, int]] = Counter()
    for day, row in _read(scope, days):
        bits = row["bits"]
        found[day, "", "", bits] += 1
        for name in DIMENSIONS:
            found[day, name, row[name], bits] += 1
        for name in (WORKDAYS, TENTHS):
            if row[name] is not None:
                found[day, name, str(row[name]), _RECEIVED] += 1
    sums: dict[tuple[date, str, str], list[int]] = defaultdict(lambda: [0] * len(MEASURES))
    for (day, by, key, bits), n in found.items():
        counts = sums[day, by, key]
        for place in range(len(MEASURES)):
            if bits >> place & 1:
                counts[place] += n
    for (day, by, key), counts in sums.items():
        numbers = dict(zip(MEASURES, counts, strict=True))
        yield DayCount(congress_id=congress, day=day, by=by, key=key, **numbers)


def _read(scope: Scope, days: list[date]) -> Iterable[tuple[date, dict[str, Any]]]:
    wanted = Q()
    for first, last in _runs(days):
        of_run = Scope(scope.congresses, first, last, scope.today)
        wanted |= Q(opened_at__gte=of_run.start, opened_at__lt=of_run.end)
    marks = {f"is_{name}": mark(FIGURES[f"opinions.{name}"], scope) for name in MEASURES}
    groups = {f"by_{name}": dimension.key for name, dimension in DIMENSIONS.items()}
    took = Took(scope.first, scope.today)
    found = rows(scope).filter(wanted).annotate(**marks, **groups)
    for row in found.values("opened_at", "answered_at", *marks, *groups).iterator(chunk_size=_BATCH):
        at = row["answered_at"] if row["is_answered"] else None
        yield (
            timezone.localdate(row["opened_at"]),
            {
                "bits": sum(1 << place for place, name in enumerate(MEASURES) if row[f"is_{name}"]),
                WORKDAYS: None if at is None else took.workdays(row["opened_at"], at),
                TENTHS: None if at is None else tenths(row["opened_at"], at),
                **{name: row[f"by_{name}"] or "" for name in DIMENSIONS},
            },
        )


def _runs(days: list[date]) -> Iterable[tuple[date, date]]:
    """Days beside each other, as first and last."""
    start = previous = days[0]
    for day in days[1:]:
        if day - previous > _DAY:
            yield start, previous
            start = day
        previous = day
    yield start, previous


def mark(figure: Figure, scope: Scope) -> Any:
    """Whether a row is counted by the figure, as a column."""
    condition = figure.condition(scope)
    if not condition:
        return Value(True, output_field=BooleanField())
    return Whether(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def measures(scope: Scope) -> dict[str, Any]:
    """The aggregates of all measures: the conditions of the figures themselves."""
    found: dict[str, Any] = {}
    for name in MEASURES:
        condition = FIGURES[f"opinions.{name}"].condition(scope)
        found[name] = Count("pk", filter=condition) if condition else Count("pk")
    return found


def by_key(rows: Any, key: Any, wanted: dict[str, Any]) -> list[tuple[Any, dict[str, int]]]:
    """Rows grouped by an expression: each value of it with the aggregates that are ``wanted``."""
    found = rows.annotate(group_key=key).values("group_key").annotate(**wanted)
    return [(row.pop("group_key"), row) for row in map(dict, found)]


def grouped(rows: Any, key: Any, scope: Scope) -> list[tuple[Any, dict[str, int]]]:
    """Opinions grouped by an expression: each value of it with all figures."""
    return [(found, filled(row)) for found, row in by_key(rows, key, measures(scope))]


def by_day(rows: Any, scope: Scope) -> list[tuple[date, dict[str, int]]]:
    """Opinions by the day on which they were received."""
    return grouped(rows, TruncDate("opened_at"), scope)


def rows(scope: Scope) -> CaseQuerySet:
    return FIGURES["opinions.received"].rows(scope).order_by()  # type: ignore[return-value]


def answered(scope: Scope) -> Q:
    return FIGURES["opinions.answered"].condition(scope)
