"""Tags of duty reports: ``{% load duty %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.duty.models import Audience, DutyReport, DutyRound

if TYPE_CHECKING:
    from reports.duty.hints import Hint

register = template.Library()
_SHAPES = {
    "scheduled": "waiting",
    "notified": "soon",
    "drafting": "moving",
    "submitted": "soon",
    "missed": "stopped",
    "published": "done",
    "excused": "stopped",
    "asked": "waiting",
    "with_deputy": "moving",
    "answered": "soon",
    "private": "done",
    "refused": "stopped",
    "prepared": "waiting",
    "open": "moving",
    "closed": "soon",
    "discarded": "stopped",
}
_FEW = 3
_FEW_ROUNDS = 6
_LOOKED_AT = 20  # of a deputy's published reports; one query for the page


@register.filter
def duty_shape(thing: Any) -> str:
    """The shape of the badge of a report, a question or an appraisal."""
    return _SHAPES[thing.status]


@register.filter
def duty_public(thing: Any) -> str:
    """What the public reads of where it stands."""
    return _(thing.table.by_status[thing.status].public)


@register.filter
def passage(hint: Hint, text: str) -> str:
    """The words a hint points to, with a little before and after."""
    return f"…{text[max(0, hint.start - 8) : hint.end + 8]}…".replace("\n", " ")


@register.inclusion_tag("reports/duty/_where_rounds.html")
def coming_rounds(station: Any = None) -> dict[str, Any]:
    """Where deputies report next: everywhere, or at one station."""
    rows = DutyRound.objects.announced().coming(timezone.localdate())
    return {"rows": list((rows.filter(station=station) if station else rows)[:_FEW_ROUNDS])}


@register.inclusion_tag("reports/duty/_rounds_of_plan.html")
def rounds_of_year(congress: Any, year: int, *, desk: bool = False) -> dict[str, Any]:
    """The rounds of a year for the page of its plan; the public reads those that are announced."""
    rows = DutyRound.objects.filter(congress=congress) if desk else DutyRound.objects.announced()
    found = rows.filter(congress=congress).of_year(year).order_by("day", "starts", "pk")
    return {"rows": list(found), "desk": desk}


@register.inclusion_tag("reports/duty/_of_deputy.html")
def duty_of_deputy(deputy: Any) -> dict[str, Any]:
    """The latest reports that everybody reads, for the deputy's public page; and where to ask."""
    rows = DutyReport.objects.filter(deputy=deputy, status="published").for_lists()
    found = list(rows.order_by("-published_at", "-pk")[:_LOOKED_AT])
    coming = DutyRound.objects.announced().coming(timezone.localdate())
    return {
        "deputy": deputy,
        "rounds": list(coming.filter(reports__deputy=deputy)[:_FEW]),
        "reports": [one for one in found if one.audience == Audience.PUBLIC][:_FEW],
        "more": bool(found),
    }
