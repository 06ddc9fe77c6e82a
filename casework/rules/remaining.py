"""How long there is until a date, in working days."""

from datetime import date
from functools import lru_cache

from django.utils import timezone

from casework.rules.days import Calendar, workdays_between
from casework.rules.store import current_calendar


def days_left(on: date) -> int:
    """Working days from today until `on`: 0 when it is today or only days off lie between, below 0 when late.

    A date that fell on a day off and has passed is late by one day at least.
    """
    return _days_left(on, timezone.localdate(), current_calendar())


@lru_cache(maxsize=4096)  # a list asks for the same few dates again and again; a new calendar is a new key
def _days_left(on: date, today: date, calendar: Calendar) -> int:
    if on >= today:
        return workdays_between(today, on, calendar)
    return -max(1, workdays_between(on, today, calendar))
