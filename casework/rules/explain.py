"""A deadline that explains itself: the date, the article, the days skipped, and whether it may still move."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.formats import bare_day
from casework.rules import store
from casework.rules.days import (
    Calendar,
    DayOff,
    Due,
    Period,
    Unit,
    due,
    put_off,
    shift_workdays,
    stood_days,
)
from casework.rules.profile import Clock, Profile, Urging

OWN_DEFAULT = "本系统默认值"  # the article of a rule that no text stands behind, as profiles write it


@dataclass(frozen=True, slots=True)
class Stood:
    """A time that does not count: from `first` to `last` the clock stood still, so that it ends on `end`."""

    first: date
    last: date
    days: int
    end: Due


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock of one profile, started on one day.  Plain values, safe to keep and to compare."""

    profile: str
    version: str
    key: str
    clock: Clock
    start: date
    end: Due
    agreed: date | None = None
    """A day that people have agreed on, within what the clock allows."""
    stood: Stood | None = None
    reason: str = ""
    """Why the clock stood still, or, of the clock `suspended`, why another one does."""

    @property
    def due(self) -> date:
        return self._last.date if self.stood else self.agreed or self.end.date

    @property
    def provisional(self) -> bool:
        return self._last.provisional and self.agreed is None

    @property
    def _last(self) -> Due:
        return self.stood.end if self.stood else self.end

    @property
    def article(self) -> str:
        return self.clock.article

    @property
    def basis(self) -> str:
        return self.clock.basis

    @property
    def skipped(self) -> tuple[DayOff, ...]:
        return self._last.skipped

    def sentence(self) -> str:
        """Why it is due on that day, in the reader's language."""
        parts = [self._agreed(), self._counted(), self._stood(), self._skipped(), self._source()]
        if self.provisional:
            words = _("provisional: the days off of %(year)s are not announced yet")
            parts.append(words % {"year": self._last.awaits})
        return _("; ").join(part for part in parts if part)

    def as_dict(self) -> dict[str, Any]:
        """The same for machines: JSON types only, dates as ISO text."""
        period = self.clock.period
        return {
            "profile": self.profile,
            "version": self.version,
            "key": self.key,
            "clock": self.clock.name,
            "start": self.start.isoformat(),
            "period": {"n": period.n, "unit": str(period.unit)},
            "starts_from": {"zh": self.clock.starts_from.zh, "en": self.clock.starts_from.en},
            "due": self.due.isoformat(),
            "provisional": self.provisional,
            "article": self.article,
            "basis": self.basis,
            "origin": self.clock.origin,
            "skipped": [{"date": day.isoformat(), "why": why} for day, why in self.skipped],
            "stood_still": self._stood_dict(),
        }

    def _stood_dict(self) -> dict[str, Any] | None:
        if self.stood is None:
            return None
        first, last = self.stood.first.isoformat(), self.stood.last.isoformat()
        return {"from": first, "to": last, "days": self.stood.days, "reason": self.reason}

    def _agreed(self) -> str:
        if self.agreed is None:
            return ""
        return _("agreed until %(day)s, earlier than the longest that is allowed") % {
            "day": bare_day(self.agreed)
        }

    def _counted(self) -> str:
        return _("%(period)s, counted from the day after %(event)s (%(start)s), until %(due)s") % {
            "period": period_words(self.clock.period),
            "event": self.clock.starts_from,
            "start": bare_day(self.start),
            "due": bare_day(self.end.date),
        }

    def _stood(self) -> str:
        """The days that do not count, and why."""
        reason = " ".join(self.reason.split()).rstrip("。.")  # the sentence goes on
        said = [self._stood_days(), reason and _("reason: %(reason)s") % {"reason": reason}]
        return _("; ").join(part for part in said if part)

    def _stood_days(self) -> str:
        if self.stood is None:
            return ""
        return _("stood still from %(first)s to %(last)s, %(period)s, so until %(due)s") % {
            "first": bare_day(self.stood.first),
            "last": bare_day(self.stood.last),
            "period": _days_words(self.stood.days, self.clock.period.unit),
            "due": bare_day(self.due),
        }

    def _skipped(self) -> str:
        count = len(self.skipped)
        if not count:
            return ""
        return ngettext("%(count)d day off skipped", "%(count)d days off skipped", count) % {"count": count}

    def _source(self) -> str:
        if self.article.startswith(OWN_DEFAULT):
            # Behind it may stand, in brackets, which text was looked at and says nothing
            return _("this portal's own default, not a statute") + self.article.removeprefix(OWN_DEFAULT)
        if self.basis == "practice":
            return _("this portal's own default, not a statute (%(article)s)") % {"article": self.article}
        return self.article


def clock(profile: str | Profile, name: str, start: date) -> Explained:
    """When the clock `name` ("opinion.screen") of a profile ends, for an event on the local date `start`.

    `profile` is a name ("demo": its version in force on `start`), a Profile, or a key kept with a case
    ("demo@1+national@2025-03-12": exactly those versions).  A warm call costs microseconds and no query.
    Raises UnknownProfile, UnknownClock (both RulesError), TypeError for a datetime.
    """
    return _explained(_profile(profile, start), name, start, store.current_calendar())


def urging_days(profile: str | Profile, due_on: date) -> dict[str, date]:
    """The day of each step of the urging ladder for a due date: remind, urge, second_urge, supervise."""
    return dict(_ladder(_profile(profile, due_on).urging, due_on, store.current_calendar()))


def stood_still(why: Explained, first: date, last: date, reason: str) -> Explained:
    """`why` put off by the days from `first` to `last`, counted as the clock itself is."""
    calendar, unit = store.current_calendar(), why.clock.period.unit
    before = Due(why.agreed, None) if why.agreed else why.end
    days = stood_days(first, last, unit, calendar)
    return replace(
        why, stood=Stood(first, last, days, put_off(before, unit, first, last, calendar)), reason=reason
    )


def _days_words(n: int, unit: Unit) -> str:
    if unit is Unit.WORKDAY:
        return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def period_words(period: Period) -> str:
    """ "15 working days", in the reader's language."""
    words = {
        Unit.DAY: ngettext("%(n)d day", "%(n)d days", period.n),
        Unit.WORKDAY: ngettext("%(n)d working day", "%(n)d working days", period.n),
        Unit.MONTH: ngettext("%(n)d month", "%(n)d months", period.n),
    }
    return words[period.unit] % {"n": period.n}


def _profile(profile: str | Profile, on: date) -> Profile:
    if isinstance(profile, Profile):
        return profile
    return store.profile_by_key(profile) if "@" in profile else store.profile_for(profile, on)


@lru_cache(maxsize=8192)
def _ladder(ladder: Urging, due_on: date, calendar: Calendar) -> tuple[tuple[str, date], ...]:
    steps = {
        "remind": -ladder.remind_before,
        "urge": ladder.urge_after,
        "second_urge": ladder.second_urge_after,
        "supervise": ladder.supervise_after,
    }
    return tuple((step, shift_workdays(due_on, days, calendar)) for step, days in steps.items())


@lru_cache(maxsize=8192)
def _explained(profile: Profile, name: str, start: date, calendar: Calendar) -> Explained:
    found = profile.clock(name)
    end = due(start, found.period, calendar)
    return Explained(profile.name, profile.version, profile.key, found, start, end)
