"""The first page, and the pages that explain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from casework.models import Case
from deputies import finding
from deputies.remembered import remembered
from feedback.public_view import summaries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_KEPT = 300  # seconds
_LATEST = 3
#: What the rooms above show on the first page, by the name it has there; they say so when they are loaded.
BESIDE: dict[str, Callable[[], Any]] = {}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Write or follow, find a deputy, what else there is, the latest answers, this month's figures."""
    context = remembered(f"feedback.home.{get_language()}", _KEPT, _home)
    return render(request, "public/home.html", context)


def _home() -> dict[str, Any]:
    latest = Case.objects.published().select_related("topic", "division", "opinion")
    return {
        "latest": summaries(latest.order_by("-answered_at", "-pk")[:_LATEST]),
        "figures": month_figures(),
        "congress": finding.congress_for(),
        **{name: made() for name, made in BESIDE.items()},
    }


def month_figures() -> dict[str, int]:
    """Received and answered since the first of the month, and how many answers had no late step."""
    first = timezone.make_aware(datetime.combine(timezone.localdate().replace(day=1), time()))
    opinions = Case.objects.filter(kind="opinion")
    answered = opinions.filter(answered_at__gte=first)
    return {
        "received": opinions.filter(opened_at__gte=first).count(),
        "answered": answered.count(),
        "in_time": answered.filter(was_late=False).count(),
    }


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", {"congress": finding.congress_for()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html", {"congress": finding.congress_for()})
