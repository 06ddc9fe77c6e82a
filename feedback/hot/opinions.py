"""The portal's own opinions as messages that are compared."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone

from casework.models import Case
from feedback.hot.finding import Message
from feedback.identity import KEPT_FOR
from feedback.models import Identity, Opinion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models.case import CaseQuerySet
    from deputies.models import PeoplesCongress

DAYS = 365
FEWER_DAYS = 90
MOST = 30_000  # opinions in a year; where there are more, only the last 90 days are compared
_READ = 1200  # characters
_TOWNSHIP = 9  # digits of its code
NOT_RAISED = ("withdrawn", "taken_back", "not_accepted")


def of_congress(congress: PeoplesCongress | int) -> CaseQuerySet:
    """What is an opinion of its own: sent, not withdrawn, and not so old that it was made anonymous."""
    received = Case.objects.opinions().received().filter(congress=congress).exclude(status__in=NOT_RAISED)
    kept = timezone.now() - KEPT_FOR
    return received.filter(Q(closed_at=None) | Q(closed_at__gt=kept))


def window(congress: PeoplesCongress) -> int:
    """How many days are compared: a year, or where a year is too much 90 days."""
    since = timezone.now() - timedelta(days=DAYS)
    number = of_congress(congress).filter(opened_at__gte=since)[: MOST + 1].count()
    return FEWER_DAYS if number > MOST else DAYS


def within(congress: PeoplesCongress, days: int) -> CaseQuerySet:
    return of_congress(congress).filter(opened_at__gte=timezone.now() - timedelta(days=days))


def read(keys: Iterable[int]) -> dict[int, Message]:
    """Messages by the key of their case, the first received first."""
    chosen = list(keys)
    found: dict[int, Message] = {}
    for start in range(0, len(chosen), 500):
        found |= _read(chosen[start : start + 500])
    return dict(sorted(found.items(), key=lambda item: (item[1].day, item[0])))


def _read(keys: list[int]) -> dict[int, Message]:
    marks = {
        pk: tuple(mark for mark in own if mark)
        for pk, *own in Identity.objects.filter(pk__in=keys).values_list("pk", "phone_mark", "email_mark")
    }
    rows = Opinion.objects.filter(pk__in=keys).annotate(beginning=Left("body", _READ))
    return {
        pk: Message(
            title=title,
            body=beginning,
            day=timezone.localdate(at),
            place=(code or "")[:_TOWNSHIP] if len(code or "") >= _TOWNSHIP else "",
            marks=marks.get(pk, ()),
            support=joined,
            tells=not confidential,
        )
        for pk, title, beginning, at, code, joined, confidential in rows.values_list(
            "pk", "case__title", "beginning", "case__opened_at", "case__division__code", "case__joined_count",
            "case__confidential",
        )
    }  # fmt: skip
