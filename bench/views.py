"""The yardstick: the least that Django can do for an insert, a list of 25 rows and one row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt

from bench.models import Bare
from casework.models import Case

ROWS = 25


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One INSERT, then a redirect."""
    sent = request.POST
    Bare._default_manager.create(title=sent["body"][:40], body=sent["body"], place=sent["place"])
    return redirect("/bench/list/?congress=1")


def rows(request: HttpRequest) -> HttpResponse:
    """25 rows in one query, with the joins that a list of cases needs, as an HTML table."""
    cases = Case.objects.filter(congress=int(request.GET["congress"]), closed_at=None)
    shown = cases.select_related("topic", "division", "deputy", "organ").order_by("due_on", "pk")[:ROWS]
    return render(request, "bench/list.html", {"cases": shown})


def row(request: HttpRequest, number: str) -> HttpResponse:
    """One row by its key, as HTML."""
    return render(request, "bench/row.html", {"case": get_object_or_404(Case, number=number)})
