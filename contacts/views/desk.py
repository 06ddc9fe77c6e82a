"""The desk's pages of reception days and symposiums: lists, planning, one day, its steps and its register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import Incomplete, NotAllowed, Refused
from casework.paging import keyset
from casework.turns import Turn
from casework.views.why import Owed, answer
from contacts import rules, services
from contacts.access import occasions_visible_to, roles_on, stations_of
from contacts.forms.steps import form_of
from contacts.models import Occasion, OccasionKind
from contacts.services.advance import check
from contacts.views.tabs import tabs
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from contacts.models.occasion import OccasionQuerySet
    from deputies.models import LiaisonStation

_SHOWS = ("coming", "minutes", "past")


def for_the_office(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer", "station", "committee"):
        raise PermissionDenied(_("These pages are for liaison offices, stations and the committee."))


def for_the_desk(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer", "station"):
        raise PermissionDenied(_("Only the liaison office and the stations plan and keep these."))


# --- Lists ------------------------------------------------------------------------------------------------
@login_required
def reception_days(request: HttpRequest) -> HttpResponse:
    return _listed(request, OccasionKind.RECEPTION, "reception_days")


@login_required
def symposiums(request: HttpRequest) -> HttpResponse:
    return _listed(request, OccasionKind.SYMPOSIUM, "symposiums")


def _listed(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    for_the_office(request)
    rows = occasions_visible_to(request.user).filter(kind=kind).for_lists()
    stations = stations_of(request.user)
    station = chosen_station(request, stations)
    if station:
        rows = rows.filter(station=station)
    show = request.GET.get("show", "coming")
    show = show if show in _SHOWS else "coming"
    page = keyset(_shown(rows, show), "day", request.GET, descending=show == "past")
    context = {
        "tabs": tabs(request, name),
        "shows": _shows(rows, show, reverse(name)),
        "page": page,
        "name": name,
        "is_reception": kind == OccasionKind.RECEPTION,
        "stations": stations if len(stations) > 1 else [],
        "station": station,
        "may_plan": posts_of(request.user).has("officer", "station"),
    }
    return render(request, "contacts/occasions.html", context)


def _shown(rows: OccasionQuerySet, show: str) -> OccasionQuerySet:
    if show == "minutes":
        return rows.owing_minutes()
    if show == "past":
        return rows.filter(closed_at__isnull=False)
    return rows.filter(status__in=["planned", "announced"])


def _shows(rows: OccasionQuerySet, show: str, url: str) -> list[dict[str, Any]]:
    labels = {"coming": _("Coming"), "minutes": _("Minutes to be written"), "past": _("Past")}
    return [
        {
            "label": labels[name],
            "url": f"{url}?show={name}",
            "current": name == show,
            "count": None if name == "past" else _shown(rows, name).order_by()[:200].count(),
        }
        for name in _SHOWS
    ]


def chosen_station(request: HttpRequest, stations: list[LiaisonStation]) -> LiaisonStation | None:
    """The station that the address names, of those the reader keeps; the only one by itself."""
    wanted = request.GET.get("station", "")
    found = next((one for one in stations if str(one.pk) == wanted), None)
    return found or (stations[0] if len(stations) == 1 else None)


# --- One day ----------------------------------------------------------------------------------------------
def find(request: HttpRequest, pk: int) -> Occasion:
    return get_object_or_404(occasions_visible_to(request.user).for_lists(), pk=pk)


@login_required
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    """One day: what is known, who comes, what was said, what may be done now, and how it came about."""
    found = find(request, pk)
    roles = roles_on(request.user, found)
    mine = posts_of(request.user).deputy
    context = {
        "occasion": found,
        "roles": roles,
        "is_desk": bool(roles & {"officer", "station"}),
        "is_on_duty": found.duties.filter(deputy__in=mine, withdrew_at=None).exists() if mine else False,
        "duties": found.duties.select_related("deputy"),
        "visitors": _visitors(request, found, roles),
        "slots": services.slots_of(found) if found.status == "announced" and found.is_reception else [],
        "records": found.contact_records.select_related("deputy", "case"),
        "readable": set(
            visible_to(request.user).filter(contact_records__occasion=found).values_list("pk", flat=True)
        ),
        "recusals": found.recusals.select_related("deputy", "taken_by")
        if roles & {"officer", "station"}
        else [],
        "not_reached": services.not_reached(found) if roles & {"officer", "station"} else [],
        "events": _events(found, roles),
        "actions": _actions(request, found),
        "why": rules.explain_minutes(found),
        "announce_by": rules.last_announcement(found.profile, found.day)
        if found.status == "planned" and found.is_reception
        else None,
    }
    return render(request, "contacts/occasion.html", context)


@login_required
def occasion_why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why the minutes are due on their day, and who writes them."""
    found = find(request, pk)
    found.due_why = rules.explain_minutes(found)  # type: ignore[attr-defined]
    who = [str(duty.deputy) for duty in found.duties.select_related("deputy") if duty.withdrew_at is None]
    if found.station:
        who.insert(0, str(found.station))
    turn = Turn((_("Write the minutes"),), pgettext("between the parts of a list", ", ").join(who))
    owed = Owed(_("Minutes"), found, [turn] if found.status == "held" and who else [])
    return answer(request, (str(found), reverse("occasion", args=[pk])), [owed])


def _visitors(request: HttpRequest, found: Occasion, roles: frozenset[str]) -> Any:
    """Who comes, by what they want to say. A deputy who withdrew reads nothing of the day, or of that one visitor."""
    rows = found.visitors.select_related("deputy")
    if roles - {"deputy"}:
        return rows
    mine = posts_of(request.user).deputy
    if not found.duties.filter(deputy__in=mine, withdrew_at=None).exists():
        return rows.none()
    return rows.exclude(recusals__deputy__in=mine)


def _events(found: Occasion, roles: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            "what": _(event.step.done),
            "who": str(event.actor) if event.actor else _("the portal"),
            "when": event.at,
            "note": event.note if event.action != "remind" else "",
            "state": "done",
        }
        for event in found.events.select_related("actor", "occasion")
    ]


def _actions(request: HttpRequest, found: Occasion) -> list[dict[str, Any]]:
    """The buttons, from the same rows as the checks; one that makes no sense now says why."""
    actor = Actor.of(request.user)
    items: list[dict[str, Any]] = []
    for step in services.allowed_steps(found, actor):
        form = form_of(step.action)
        if form is None:
            continue
        items.append(
            {
                "label": _(step.label),
                "url": reverse("occasion_step", args=[found.pk, step.action]),
                "why_not": form.why_not(found),
                "primary": not items and not form.why_not(found) and step.action in ("announce", "record"),
            }
        )
    return items


@login_required
def occasion_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Take one step of the table: its form, what will happen, and what is refused and why."""
    found = find(request, pk)
    form_class = form_of(action)
    if form_class is None:
        raise Http404
    actor = Actor.of(request.user)
    try:
        check(found, action, actor)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        return _not_now(request, found, str(refused))
    if form_class.why_not(found):
        return _not_now(request, found, form_class.why_not(found))
    form = form_class(request.POST or None, occasion=found, actor=actor, **_as_whom(request, found, action))
    if request.method == "POST" and form.is_valid() and _took(request, form):
        messages.success(request, _("Done: %(step)s") % {"step": _(found.table.step(action).label)})
        return redirect("occasion", found.pk)
    step = found.table.step(action)
    context = {"occasion": found, "form": form, "title": _(step.label), "lines": form.outcome()}
    return render(request, "contacts/step.html", context, status=400 if form.errors else 200)


def _as_whom(request: HttpRequest, found: Occasion, action: str) -> dict[str, Any]:
    """A deputy withdraws for themselves; the office chooses."""
    if action != "recuse" or roles_on(request.user, found) & {"officer", "station"}:
        return {}
    return {"mine": posts_of(request.user).deputy}


def _took(request: HttpRequest, form: Form) -> bool:
    try:
        form.run()  # type: ignore[attr-defined]
    except Incomplete as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _not_now(request: HttpRequest, found: Occasion, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect("occasion", found.pk)


# --- Printing ---------------------------------------------------------------------------------------------
@login_required
def rota_sheet(request: HttpRequest) -> HttpResponse:
    """The rota of a station for a year, to hang on the door."""
    for_the_office(request)
    stations = stations_of(request.user)
    station = chosen_station(request, stations)
    year = request.GET.get("year", "")
    on = int(year) if year.isdecimal() and len(year) == 4 else timezone.localdate().year
    rows = occasions_visible_to(request.user).receptions().exclude(status="cancelled").filter(day__year=on)
    rows = rows.filter(station=station) if station else rows
    context = {
        "rows": rows.for_lists()[:500],
        "station": station,
        "year": on,
        "stations": stations if len(stations) > 1 else [],
        "back_url": reverse("reception_days"),
        "printed_on": timezone.localdate(),
    }
    return render(request, "contacts/rota_sheet.html", context)
