"""Conditions that figures of opinions share: answered, late, open, promised; and the opinions of one year."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from casework.keys import among
from casework.models import Case, Commitment
from casework.workflows import OPINION

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet

# An opinion that was split is one opinion: its parts are in no figure of their own, and it is answered when the
# last of them is, late when one of them is.
_PARTS = Case.objects.exclude(split_from=None).exclude(status="taken_back")
_WAITING_PARTS = _PARTS.filter(closed_at=None, answered_at=None).values("split_from")
_LATE_PARTS = _PARTS.filter(was_late=True).values("split_from")
ANSWERED = Q(answered_at__isnull=False) & ~Q(pk__in=_WAITING_PARTS)
WAS_LATE = Q(was_late=True) | Q(pk__in=_LATE_PARTS)
OPEN = Q(status__in=OPINION.open_names) | Q(pk__in=_PARTS.open().values("split_from"))
CITIZENS_CLOCKS = ["rating", "needs_info"]  # a citizen who takes time is not an office that is late


def late_on(today: date) -> Q:
    """A step that the office, a deputy or an organ owed came late, or is late now."""
    is_late = Q(closed_at__isnull=True, due_on__lt=today) & ~Q(due_clock__in=CITIZENS_CLOCKS)
    return WAS_LATE | is_late | Q(pk__in=_PARTS.filter(is_late).values("split_from"))


def with_promise(condition: Q) -> Q:
    """Cases in which an organ has made a promise that stands as ``condition`` says."""
    return among(Commitment.objects.standing().filter(condition).values("case"))


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of the year and of the next, in the portal's time zone."""
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def of_year(cases: CaseQuerySet, year: int, congress_id: int) -> CaseQuerySet:
    """The opinions received in the year, of those the reader may see."""
    first, end = bounds(year)
    return cases.received().filter(
        kind="opinion", congress=congress_id, opened_at__gte=first, opened_at__lt=end
    )


def handed_over(congress: int, first: datetime, end: datetime) -> int:
    """Complaints about deputies that the office handed to the standing committee, of those received in the time.

    The office sees no more of them: a number that opens no list, counted past ``visible_to``.
    """
    complaints = Case.objects.complaints().filter(congress=congress, opened_at__gte=first, opened_at__lt=end)
    return complaints.filter(complaint__handed_over_at__isnull=False).count()
