"""What the rule profile says about duty reports: each number with its article, each date with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts import formats
from casework.rules import Explained, clock, profile_by_key, profile_for
from casework.rules.explain import OWN_DEFAULT
from reports.duty.calendar import Kind, Numbers

if TYPE_CHECKING:
    from casework.rules import Profile
    from deputies.models import PeoplesCongress

#: Reminders before the date, the latest last.
REMINDERS = {
    "first": "duty_first_reminder",
    "second": "duty_second_reminder",
    "last": "duty_last_reminder",
}


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A date that no clock counts: why it is that day. Plain values, safe to keep and to compare."""

    words: str
    article: str
    basis: str
    provisional: bool = False
    skipped: tuple[tuple[date, str], ...] = ()

    def sentence(self) -> str:
        if self.article.startswith(OWN_DEFAULT):
            source = _("this portal's own default, not a statute") + self.article.removeprefix(OWN_DEFAULT)
        elif self.basis == "practice":
            source = _("this portal's own default, not a statute (%(article)s)") % {"article": self.article}
        else:
            source = self.article
        return f"{self.words}{_('; ')}{source}"


def key_for(congress: PeoplesCongress, on: date) -> str:
    """The rule versions in force on the day, kept with what begins under them."""
    return profile_for(congress.rule_profile, on).key


def numbers(profile: str) -> Numbers:
    """The numbers the schedule is made from."""
    found = profile_by_key(profile)
    return Numbers(
        after_session=bool(found.switch("duty_after_session")),
        every_year=bool(found.switch("duty_every_year")),
        a_term=found.limit("duty_reports_a_term"),
        first_month=found.limit("duty_term_first_month"),
        last_month=found.limit("duty_term_last_month"),
        opens=found.limit("duty_opens"),
    )


def due(profile: str, name: str, start: date) -> Explained:
    """When the clock ``duty.<name>`` ends for something that happened on ``start``."""
    return clock(profile, f"duty.{name}", start)


def reminders(profile: str, due_on: date) -> dict[str, date]:
    """The day of each reminder before the date, in order; a number of 0 is no reminder."""
    found = profile_by_key(profile)
    days = {step: found.limit(limit) for step, limit in REMINDERS.items()}
    return {step: due_on - timedelta(days=n) for step, n in days.items() if n}


def missed_on(profile: str, due_on: date) -> date:
    """From which day on a report that was not handed in is noted as missed."""
    return due_on + timedelta(days=profile_by_key(profile).limit("duty_missed_after") + 1)


def why(profile: str, kind: str, start: date, due_on: date, turn: int | None = None) -> Explained | FixedDay:
    """Why a report is due on its day. ``start``: the close of the session, or the first day of the term."""
    if kind == Kind.SESSION:
        return due(profile, "session", start)
    found = profile_by_key(profile)
    if kind == Kind.YEARLY:
        rule = found.switches["duty_every_year"]
        words = _("by the end of the year, %(day)s") % {"day": formats.day(due_on)}
        return FixedDay(words, rule.article, rule.basis)
    return _why_in_the_term(found, start, due_on, turn or 1)


def _why_in_the_term(found: Profile, start: date, due_on: date, turn: int) -> FixedDay:
    rule = found.limits["duty_reports_a_term"]
    words = _(
        "report %(turn)d of at least %(count)d in a term that began on %(start)s; planned for %(day)s"
    ) % {
        "turn": turn,
        "count": found.limit("duty_reports_a_term"),
        "start": formats.day(start),
        "day": formats.day(due_on),
    }
    return FixedDay(words, rule.article, rule.basis)
