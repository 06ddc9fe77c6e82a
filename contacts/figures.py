"""What contact with the people comes to: of one deputy, of all of them, by channel. Read by reports, never written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from casework.models import Case, Channel
from contacts.models import ContactRecord, ServiceRecord
from deputies.models import Deputy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet
    from deputies.models import PeoplesCongress


@dataclass(frozen=True, slots=True)
class Contacts:
    """The contacts of one deputy in a period.

    ``days``: reception days and symposiums where the deputy was, each once. ``others``: visits, calls, letters and
    the like. ``contacts`` is both together, what a yearly minimum counts. ``conveyed`` of what was ``heard`` has
    become an opinion; ``waiting`` is neither conveyed nor explained. ``given``: opinions that the office gave to the
    deputy in the period, by any channel.
    """

    days: int = 0
    others: int = 0
    people: int = 0
    heard: int = 0
    conveyed: int = 0
    waiting: int = 0
    helps: int = 0
    given: int = 0
    latest: date | None = None
    by_channel: dict[str, int] = field(default_factory=dict)

    @property
    def contacts(self) -> int:
        return self.days + self.others


def contacts_of(deputy: Deputy | int, since: date, until: date) -> Contacts:
    """The contacts of ``deputy`` from ``since`` to ``until``, both days counted."""
    key = deputy.pk if isinstance(deputy, Deputy) else deputy
    return contacts_of_all([key], since, until)[key]


def contacts_of_all(deputies: Iterable[int], since: date, until: date) -> dict[int, Contacts]:
    """The same for many, in six queries however many there are; whoever had none stands there with zeros."""
    keys = list(deputies)
    records = ContactRecord.objects.between(since, until).filter(deputy__in=keys).order_by()
    sums = {row["deputy"]: row for row in _sums(records)}
    helps = _counted(ServiceRecord.objects.filter(deputy__in=keys, done_on__range=(since, until)).order_by())
    given = _counted(_given(since, until).filter(deputy__in=keys).order_by())
    channels = _by_channel(records)
    return {key: _of(sums.get(key, {}), helps[key], given[key], channels.get(key, {})) for key in keys}


def published_of(deputy: Deputy, since: date, until: date) -> Contacts:
    """What everybody may read of it, in two queries: nothing by channel and nothing of what the office gave."""
    records = ContactRecord.objects.between(since, until).filter(deputy=deputy).order_by()
    sums = next(iter(_sums(records)), {})
    helps = ServiceRecord.objects.filter(deputy=deputy, done_on__range=(since, until)).count()
    return _of(sums, helps, 0, {})


def _sums(records: object) -> Iterable[dict[str, object]]:
    heard = ~Q(said="") | Q(case__isnull=False)
    return records.values("deputy").annotate(  # type: ignore[attr-defined, no-any-return]
        days=Count("occasion", distinct=True),
        others=Count("pk", filter=Q(occasion=None)),
        met=Sum("people"),
        heard=Count("pk", filter=heard),
        conveyed=Count("pk", filter=Q(case__isnull=False)),
        waiting=Count("pk", filter=~Q(said="") & Q(kept_why="", case=None)),
        latest=Max("heard_on"),
    )


def _counted(rows: object) -> Counter[int]:
    found = rows.values("deputy").annotate(n=Count("pk")).values_list("deputy", "n")  # type: ignore[attr-defined]
    return Counter(dict(found))


def _given(since: date, until: date) -> CaseQuerySet:
    opinions = Case.objects.opinions().received()  # a deputy's own suggestion is given to nobody
    return opinions.filter(with_deputy_at__gte=_start(since), with_deputy_at__lte=_end(until))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _by_channel(records: object) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = records.values_list("deputy", "channel__code").annotate(n=Count("pk"))  # type: ignore[attr-defined]
    for deputy, code, n in rows:
        found.setdefault(deputy, {})[code] = n
    return found


def _of(sums: dict[str, object], helps: int, given: int, channels: dict[str, int]) -> Contacts:
    number = {name: sums.get(name) or 0 for name in ("days", "others", "heard", "conveyed", "waiting")}
    return Contacts(
        **number,  # type: ignore[arg-type]
        people=sums.get("met") or 0,  # type: ignore[arg-type]
        helps=helps,
        given=given,
        latest=sums.get("latest"),  # type: ignore[arg-type]
        by_channel=channels,
    )


@dataclass(frozen=True, slots=True)
class OfChannel:
    """What came by one channel: opinions received, and of the contacts recorded how many were heard and conveyed."""

    channel: Channel
    opinions: int
    answered: int
    contacts: int
    conveyed: int


def by_channel(congresses: Iterable[int], since: date, until: date) -> list[OfChannel]:
    """Every channel of people in use, and each other by which something came; an operator's own channels like ours."""
    keys = list(congresses)
    cases = Case.objects.received().filter(
        kind="opinion", congress__in=keys, opened_at__gte=_start(since), opened_at__lte=_end(until)
    )
    records = ContactRecord.objects.between(since, until).filter(congress__in=keys)
    got = _per_channel(cases, answered=Count("pk", filter=Q(answered_at__isnull=False)))
    met = _per_channel(records, conveyed=Count("pk", filter=Q(conveyed_on__isnull=False)))
    none = {"n": 0, "answered": 0, "conveyed": 0}
    return [
        OfChannel(
            one,
            got.get(one.pk, none)["n"],
            got.get(one.pk, none)["answered"],
            met.get(one.pk, none)["n"],
            met.get(one.pk, none)["conveyed"],
        )
        for one in Channel.objects.of_people()
        if one.is_active or one.pk in got or one.pk in met
    ]


def _per_channel(rows: object, **more: Count) -> dict[int, dict[str, int]]:
    found = rows.order_by().values("channel").annotate(n=Count("pk"), **more)  # type: ignore[attr-defined]
    return {row["channel"]: row for row in found}


def without_contact(
    congress: PeoplesCongress, since: date, until: date, least: int = 1
) -> list[tuple[Deputy, Contacts]]:
    """Deputies in office with fewer than ``least`` contacts in the period, those with the fewest first."""
    deputies = {
        one.pk: one for one in Deputy.objects.in_office().filter(congress=congress).order_by("name", "pk")
    }
    counted = contacts_of_all(deputies, since, until)
    few = [(deputies[key], found) for key, found in counted.items() if found.contacts < least]
    return sorted(few, key=lambda pair: pair[1].contacts)
