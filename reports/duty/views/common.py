"""What the pages of duty reports share: the buttons, the history, the taking of a step, refusals beside fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from contacts.views.stepping import Stepping
from deputies.models import posts_of
from reports.duty.access import reports_visible_to
from reports.duty.forms import steps  # noqa: F401 - registers the form of each step
from reports.duty.models import DutyReport, Ground
from reports.duty.services.advance import allowed_steps, check

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from reports.duty.models import DutyEvent


def find_report(request: HttpRequest, pk: int) -> DutyReport:
    """A report that the reader sees at work, else 404."""
    return get_object_or_404(reports_visible_to(request.user).for_lists(), pk=pk)


def base_for(request: HttpRequest, thing: Any) -> str:
    """A deputy reads their own on the deputies' pages."""
    return "base_deputy.html" if thing.deputy_id in posts_of(request.user).deputy else "base_desk.html"


def history(events: QuerySet[DutyEvent], *, quiet: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The steps that were taken, for the component ``timeline``."""
    return [
        {
            "what": _(event.step.done),
            "who": _who(event),
            "when": event.at,
            "note": _note(event),
            "state": "done",
        }
        for event in events.select_related("actor")
        if event.action not in quiet
    ]


def _who(event: DutyEvent) -> str:
    if event.actor is not None:
        return str(event.actor)
    return _("the asker") if event.actor_kind == "citizen" else _("the portal")


def _note(event: DutyEvent) -> str:
    """What was said, with the ground and the passage where it was sent back."""
    if not event.ground:
        return event.note
    said = [str(Ground(event.ground).label), event.note]
    if event.place:
        said.append(_("“%(passage)s”") % {"passage": event.place})
    return _("; ").join(part for part in said if part)


_STEPPING = Stepping(allowed_steps, check, "reports/duty/step.html")
actions, take_step = _STEPPING.actions, _STEPPING.take
