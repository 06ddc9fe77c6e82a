"""What the pages of the column share: who may open them, the buttons, the history, the taking of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from contacts.views.stepping import Stepping
from deputies.models import posts_of
from reports.column.advance import allowed_steps, check
from reports.column.forms import steps  # noqa: F401 - registers the form of each step

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from reports.column.models import ColumnEvent
    from reports.column.models.event import Moving

TABS = (
    ("column_desk", gettext_noop("Articles")),
    ("digests", gettext_noop("Digest of public opinion")),
    ("media_log", gettext_noop("Media log")),
    ("open_data_desk", gettext_noop("Open data")),
    ("column_views", gettext_noop("Views")),
)


def tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"label": _(label), "url": reverse(name), "current": name == current, "count": None}
        for name, label in TABS
    ]


def base_of(request: HttpRequest) -> str:
    """A deputy who is nothing else reads in the deputies' frame."""
    posts = posts_of(request.user)
    return "base_deputy.html" if posts.roles == {"deputy"} else "base_desk.html"


def history(events: QuerySet[ColumnEvent]) -> list[dict[str, Any]]:
    """The steps that were taken, for the component ``timeline``."""
    return [
        {
            "what": _(event.step.done),
            "who": str(event.actor),
            "when": event.at,
            "note": event.note,
            "state": "done",
        }
        for event in events.select_related("actor", "article", "digest")
        if event.action != "change"
    ]


_STEPPING = Stepping(allowed_steps, check, "column/step.html")
actions = _STEPPING.actions


def take_step(request: HttpRequest, thing: Moving, action: str, back: str) -> HttpResponse:
    return _STEPPING.take(request, thing, action, back, base_of(request))


def download(made: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
