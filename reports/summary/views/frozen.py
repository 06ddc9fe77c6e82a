"""Freezing: asked for, under way, done; and the page that counts a frozen summary again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from accounts.actors import Actor
from casework.errors import Refused
from reports.models import Freezing
from reports.summary import freezing, running, services
from reports.summary.access import congresses_of, snapshots_visible_to
from reports.summary.forms import FreezeForm
from reports.summary.views.common import for_the_office, found

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def summary_freeze(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Ask for the figures to be frozen; a worker does it, and the next page says how far it is."""
    congress, period = found(request, code, key)
    is_correction = freezing.latest(congress, period.key) is not None
    form = FreezeForm(request.POST or None, is_correction=is_correction)
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.ask_to_freeze(
                congress,
                period,
                actor=Actor.of(request.user),
                reason=form.cleaned_data.get("reason", ""),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            running.hint(asked)
            return redirect("summary_freezing", asked.pk)
    context = {"congress": congress, "period": period, "form": form, "is_correction": is_correction}
    status = 400 if request.method == "POST" else 200
    return render(request, "reports/summary/freeze.html", context, status=status)


@login_required
def summary_freezing(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a freezing has come; done, it leads to the frozen summary."""
    for_the_office(request)
    asked = get_object_or_404(
        Freezing.objects.filter(congress__in=congresses_of(request.user)).select_related(
            "congress", "snapshot"
        ),
        pk=pk,
    )
    if asked.snapshot is not None and not request.htmx:  # type: ignore[attr-defined]
        snapshot = asked.snapshot
        response = redirect("summary", asked.congress.code, asked.period)
        response["Location"] += f"?edition={snapshot.edition}"
        return response
    name = "freezing_state" if request.htmx else "freezing"  # type: ignore[attr-defined]
    return render(request, f"reports/summary/{name}.html", {"asked": asked})


@login_required
def summary_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a frozen summary again from its set and say whether it is the same."""
    for_the_office(request)
    snapshot = get_object_or_404(
        snapshots_visible_to(request.user).select_related("congress", "frozen_by"), pk=pk
    )
    context = {
        "snapshot": snapshot,
        "wrong": freezing.verify(snapshot),
        "sets": snapshot.sets.defer("packed").order_by("population"),
    }
    return render(request, "reports/summary/verify.html", context)
