"""What the rule profile says about contact with the people: each number with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import formats
from casework.rules import Explained, clock, profile_by_key, profile_for
from casework.rules.explain import OWN_DEFAULT

if TYPE_CHECKING:
    from contacts.models import Occasion
    from deputies.models import PeoplesCongress

_MINUTES = "contact.minutes"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the rules and the words it stands on."""

    value: int
    article: str
    basis: str

    @property
    def is_in_force(self) -> bool:
        """A rule that leaves the number open stands in a profile as 0."""
        return self.value > 0

    def source(self) -> str:
        if self.article == OWN_DEFAULT:
            return _("a number of this portal's own, not of a statute")
        if self.basis == "practice":
            return _("a number of this portal's own, not of a statute (%(article)s)") % {
                "article": self.article
            }
        return self.article


def key_for(congress: PeoplesCongress, on: date) -> str:
    """The rule versions in force on the day, kept with what begins under them."""
    return profile_for(congress.rule_profile, on).key


def notice(profile: str) -> Number:
    """How many days before a reception day it is announced."""
    return _number(profile, "reception_notice")


def contacts_a_year(congress: PeoplesCongress, on: date) -> Number:
    """How many contacts a deputy has in a year, at least; 0 where no rule says a number."""
    return _number(key_for(congress, on), "contacts_a_year")


def publishes_the_record(congress: PeoplesCongress, on: date) -> bool:
    """Whether the figures of a deputy's dossier stand on the public page (Law on Deputies, article 58)."""
    return bool(profile_for(congress.rule_profile, on).switch("duty_record_public"))


def _number(profile: str, name: str) -> Number:
    found = profile_by_key(profile)
    limit = found.limits[name]
    return Number(limit.at(found.level), limit.article, limit.basis)


def earliest_day(profile: str, today: date) -> date:
    """The first day that can still be announced today; the day of the announcement is not counted."""
    return today + timedelta(days=notice(profile).value)


def last_announcement(profile: str, day: date) -> date:
    """By which day a reception day on ``day`` is announced."""
    return day - timedelta(days=notice(profile).value)


def why_not_announced(profile: str, day: date, today: date) -> str:
    """Why ``day`` cannot be announced today; empty where it can."""
    if day >= earliest_day(profile, today):
        return ""
    rule = notice(profile)
    words = ngettext(
        "A day is announced at least %(n)d day ahead (%(source)s). From today the earliest is %(day)s: choose "
        "that or a later one.",
        "A day is announced at least %(n)d days ahead (%(source)s). From today the earliest is %(day)s: choose "
        "that or a later one.",
        rule.value,
    )
    return words % {
        "n": rule.value,
        "source": rule.source(),
        "day": formats.day(earliest_day(profile, today)),
    }


def minutes_due(profile: str, held_on: date) -> date:
    return _explained(profile, held_on).due


def explain_minutes(occasion: Occasion) -> Explained | None:
    """Why the minutes are due on their day; None before it was held."""
    return _explained(occasion.profile, occasion.held_on) if occasion.held_on else None


def _explained(profile: str, held_on: date) -> Explained:
    return clock(profile, _MINUTES, held_on)
