"""What the portal does by itself with the days: open registers, remind, let lapse. Missed turns are made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Refused
from casework.models import Reminder
from casework.rules import urging_days
from contacts import rules
from contacts.models import Inquiry, Occasion
from contacts.services import days
from contacts.services.advance import advance

if TYPE_CHECKING:
    from collections.abc import Callable

_AHEAD = timedelta(days=3)  # before the last day to announce


def follow(now: datetime | None = None) -> int:
    """Everything whose moment has come; returns how many steps were taken."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    return (
        sum(_safely(_hold, occasion) for occasion in _over(moment))
        + sum(_safely(_lapse, occasion) for occasion in _not_announced(today))
        + sum(_remind(occasion, key) for occasion, key in _reminders(today))
        + sum(_safely(_close, inquiry) for inquiry in _ended(today))
    )


def _safely(
    take: Callable[[Occasion], object] | Callable[[Inquiry], object], thing: Occasion | Inquiry
) -> int:
    """0 where somebody was faster."""
    try:
        take(thing)  # type: ignore[arg-type]
    except Refused:
        return 0
    return 1


def _over(now: datetime) -> Iterator[Occasion]:
    """Announced days that have ended without anybody opening the register."""
    past = Occasion.objects.filter(status="announced", day__lte=timezone.localdate(now))
    return (one for one in past.select_related("congress", "station") if one.ends_at <= now)


def _hold(occasion: Occasion) -> None:
    days.hold(occasion, actor=Actor.system)


def _not_announced(today: date) -> list[Occasion]:
    return list(Occasion.objects.filter(status="planned", day__lt=today))


def _lapse(occasion: Occasion) -> None:
    advance(occasion, "lapse", actor=Actor.system)


def _ended(today: date) -> list[Inquiry]:
    return list(Inquiry.objects.filter(status="open", closes_on__lt=today))


def _close(inquiry: Inquiry) -> None:
    advance(inquiry, "close", actor=Actor.system)


def _reminders(today: date) -> list[tuple[Occasion, str]]:
    """Days to announce and minutes to write, each with the key under which it is reminded of once."""
    found = [*_to_announce(today), *_to_write(today)]
    given = set(Reminder.objects.filter(key__in=[key for _one, key in found]).values_list("key", flat=True))
    return [(one, key) for one, key in found if key not in given]


def _to_announce(today: date) -> Iterator[tuple[Occasion, str]]:
    planned = Occasion.objects.receptions().filter(status="planned", day__gte=today)
    for one in planned.filter(day__lte=today + timedelta(days=30)):
        if rules.last_announcement(one.profile, one.day) - _AHEAD <= today:
            yield one, f"announce-{one.pk}-{one.day}"


def _to_write(today: date) -> Iterator[tuple[Occasion, str]]:
    """The rungs of the profile's ladder: before the day, on it, after it. Of several missed ones the last counts."""
    for one in Occasion.objects.owing_minutes():
        if one.due_on is None:
            continue
        ladder = {**urging_days(one.profile, one.due_on), "due": one.due_on}
        due = [(day, rung) for rung, day in ladder.items() if day <= today]
        if due:
            yield one, f"minutes-{max(due)[1]}-{one.pk}-{one.due_on}"


def _remind(occasion: Occasion, key: str) -> int:
    """One reminder with its event and its notice; 0 where somebody was faster."""
    try:
        with transaction.atomic():
            _row, is_new = Reminder.objects.get_or_create(key=key)
            if is_new:
                occasion.refresh_from_db()
                advance(occasion, "remind", actor=Actor.system, note=key.split("-")[0])
            return int(is_new)
    except Refused:
        return 0
