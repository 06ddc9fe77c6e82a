"""The time a summary is about: a calendar year, the time between two sessions of the congress, or any days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from deputies.models import Session

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress

EARLIEST = 2000
_YEAR = re.compile(r"(20\d\d)")
_BETWEEN = re.compile(r"session-(\d{1,9})")
_DAYS = re.compile(r"(20\d{6})-(20\d{6})")
_YEAR_DIGITS = 4
_MOST_DAYS = 3 * 366


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both days counted.

    ``key`` stands in addresses: ``2026``, ``session-7`` or ``20260101-20260331``.

    ``session`` is the number of the session at which the time between two sessions ends; 0 for a year.
    """

    key: str
    first: date
    last: date
    session: int = 0

    @property
    def is_year(self) -> bool:
        return len(self.key) == _YEAR_DIGITS

    @property
    def label(self) -> str:
        if self.is_year:
            return _("the year %(year)d") % {"year": self.first.year}
        if not self.session:
            return _("%(first)s to %(last)s") % {"first": self.first, "last": self.last}
        return _("%(first)s to %(last)s, before session %(number)d") % {
            "first": self.first,
            "last": self.last,
            "number": self.session,
        }

    @property
    def is_over(self) -> bool:
        return self.last < timezone.localdate()


def year(number: int) -> Period:
    return Period(str(number), date(number, 1, 1), date(number, 12, 31))


def before(period: Period) -> Period:
    """The same time a year earlier: what a figure is compared with."""
    if period.is_year:
        return year(period.first.year - 1)
    return between(_a_year_earlier(period.first), _a_year_earlier(period.last))


def between(first: date, last: date) -> Period:
    """Any days, as a period."""
    return Period(f"{first:%Y%m%d}-{last:%Y%m%d}", first, last)


def _a_year_earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def read(congress: PeoplesCongress, key: str) -> Period | None:
    """The period that an address names; None for what is no period of this congress."""
    found = _YEAR.fullmatch(key)
    if found:
        number = int(found[1])
        return year(number) if EARLIEST <= number <= timezone.localdate().year else None
    days = _DAYS.fullmatch(key)
    if days:
        return _read_days(days[1], days[2])
    session_key = _BETWEEN.fullmatch(key)
    if session_key is None:
        return None
    session = Session.objects.filter(term__congress=congress, pk=int(session_key[1])).first()
    return before_session(session) if session else None


def _read_days(first: str, last: str) -> Period | None:
    """Days of the calendar, in their order, begun by today and not more than three years."""
    try:
        found = between(*(datetime.strptime(one, "%Y%m%d").date() for one in (first, last)))
    except ValueError:
        return None
    is_right = found.first <= min(found.last, timezone.localdate())
    return found if is_right and (found.last - found.first).days < _MOST_DAYS else None


def before_session(session: Session) -> Period:
    """From the day after the session before, or the first day of the term, to the day before this session."""
    earlier = (
        Session.objects.filter(term__congress=session.term.congress_id, ends_on__lt=session.starts_on)
        .order_by("-ends_on")
        .first()
    )
    last = session.starts_on - timedelta(days=1)
    first = earlier.ends_on + timedelta(days=1) if earlier else session.term.starts_on
    return Period(f"session-{session.pk}", min(first, last), last, session.number)


def offered(congress: PeoplesCongress, years: list[int]) -> list[Period]:
    """What a reader may choose: the years with figures, the newest first, then the times between sessions."""
    today = timezone.localdate()
    sessions = Session.objects.filter(term__congress=congress).select_related("term").order_by("-starts_on")
    between = [before_session(one) for one in sessions]
    return [*map(year, sorted(years, reverse=True)), *(one for one in between if one.first <= today)]
