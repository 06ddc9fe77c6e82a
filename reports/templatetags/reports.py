"""Addresses behind figures: ``{% load reports %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from casework.models import Rung
from casework.rules import current_calendar, workdays_between
from casework.services import NOBODY_NAMED
from reports import watched
from reports.figures import CITIZENS_CLOCKS

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case

register = template.Library()


@register.simple_tag
def watched_url(name: str, congress: str, leader: str = "") -> str:
    """The address of one of the lists of what is watched now."""
    return watched.url(name, congress, leader)


@register.filter
def leader_words(name: str) -> str:
    """The leader who supervises; where the office has not named one yet, words that say so."""
    return _("no leader named yet") if name == NOBODY_NAMED else name


@register.filter
def rung_words(action: str) -> str:
    return str(Rung(action).label)


@register.filter
def days_late(case: Case, today: date) -> int:
    """Working days since the date that is owed; 0 while it is not over, or while the citizen's own time runs."""
    if case.due_on is None or case.due_on >= today or case.due_clock in CITIZENS_CLOCKS:
        return 0
    return max(1, workdays_between(case.due_on, today, current_calendar()))
