"""Dates and numbers as a reader of the page's language writes them. Pure functions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def local_day(value: date | datetime) -> date:
    """The calendar day in the portal's time zone."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def day(value: date | datetime) -> str:
    """2026年12月4日（周五） · Fri 4 Dec 2026"""
    on = local_day(value)
    if in_chinese():
        return f"{on.year}年{on.month}月{on.day}日（周{_WEEKDAYS_ZH[on.weekday()]}）"
    return f"{_WEEKDAYS_EN[on.weekday()]} {on.day} {_MONTHS_EN[on.month - 1]} {on.year}"


def bare_day(value: date | datetime) -> str:
    """Within a sentence, without the day of the week: 2026年12月4日 · 4 Dec 2026"""
    on = local_day(value)
    if in_chinese():
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}"


def short_day(value: date | datetime, today: date) -> str:
    """For tables: 12月4日 · 4 Dec, with the year where it is not this year's."""
    on = local_day(value)
    if in_chinese():
        return f"{'' if on.year == today.year else f'{on.year}年'}{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS_EN[on.month - 1]}{'' if on.year == today.year else f' {on.year}'}"


def moment(value: datetime) -> str:
    """The day and the time of day: 2026年12月4日（周五）14:05 · Fri 4 Dec 2026, 14:05"""
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(at)}{'' if in_chinese() else ', '}{at:%H:%M}"


def number(value: int | float | Decimal, places: int = 0) -> str:
    """12,345 in both languages: Django's Chinese format groups by four, which no report does."""
    return f"{value:,.{places}f}"


def percent(share: float | Decimal) -> str:
    """0.962 becomes 96.2%."""
    return f"{share * 100:.1f}%"
