"""Addresses behind figures: ``{% load reports %}``."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def figure_url(year: int, figure: str, congress: str, by: str = "", key: str = "") -> str:
    """The address of the list that a figure counts."""
    query = {"congress": congress} | ({"by": by, "key": key} if by else {})
    return f"{reverse('year_cases', args=[year, figure])}?{urlencode(query)}"


@register.filter
def of(counts: dict[str, int], name: str) -> int:
    return counts[name]
