"""Tags of this room: ``{% load contacts %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from accounts.templatetags.portal import error_summary
from contacts import figures, rules
from contacts.models import Occasion

if TYPE_CHECKING:
    from contacts.models.occasion import OccasionQuerySet

register = template.Library()
_SHAPES = {
    "planned": "waiting",
    "announced": "moving",
    "held": "soon",
    "recorded": "done",
    "cancelled": "stopped",
    "draft": "waiting",
    "open": "moving",
    "closed": "soon",
    "published": "done",
    "discarded": "stopped",
    "reviewed": "done",
    "replaced": "stopped",
    "summed_up": "done",
    "sent": "waiting",
    "answering": "moving",
    "noted": "done",
    "answered": "done",
    "following": "moving",
    "reported": "soon",
    "done": "done",
    "taken": "moving",
    "withdrawn": "stopped",
}
_OTHERWISE = {  # where a word of the table means something else in another process
    ("plan", "submitted"): "soon",
    ("plan", "published"): "moving",
    ("obstruction", "submitted"): "soon",
    ("obstruction", "closed"): "done",
}
_MOST = 5


@register.filter
def shape(thing: Any) -> str:
    """The shape of the badge of whatever moves in this room."""
    return _OTHERWISE.get((thing.table.kind, thing.status)) or _SHAPES[thing.status]


@register.filter
def of_key(rows: Any, key: Any) -> Any:
    """What a dictionary holds under a key."""
    return rows.get(key)


@register.filter
def public_status(thing: Any) -> str:
    """What the public reads of where it stands."""
    return _(thing.table.by_status[thing.status].public)


@register.filter
def why_moved(occasion: Occasion) -> str:
    """Why the day is not the one it was planned for; empty where it is."""
    if occasion.day == occasion.planned_for or not occasion.moved_why:
        return ""
    day = formats.day(occasion.planned_for)
    if occasion.was_postponed:
        return _("Postponed from %(day)s: %(why)s") % {"day": day, "why": occasion.moved_why}
    return why_moved_from(occasion)


@register.filter
def why_moved_from(planned: Any) -> str:
    """The same for a day of a rota that is only shown yet."""
    why = getattr(planned, "moved_why", "") or getattr(planned, "why", "")
    if not why:
        return ""
    return _("%(day)s is a day off (%(why)s): moved to the next working day.") % {
        "day": formats.day(planned.planned_for),
        "why": _(why),
    }


@register.inclusion_tag("components/error_summary.html")
def errors_of(forms: Any) -> dict[str, Any]:
    """The errors of a list of forms, each a link to its field."""
    return error_summary(*forms)


def _coming() -> OccasionQuerySet:
    return Occasion.objects.receptions().coming(timezone.localdate()).for_lists()


@register.inclusion_tag("contacts/_days.html")
def coming_days_of_station(station: Any) -> dict[str, Any]:
    """The next reception days of a station, for its public page."""
    return {"rows": _coming().filter(station=station)[:_MOST], "station": station}


@register.inclusion_tag("contacts/_days.html")
def coming_days_of_deputy(deputy: Any) -> dict[str, Any]:
    """The next reception days of a deputy, for the deputy's public page."""
    rows = _coming().filter(duties__deputy=deputy, duties__withdrew_at=None)
    return {"rows": rows[:_MOST], "of_deputy": True}


@register.inclusion_tag("contacts/_record_of_deputy.html")
def record_of_deputy(deputy: Any) -> dict[str, Any]:
    """The figures of the year for the deputy's public page, where the rules publish them; never what was said."""
    today = timezone.localdate()
    if not rules.publishes_the_record(deputy.congress, today):
        return {}
    found = figures.published_of(deputy, today.replace(month=1, day=1), today)
    return {"year": today.year, "found": found}
