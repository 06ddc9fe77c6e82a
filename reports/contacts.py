"""Who was in contact with people in a period, by every kind of contact, and from which places something was heard.

A matter counts once for a deputy: an opinion that stands behind a record of the same deputy is that record, an
answered form that has become an opinion with its deputy is that opinion.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from casework.models import Case, Channel
from contacts.channels import channel as channel_of
from contacts.models import ContactRecord, Inquiry, Response

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet
    from contacts.models.inquiry import InquiryQuerySet
    from contacts.models.record import ContactRecordQuerySet
    from deputies.models import PeoplesCongress


@dataclass(frozen=True)
class Sources:
    """The rows that are contacts, each once: opinions given, records, answered forms."""

    given: CaseQuerySet
    records: ContactRecordQuerySet
    answered: QuerySet[Response]


def sources(
    congress: PeoplesCongress,
    since: date,
    cases: CaseQuerySet | None = None,
    records: ContactRecordQuerySet | None = None,
    inquiries: InquiryQuerySet | None = None,
) -> Sources:
    """Contacts of the deputies of ``congress`` from the day ``since`` on, among what the reader may see."""
    given = (Case.objects.all() if cases is None else cases).opinions().received()
    records = ContactRecord.objects.all() if records is None else records
    inquiries = Inquiry.objects.all() if inquiries is None else inquiries
    known = ContactRecord.objects.filter(case=OuterRef("pk"), deputy=OuterRef("deputy"))
    passed_on = Response.cases.through.objects.filter(
        response=OuterRef("pk"),
        case__deputy=OuterRef("inquiry__deputy"),
        case__with_deputy_at__isnull=False,
    )
    return Sources(
        given.filter(
            ~Exists(known), congress=congress, deputy__isnull=False, with_deputy_at__gte=start(since)
        ),
        records.filter(congress=congress, heard_on__gte=since),
        Response.objects.filter(
            ~Exists(passed_on),
            inquiry__in=inquiries.filter(congress=congress, deputy__isnull=False).order_by().values("pk"),
            at__gte=start(since),
        ),
    )


def start(day: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Contacts:
    """Contacts by deputy and channel, both as keys; ``channels``: those in use and those by which any came."""

    channels: list[Channel] = field(default_factory=list)
    counts: Counter[tuple[int, int]] = field(default_factory=Counter)

    def of(self, deputy: int) -> int:
        return sum(self.row(deputy))

    def row(self, deputy: int) -> list[int]:
        """By channel, in the order of ``channels``."""
        return [self.counts[deputy, channel.pk] for channel in self.channels]

    def by(self, channel: int) -> int:
        return sum(n for (_deputy, of), n in self.counts.items() if of == channel)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def beside(self, deputies: set[int]) -> int:
        """Contacts of deputies who are not among these: whoever has left office in the period."""
        return sum(n for (deputy, _channel), n in self.counts.items() if deputy not in deputies)


def contacts_of(congress: PeoplesCongress, since: date) -> Contacts:
    """Four queries, however many deputies and channels there are."""
    found = sources(congress, since)
    channels = list(Channel.objects.of_people().order_by("position", "pk"))
    keys = {one.code: one.pk for one in channels}
    counts: Counter[tuple[int, int]] = Counter()
    for deputy, channel, n in [
        *_grouped(found.given, "deputy", "channel"),
        *_grouped(found.records, "deputy", "channel"),
    ]:
        counts[deputy, channel] += n
    for deputy, kind, n in _grouped(found.answered, "inquiry__deputy", "inquiry__kind"):
        if kind not in keys:  # made with the first opinion from a form
            channels.append(channel_of(kind))
            keys[kind] = channels[-1].pk
        counts[deputy, keys[kind]] += n
    came = {channel for _deputy, channel in counts}
    return Contacts([one for one in channels if one.is_active or one.pk in came], counts)


def _grouped(rows: QuerySet[Any], *names: str) -> list[tuple[Any, ...]]:
    return list(rows.order_by().values_list(*names).annotate(n=Count("pk")))


def heard_at(congress: PeoplesCongress, since: date) -> Counter[str]:
    """How many matters were heard from each place, by its code: opinions received, and records that are none."""
    cases, records = places_heard(congress, since)
    found: Counter[str] = Counter()
    for code, n in [*_grouped(cases, "division__code"), *_grouped(records, "division__code")]:
        found[code] += n
    return found


def places_heard(
    congress: PeoplesCongress,
    since: date,
    cases: CaseQuerySet | None = None,
    records: ContactRecordQuerySet | None = None,
) -> tuple[CaseQuerySet, ContactRecordQuerySet]:
    """The opinions and the records that name a place."""
    cases = Case.objects.all() if cases is None else cases
    records = ContactRecord.objects.all() if records is None else records
    return (
        cases.received()
        .opinions()
        .filter(congress=congress, division__isnull=False, opened_at__gte=start(since)),
        records.filter(congress=congress, division__isnull=False, case=None, heard_on__gte=since),
    )
