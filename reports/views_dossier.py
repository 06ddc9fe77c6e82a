"""The dossier of a deputy: by year and by term, as a page that prints, and as two files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework.typed import whole
from contacts import minimum, rules
from deputies.models import posts_of
from reports import dossier
from reports.access import dossiers_visible_to
from reports.exports import dossier_files
from reports.views import DOCX, XLSX, chosen_congress

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User
    from deputies.models import Deputy
    from reports.dossier import Dossier, Period

_SHOWN = 300  # lines of one section on the page; the files have all
_YEARS = 6


@login_required
def dossiers(request: HttpRequest) -> HttpResponse:
    """Every deputy in office with the contacts of this year against the minimum; each name opens the dossier."""
    congress, today = chosen_congress(request), timezone.localdate()
    least = rules.contacts_a_year(congress, today)
    rows = minimum.standings(congress, today.year, today)
    below = request.GET.get("show") == "below"
    words = request.GET.get("q", "").strip()[:40]
    found = [one for one in rows if (one.missing or not below) and words in one.deputy.name]
    url = reverse("dossiers")
    context = {
        "congress": congress,
        "least": least,
        "found": found[:_SHOWN],
        "more": max(0, len(found) - _SHOWN),
        "words": words,
        "below": below,
        "shows": [
            {"label": _("All"), "url": url, "current": not below, "count": len(rows)},
            {
                "label": _("Below the yearly minimum"),
                "url": f"{url}?show=below",
                "current": below,
                "count": sum(bool(one.missing) for one in rows),
            },
        ],
    }
    return render(request, "reports/dossiers.html", context)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _dossier(request, pk)
    deputy, period, today = shown.deputy, shown.period, timezone.localdate()
    least = rules.contacts_a_year(deputy.congress, min(period.until, today))
    context = {
        "shown": shown,
        "deputy": deputy,
        "period": period,
        "query": f"term={period.term.pk}" if period.term else f"year={period.year}",
        "years": [today.year - back for back in range(_YEARS)],
        "terms": [one.term for one in _mandates(deputy)],
        "least": least,
        "standing": minimum.standing_of(deputy, today)
        if period.year == today.year and least.is_in_force
        else None,
        "most": _SHOWN,
        "base": "base_deputy.html" if deputy.pk in posts_of(request.user).deputy else "base_desk.html",
    }
    return render(request, "reports/dossier.html", context)


def _dossier(request: HttpRequest, pk: int) -> Dossier:
    deputy = get_object_or_404(dossiers_visible_to(request.user).select_related("congress"), pk=pk)
    user: User = request.user  # type: ignore[assignment]
    return dossier.dossier_of(user, deputy, _period(request, deputy))


def _period(request: HttpRequest, deputy: Deputy) -> Period:
    """The term or the year that is asked for, else this year; 404 for one that never was."""
    today = timezone.localdate()
    if request.GET.get("term"):
        key = whole(request.GET["term"])
        held = next((one for one in _mandates(deputy) if one.term_id == key), None)
        if held is None:
            raise Http404
        return dossier.Period(held.starts_on, held.ends_on or today, term=held.term)
    year = whole(request.GET.get("year", "") or str(today.year))
    if year is None or not 2000 <= year <= today.year:
        raise Http404
    return dossier.of_year(year)


def _mandates(deputy: Deputy):  # type: ignore[no-untyped-def]
    return list(deputy.mandates.exclude(status="elected").select_related("term").order_by("-starts_on"))


@login_required
def as_spreadsheet(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _dossier(request, pk)
    return _download(shown, dossier_files.spreadsheet(shown), XLSX, "xlsx")


@login_required
def as_document(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _dossier(request, pk)
    return _download(shown, dossier_files.document(shown), DOCX, "docx")


def _download(shown: Dossier, made: bytes, kind: str, suffix: str) -> HttpResponse:
    words = _("Dossier of deputy %(name)s, %(period)s")
    name = f"{words % {'name': shown.deputy.name, 'period': shown.period.label}}.{suffix}"
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
