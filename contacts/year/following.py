"""What the portal does by itself with the yearly work: reminds, and names somebody where nobody answers any more.

The law sets no days for these, so none of the reminders is a deadline: their rhythm is the portal's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Refused
from casework.models import Reminder
from contacts.models import Campaign, GuidanceCopy, InspectionVisit, ObstructionReport
from contacts.services.advance import advance
from contacts.year import obstructions

if TYPE_CHECKING:
    from contacts.models.event import Moving

AHEAD = timedelta(days=3)  # before a day that somebody has set
WEEK = timedelta(days=7)  # after it, and where no day is set: again and again


def follow(now: datetime | None = None) -> int:
    """Everything whose moment has come; returns how many steps were taken."""
    today = timezone.localdate(now or timezone.now())
    homed = sum(_rehomed(report) for report in obstructions.without_owner())
    return homed + sum(_remind(thing, key) for thing, key in _owed(today))


def rung(due_on: date, today: date) -> str:
    """The reminder that a day has brought until today: none, ahead, on it, or the nth week after it."""
    if today < due_on - AHEAD:
        return ""
    if today < due_on:
        return "ahead"
    weeks = (today - due_on) // WEEK
    return f"after{weeks}" if weeks else "due"


def week_of(since: date, today: date) -> str:
    """The nth whole week since a day; empty in the first one."""
    weeks = (today - since) // WEEK
    return f"week{weeks}" if weeks > 0 else ""


def _owed(today: date) -> list[tuple[Moving, str]]:
    """What is to be reminded of, each with the key under which that is done once."""
    found = [*_copies(today), *_visits(today), *_campaigns(today), *_obstructions(today)]
    keys = [key for _thing, key in found]
    given = set(Reminder.objects.filter(key__in=keys).values_list("key", flat=True))
    return [(thing, key) for thing, key in found if key not in given]


def _copies(today: date) -> Iterator[tuple[Moving, str]]:
    """A reply by its day; a paper nobody has acknowledged by the week."""
    for copy in GuidanceCopy.objects.waiting().select_related("guidance"):
        mark = rung(copy.due_on, today) if copy.due_on else ""
        if not mark and copy.status == "sent":
            mark = week_of(timezone.localdate(copy.guidance.sent_at), today)
        if mark:
            yield copy, f"copy-{copy.pk}-{mark}"


def _visits(today: date) -> Iterator[tuple[Moving, str]]:
    """The visited office of its follow-up; the visitors of a report that they have not looked at."""
    for visit in InspectionVisit.objects.filter(status__in=["following", "reported"]):
        if visit.status == "following" and visit.due_on:
            mark = rung(visit.due_on, today)
        else:
            last = visit.events.filter(action="report").last()
            mark = week_of(timezone.localdate(last.at), today) if last else ""
        if mark:
            yield visit, f"visit-{visit.pk}-{visit.status[0]}-{visit.due_on}-{mark}"


def _campaigns(today: date) -> Iterator[tuple[Moving, str]]:
    for campaign in Campaign.objects.to_sum_up(today):
        yield campaign, f"campaign-{campaign.pk}-{rung(campaign.ends_on, today)}"


def _obstructions(today: date) -> Iterator[tuple[Moving, str]]:
    """A report in which a week has passed without a step of a person."""
    for report in ObstructionReport.objects.filter(closed_at=None):
        last = report.events.exclude(action="remind").order_by("pk").last()
        mark = week_of(timezone.localdate(last.at), today) if last else ""
        if last and mark:
            yield report, f"obstruction-{report.pk}-{last.pk}-{mark}"


def _remind(thing: Moving, key: str) -> int:
    """One reminder with its event and its notices; 0 where somebody was faster."""
    try:
        with transaction.atomic():
            _row, is_new = Reminder.objects.get_or_create(key=key)
            if is_new:
                thing.refresh_from_db()
                advance(thing, "remind", actor=Actor.system)
            return int(is_new)
    except Refused:
        return 0


def _rehomed(report: ObstructionReport) -> int:
    try:
        return int(obstructions.rehome(report))
    except Refused:
        return 0
