"""Tags of the column: ``{% load column %}``."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()
_SHAPES = {
    "draft": "waiting",
    "review": "soon",
    "published": "done",
    "correcting": "moving",
    "recheck": "soon",
    "withdrawn": "stopped",
    "discarded": "stopped",
    "released": "moving",
    "concluded": "done",
}


@register.filter
def shape(thing: Any) -> str:
    """The shape of the badge of an article or a digest."""
    return _SHAPES[thing.status]


@register.filter
def signed(issue: Any) -> int:
    """How many copies of an issue were signed for."""
    return sum(one.signed_at is not None for one in issue.receipts.all())


@register.filter
def adoptions(issue: Any) -> list[Any]:
    """What was adopted or instructed in writing of an issue."""
    return [one for entry in issue.entries.all() for one in entry.adoptions.all()]
