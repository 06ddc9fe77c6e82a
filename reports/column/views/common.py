"""What the pages of the column share: who may open them, the buttons, the history, the taking of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from contacts.year.views.common import took
from deputies.models import posts_of
from reports.column.advance import allowed_steps, check
from reports.column.forms.steps import form_of

if TYPE_CHECKING:
    from collections.abc import Callable

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


def for_the_office(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer", "committee"):
        raise PermissionDenied(_("These pages are for liaison offices and the standing committee."))


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


def actions(
    request: HttpRequest, thing: Moving, url: Callable[[str], str], *, primary: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """The buttons, from the same rows as the checks; one that makes no sense now says why."""
    actor = Actor.of(request.user)
    found: list[dict[str, Any]] = []
    for step in allowed_steps(thing, actor):
        form = form_of(thing.table.kind, step.action)
        if form is None:
            continue
        why_not = form.why_not(thing, actor)
        is_first = step.action in primary and not why_not and not any(one["primary"] for one in found)
        found.append(
            {"label": _(step.label), "url": url(step.action), "why_not": why_not, "primary": is_first}
        )
    return found


def take_step(request: HttpRequest, thing: Moving, action: str, back: str) -> HttpResponse:
    """Take one step of the table: its form, what will happen, and what is refused and why."""
    form_class = form_of(thing.table.kind, action)
    if form_class is None:
        raise Http404
    actor = Actor.of(request.user)
    try:
        check(thing, action, actor)
        why_not = form_class.why_not(thing, actor)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        why_not = str(refused)
    if why_not:
        messages.warning(request, why_not)
        return redirect(back)
    form = form_class(request.POST or None, thing=thing, action=action, actor=actor)
    step = thing.table.step(action)
    if request.method == "POST" and form.is_valid() and took(form, form.run):
        messages.success(request, _("Done: %(step)s") % {"step": _(step.label)})
        return redirect(back)
    context = {
        "form": form,
        "title": _(step.label),
        "lines": form.outcome(),
        "thing": thing,
        "back_url": back,
        "base": base_of(request),
    }
    return render(request, "column/step.html", context, status=400 if form.errors else 200)


def download(made: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
