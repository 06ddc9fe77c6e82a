"""Public pages: find deputies and stations by place, by name or step by step. Their own pages: ``feedback``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from deputies import finding, mapping
from deputies.models import Division, LiaisonBody

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_FEW = 5  # stations where nothing was found


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What was typed, or the first list to choose from. A place that alone can be meant is opened at once."""
    words = request.GET.get("q", "").strip()
    found = finding.search(words) if words else None
    if found and found.only_place:
        return redirect("find_place", found.only_place.code)
    place = finding.start()
    context = {
        "words": words[:60],
        "found": found,
        "start": place,
        "parts": finding.parts_of(place),
        "nearest": finding.open_stations()[:_FEW] if found is not None and not found else [],
    }
    return render(request, "public/find.html", context)


@require_safe
def find_on_map(request: HttpRequest) -> HttpResponse:
    """Every open station, on a drawing of our own and in a list with the same numbers."""
    drawing = mapping.drawing_of(finding.open_stations())
    return render(request, "public/map.html", {"drawing": drawing, "words": ""})


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """The liaison bodies with their duties, and who answers for each."""
    found = LiaisonBody.objects.select_related("congress__division", "responsible", "substitute")
    return render(
        request, "public/bodies.html", {"bodies": found.order_by("congress__division__code", "name")}
    )


@require_safe
def find_place(request: HttpRequest, code: str) -> HttpResponse:
    """The deputies and stations of one place, and its parts to choose from."""
    division = get_object_or_404(Division.objects.current(), code=code)
    return render(request, "public/place.html", {"place": finding.at(division), "words": ""})
