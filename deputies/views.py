"""Public pages: find deputies and stations by place, by name or step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deputies import finding
from deputies.models import Deputy, Division, LiaisonStation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What was typed, or the first list to choose from."""
    words = request.GET.get("q", "").strip()
    place = finding.start()
    context = {
        "words": words[:60],
        "found": finding.search(words) if words else None,
        "start": place,
        "parts": finding.parts_of(place),
    }
    return render(request, "public/find.html", context)


@require_safe
def find_place(request: HttpRequest, code: str) -> HttpResponse:
    """The deputies and stations of one place, and its parts to choose from."""
    division = get_object_or_404(Division.objects.current(), code=code)
    return render(request, "public/place.html", {"place": finding.at(division), "words": ""})


@require_safe
def station(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        LiaisonStation.objects.select_related("division", "congress"), pk=pk, is_open=True
    )
    members = finding.with_office(Deputy.objects.filter(memberships__station=found))
    return render(request, "public/station.html", {"station": found, "deputies": members[: finding.MOST]})


@require_safe
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, constituency and term; whoever is not in office any more is not shown, but a way on is."""
    found = finding.with_office(Deputy.objects.filter(pk=pk)).select_related("congress").first()
    context = {
        "deputy": found,
        "stations": list(finding.open_stations().filter(memberships__deputy=pk))
        if found
        else finding.open_stations()[:12],
    }
    return render(request, "public/deputy.html", context, status=200 if found else 404)
