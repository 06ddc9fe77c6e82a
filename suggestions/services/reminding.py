"""Reminders of two days that are no clock of the case: the first talk with the deputy, and publication.

An organ that has to answer speaks with the deputy by the profile's day (Law on Deputies, article 51; Chongqing 18);
what was answered is to be public by another (Anhui: 20 working days). Each is reminded of, and urged when it is late.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from casework import clocks
from casework.errors import Refused
from casework.models import Assignment, Case, Reminder
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.rules import urging_days
from casework.services import advance
from casework.workflows.suggestion.statuses import ANSWERED
from suggestions.models import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

_FURTHEST = 60  # days before a date in which any profile begins to remind
_RUNGS = ("remind", "urge")


def remind(today: date | None = None) -> int:
    """Take every reminder whose day has come; returns how many. Missed ones are made up, each once for its day."""
    today = today or timezone.localdate()
    return sum(
        _take(moving, action, key)
        for moving, action, key in [*_of_contacts(today), *_of_publications(today)]
        if not Reminder.objects.filter(key=key).exists()
    )


def silent_shares() -> QuerySet[Assignment]:
    """Shares whose organ owes the deputy an answer and has not spoken with them."""
    rows = Assignment.objects.live().exclude(role=HandlingRole.ASSIST)
    return rows.filter(
        case__kind=Kind.SUGGESTION, case__status__in=("assigned", "handling"), communications=None,
        status__in=("assigned", "handling", "drafted"),
    ).select_related("case__congress")  # fmt: skip


def speak_by(share: Assignment) -> clocks.Planned:
    """By when the organ of ``share`` speaks with the deputy, and why."""
    return clocks.planned(share.case, "first_contact", timezone.localdate(share.assigned_at))


def unpublished() -> QuerySet[Publication]:
    """Those answered of which nobody has decided whether they are made public; not while they are handled again."""
    rows = Publication.objects.undecided().filter(due_on__isnull=False, suggestion__case__status__in=ANSWERED)
    return rows.select_related("suggestion__case__congress")


def _of_contacts(today: date) -> Iterator[tuple[Case | Assignment, str, str]]:
    for share in silent_shares().order_by("pk"):
        due_on = speak_by(share).due_on
        for rung in _RUNGS:
            if urging_days(share.case.profile, due_on)[rung] <= today:
                yield share, f"{rung}_contact", f"{rung}_contact-{share.pk}-{due_on}"


def _of_publications(today: date) -> Iterator[tuple[Case | Assignment, str, str]]:
    near = unpublished().filter(due_on__lte=today + timedelta(days=_FURTHEST))
    for row in near.order_by("pk"):
        case = row.suggestion.case
        if case is None or row.due_on is None:
            continue
        for rung in _RUNGS:
            if urging_days(case.profile, row.due_on)[rung] <= today:
                yield case, f"{rung}_publication", f"{rung}_publication-{row.pk}-{row.due_on}"


def _take(moving: Case | Assignment, action: str, key: str) -> int:
    """One reminder with its event and its notice; 0 where somebody was faster."""
    try:
        with transaction.atomic():
            _row, is_new = Reminder.objects.get_or_create(key=key)
            if is_new:
                advance(moving, action, actor=Actor.system)
            return int(is_new)
    except Refused:
        return 0
