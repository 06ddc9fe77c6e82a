"""What the pages of duty reports share: the buttons, the history, the taking of a step, refusals beside fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused
from deputies.models import posts_of
from reports.duty.access import reports_visible_to
from reports.duty.forms import steps  # noqa: F401 - registers the form of each step
from reports.duty.forms.fields import form_of
from reports.duty.models import DutyReport, Ground
from reports.duty.services.advance import allowed_steps, check

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest

    from reports.duty.models import DutyEvent, Moving


def for_the_office(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer", "committee"):
        raise PermissionDenied(_("These pages are for liaison offices and the standing committee."))


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


def take_step(
    request: HttpRequest, thing: Moving, action: str, back: str, base: str = "base_desk.html"
) -> HttpResponse:
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
    form = form_class(request.POST or None, request.FILES or None, thing=thing, action=action, actor=actor)
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
        "base": base,
        "takes_files": form.is_multipart(),
    }
    return render(request, "reports/duty/step.html", context, status=400 if form.errors else 200)


def took(form: Form, run: Callable[[], object]) -> bool:
    """Run it; what is refused stands at its field."""
    try:
        run()
    except Incomplete as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
