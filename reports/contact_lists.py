"""The contacts that a figure of coverage counts, one by one, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.confidential import shielded
from casework.models import Case
from contacts.access import inquiries_visible_to, records_visible_to
from contacts.models import ContactRecord, Response
from deputies.models import Deputy
from reports.contacts import Sources, places_heard, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from deputies.models import PeoplesCongress

SIZE = 50
PAGES = 20  # whoever looks for older ones asks for a deputy, a channel or a place
MOST = SIZE * PAGES


class Key(NamedTuple):
    """One contact before it is read: its day, its kind and its row."""

    day: date
    kind: str
    pk: int


class Part(NamedTuple):
    """The contacts of one kind, and the column that holds their day."""

    kind: str
    rows: QuerySet[Any]
    day: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the contacts of a deputy, by a channel, or what was heard from a place (its code)."""

    deputy: int | None = None
    channel: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One contact: the day, the deputy, the channel and what it was, with the page that shows it."""

    day: date
    deputy: str
    channel: str
    what: str
    url: str


@dataclass(frozen=True)
class Lines:
    """One page of them; ``count`` is that of all, the number that led here."""

    rows: list[Line]
    count: int
    page: int

    @property
    def has_more(self) -> bool:
        return self.page < PAGES and self.page * SIZE < self.count

    @property
    def cut(self) -> bool:
        """Whether there are contacts that no page lists."""
        return self.count > MOST


def lines(
    user: User | AnonymousUser, congress: PeoplesCongress, since: date, wanted: Wanted, page: int = 1
) -> Lines:
    """The page ``page`` (from 1, to ``PAGES``), the latest day first."""
    page = min(page, PAGES)
    parts = _parts(user, congress, since, wanted)
    latest = [_latest(part, page * SIZE) for part in parts]
    found = list(merge(*latest, key=lambda key: key.day, reverse=True))[(page - 1) * SIZE : page * SIZE]
    return Lines(_shown(found, user), sum(part.rows.count() for part in parts), page)


def _latest(part: Part, most: int) -> list[Key]:
    """The latest of one kind by the column as it is stored: a function of it would be computed for every row."""
    rows = part.rows.order_by(f"-{part.day}", "-pk").values_list(part.day, "pk")[:most]
    return [
        Key(timezone.localtime(on).date() if isinstance(on, datetime) else on, part.kind, pk)
        for on, pk in rows
    ]


def _parts(user: User | AnonymousUser, congress: PeoplesCongress, since: date, wanted: Wanted) -> list[Part]:
    cases, records = visible_to(user), records_visible_to(user)
    if wanted.place:
        cases, records = places_heard(congress, since, cases, records)
        at = Q(division__code=wanted.place)
        return [Part("case", cases.filter(at), "opened_at"), Part("record", records.filter(at), "heard_on")]
    found = _of(sources(congress, since, cases, records, inquiries_visible_to(user)), wanted)
    return [
        Part("case", found.given, "with_deputy_at"),
        Part("form", found.answered, "at"),
        Part("record", found.records, "heard_on"),
    ]


def _of(found: Sources, wanted: Wanted) -> Sources:
    given, records, answered = found.given, found.records, found.answered
    if wanted.deputy is not None:
        given, records = given.filter(deputy=wanted.deputy), records.filter(deputy=wanted.deputy)
        answered = answered.filter(inquiry__deputy=wanted.deputy)
    if wanted.channel:
        given = given.filter(channel__code=wanted.channel)
        records = records.filter(channel__code=wanted.channel)
        answered = answered.filter(inquiry__kind=wanted.channel)
    return Sources(given, records, answered)


def _shown(found: list[Key], user: User | AnonymousUser) -> list[Line]:
    keys: dict[str, list[int]] = {"case": [], "record": [], "form": []}
    for row in found:
        keys[row.kind].append(row.pk)
    things: dict[str, dict[int, Any]] = {
        "case": Case.objects.select_related("deputy", "channel", "opinion").in_bulk(keys["case"]),
        "record": ContactRecord.objects.for_lists().in_bulk(keys["record"]),
        "form": Response.objects.select_related("inquiry__deputy").in_bulk(keys["form"]),
    }
    say: dict[str, Callable[[date, Any, User | AnonymousUser], Line]] = {
        "case": _of_case,
        "record": _of_record,
        "form": _of_form,
    }
    return [say[row.kind](row.day, things[row.kind][row.pk], user) for row in found]


def _of_case(day: date, case: Case, user: User | AnonymousUser) -> Line:
    title = shielded(case, user).title
    return Line(day, _name(case.deputy), str(case.channel), title, reverse("case", args=[case.number]))


def _of_record(day: date, record: ContactRecord, user: User | AnonymousUser) -> Line:
    what = (
        _("a matter that was conveyed") if record.case_id else record.whom or record.place or _("a contact")
    )
    url = reverse("contact_record", args=[record.pk])
    return Line(day, _name(record.deputy), str(record.channel), what, url)


def _of_form(day: date, response: Response, user: User | AnonymousUser) -> Line:
    inquiry = response.inquiry
    url = reverse("inquiry", args=[inquiry.pk])
    return Line(day, _name(inquiry.deputy), inquiry.get_kind_display(), inquiry.title, url)


def _name(deputy: Deputy | None) -> str:
    return deputy.name if deputy else ""
