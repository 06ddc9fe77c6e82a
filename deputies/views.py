"""Public pages: find deputies and stations by place, by name or step by step. Their own pages: ``feedback``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deputies import finding
from deputies.models import Division

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
