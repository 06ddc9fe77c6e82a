"""The public pages of a deputy and of a station, their short addresses, and the sheets to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deputies import codes, contact, finding, mandates, voters
from deputies.models import Deputy, LiaisonStation
from feedback import duty

if TYPE_CHECKING:
    from django.http import HttpRequest

    from deputies.models.deputy import DeputyQuerySet

_FEW = 12  # stations of a page that has no other
_SVG = "image/svg+xml"


@require_safe
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    return _deputy(request, Deputy.objects.filter(pk=pk))


@require_safe
def short_deputy(request: HttpRequest, code: str) -> HttpResponse:
    """What the deputy's QR code opens."""
    return _deputy(request, Deputy.objects.filter(short_code=code.lower()))


def _deputy(request: HttpRequest, which: DeputyQuerySet) -> HttpResponse:
    """The page of a deputy in office; of anybody else only the way on: successors and stations, no name."""
    found = finding.with_office(which.select_related("congress")).first()
    if found is None:
        return render(request, "public/deputy.html", _way_on(which.first()), status=404)
    stations = list(finding.open_stations().filter(memberships__deputy=found))
    voter = bool(voters.known(request) & {one.constituency_id for one in found.current})  # type: ignore[attr-defined]
    context = {
        "deputy": found,
        "voter": voter,
        "for_voters": contact.for_voters(found) and not voter,
        "stations": stations,
        "groups": list(found.groups.all()),
        "facts": contact.facts(found, voter=voter),
        "ways": contact.ways(found, stations, voter=voter),
        "duty": duty.of_deputy(found),
    }
    return render(request, "public/deputy.html", context)


def _way_on(known: Deputy | None) -> dict[str, Any]:
    stations = finding.open_stations()
    own = list(stations.filter(memberships__deputy=known)) if known else []
    return {
        "deputy": None,
        "successors": list(finding.with_office(mandates.successors(known))) if known else [],
        "stations": own or stations[:_FEW],
    }


@require_safe
def station(request: HttpRequest, pk: int) -> HttpResponse:
    return _station(request, get_object_or_404(_stations(), pk=pk, is_open=True))


@require_safe
def short_station(request: HttpRequest, code: str) -> HttpResponse:
    """What the station's QR code opens; where it has closed, the stations nearby."""
    found = _stations().filter(short_code=code.lower()).first()
    if found is None or not found.is_open:
        nearby = finding.nearby(found.division) if found else finding.open_stations()[:_FEW]
        return render(request, "public/closed_station.html", {"stations": nearby}, status=404)
    return _station(request, found)


def _stations():  # type: ignore[no-untyped-def]
    return LiaisonStation.objects.select_related("division", "congress")


def _station(request: HttpRequest, found: LiaisonStation) -> HttpResponse:
    members = finding.with_office(Deputy.objects.filter(memberships__station=found))
    context = {"station": found, "deputies": members[: finding.MOST], "duty": duty.of_station(found)}
    return render(request, "public/station.html", context)


# --- On paper ---------------------------------------------------------------------------------------------
@require_safe
def qr(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """The QR code of the short address ``name``; 404 where nobody and nothing has it."""
    _printed(name, code)
    answer = HttpResponse(codes.drawn(codes.address(name, code)), content_type=_SVG)
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def sheet(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """One page to hang up: the name, the code large, and how to go on without a phone."""
    found = _printed(name, code)
    stations = contact.stations_of(found) if isinstance(found, Deputy) else [found]
    context = {
        "found": found,
        "is_deputy": isinstance(found, Deputy),
        "stations": stations,
        "address": codes.address(name, code),
        "qr_name": f"{name}_qr",
        "code": code,
    }
    return render(request, "public/sheet.html", context)


def _printed(name: str, code: str) -> Deputy | LiaisonStation:
    if name == "short_deputy":
        held = finding.with_office(Deputy.objects.select_related("congress"))
        found: Deputy | LiaisonStation | None = held.filter(short_code=code).first()
    else:
        found = _stations().filter(short_code=code, is_open=True).first()
    if found is None:
        raise Http404
    return found
