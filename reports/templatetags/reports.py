"""Addresses behind figures: ``{% load reports %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.models import Rung
from casework.rules import current_calendar, workdays_between
from casework.services import NOBODY_NAMED
from reports.figures import CITIZENS_CLOCKS

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case

register = template.Library()


@register.simple_tag
def figure_url(year: int, figure: str, congress: str, by: str = "", key: str = "") -> str:
    """The address of the list that a figure counts."""
    query = {"congress": congress} | ({"by": by, "key": key} if by else {})
    return f"{reverse('year_cases', args=[year, figure])}?{urlencode(query)}"


@register.simple_tag
def watched_url(name: str, congress: str, leader: str = "") -> str:
    """The address of one of the lists of what is watched now."""
    query = {"congress": congress} | ({"leader": leader} if leader else {})
    return f"{reverse('watched', args=[name])}?{urlencode(query)}"


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


@register.filter
def of(counts: dict[str, int], name: str) -> int:
    return counts[name]
