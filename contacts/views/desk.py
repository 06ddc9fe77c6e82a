"""The desk's pages of reception days and symposiums: lists, planning, one day, its steps and its register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.access import visible_to
from casework.paging import keyset
from casework.turns import Turn
from casework.views.why import Owed, answer
from contacts import rules, services
from contacts.access import occasions_visible_to, roles_on, stations_of
from contacts.forms import steps  # noqa: F401 - registers the form of each step
from contacts.models import Occasion, OccasionKind
from contacts.services.advance import check
from contacts.views.doors import for_the_office_or_a_station
from contacts.views.stepping import Stepping
from contacts.views.tabs import tabs
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from contacts.models.occasion import OccasionQuerySet
    from deputies.models import LiaisonStation

_STEPPING = Stepping(services.allowed_steps, check, "contacts/step.html")
_SHOWS = ("coming", "minutes", "past")


# --- Lists ------------------------------------------------------------------------------------------------
@login_required
def reception_days(request: HttpRequest) -> HttpResponse:
    return _listed(request, OccasionKind.RECEPTION, "reception_days")


@login_required
def symposiums(request: HttpRequest) -> HttpResponse:
    return _listed(request, OccasionKind.SYMPOSIUM, "symposiums")


def _listed(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    for_the_office_or_a_station(request)
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
    return _STEPPING.actions(
        request,
        found,
        lambda action: reverse("occasion_step", args=[found.pk, action]),
        primary=("announce", "record"),
    )


@login_required
def occasion_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    found = find(request, pk)
    return _STEPPING.take(
        request, found, action, reverse("occasion", args=[pk]), **_as_whom(request, found, action)
    )


def _as_whom(request: HttpRequest, found: Occasion, action: str) -> dict[str, Any]:
    """A deputy withdraws for themselves; the office chooses."""
    if action != "recuse" or roles_on(request.user, found) & {"officer", "station"}:
        return {}
    return {"mine": posts_of(request.user).deputy}


# --- Printing ---------------------------------------------------------------------------------------------
@login_required
def rota_sheet(request: HttpRequest) -> HttpResponse:
    """The rota of a station for a year, to hang on the door."""
    for_the_office_or_a_station(request)
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
