"""Writes an invented county, or city, into the tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Case
from casework.rules import files
from casework.rules.loading import load_calendar, load_profiles
from deputies.models import PeoplesCongress
from feedback.hot import nightly
from feedback.routing import store
from liaison.demo.dice import Dice
from liaison.demo.load import (
    cases,
    catalogue,
    contacts,
    duty_reports,
    people,
    proposals,
    standing,
    suggestions,
)
from liaison.demo.load.contact_parts import Desk
from liaison.demo.load.stored import Stored
from liaison.demo.scales import SCALES
from liaison.demo.timeline import Timeline
from liaison.demo.world import world_of

Say = Callable[[str], None]
_PROFILES = ("demo", "national")


def is_empty() -> bool:
    """Whether the portal holds nothing that a demonstration could be mixed up with."""
    return not PeoplesCongress.objects.exists() and not Case.objects.exists()


@transaction.atomic
def load(scale: str, *, seed: int = 1, now: datetime | None = None, say: Say = lambda line: None) -> int:
    """Load the demonstration of this scale, all or nothing; returns how many opinions it has.

    History is written in bulk, as the services would have left it; nothing of it is owed any more.
    """
    told = _Told(say)
    now = now or timezone.now()
    load_calendar()
    load_profiles([document for document in files.shipped() if document.name in _PROFILES])
    world = world_of(SCALES[scale], seed)
    rows = standing.write(world, now)
    told(
        _("%(places)d places, %(deputies)d deputies, %(organs)d organs")
        % {"places": len(world.places), "deputies": len(world.deputies), "organs": len(world.organs)}
    )
    timeline = Timeline(world, now, Stored())
    people.write(world, rows, timeline.offices, timeline.demo_office)
    catalogue.write(world, rows)
    told(
        _("%(people)d people who act, %(topics)d topics, templates and views")
        % {"people": len(rows.users), "topics": len(rows.topics)}
    )
    count = cases.write(timeline, rows, told)
    found = nightly.renew(rows.congresses[timeline.demo_office.congress.code])
    told(_("%(count)d hot issues") % {"count": found.issues})
    contacts.write(world, rows, timeline.demo_office)
    told(_("Reception days, a symposium, what was asked, and who heard what"))
    handed_in = suggestions.write(world, rows, timeline.demo_office)
    told(_("%(count)d suggestions of deputies") % {"count": handed_in})
    duty_reports.write(
        Desk(world, rows, timeline.demo_office, timeline.demo_office.congress.code, Dice(seed + 91))
    )
    told(_("Duty reports, questions to deputies and appraisals"))
    store.forget()
    proposals.write(rows)
    told(_("The router's proposals for what is open"))
    return count


class _Told:
    """Says what is done and how long it took since the last time."""

    def __init__(self, say: Say) -> None:
        self.say, self.since = say, time.monotonic()

    def __call__(self, what: str) -> None:
        now = time.monotonic()
        self.say(_("%(what)s (%(seconds)s s)") % {"what": what, "seconds": f"{now - self.since:.1f}"})
        self.since = now
