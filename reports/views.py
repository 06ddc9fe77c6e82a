"""The year for the standing committee: figures, the lists behind them, and the two exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.paging import keyset
from casework.typed import whole
from deputies.models import PeoplesCongress, posts_of
from reports import figures, watched
from reports.annual import Year, year_of
from reports.exports import document, spreadsheet
from reports.templatetags.reports import watched_url

if TYPE_CHECKING:
    from django.http import HttpRequest

_HEADLINES = ("received", "accepted", "answered", "on_time", "late", "satisfied")
_CHARTS = {"month": "line", "organ": "rows"}  # long names lie, months run on
_FIRST_YEAR = 2000
_BY_CODE = "place"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def chosen_congress(request: HttpRequest) -> PeoplesCongress:
    """The congress whose year the reader may open: a committee member's or an officer's own."""
    posts = posts_of(request.user)
    allowed = posts.committee | posts.officer
    if not allowed:
        raise PermissionDenied(
            _("The figures of the year are for the standing committee and the liaison office.")
        )
    asked = request.GET.get("congress", "")
    mine = PeoplesCongress.objects.filter(pk__in=allowed)
    return get_object_or_404(mine, code=asked) if asked else mine.order_by("pk")[0]


def _checked(year: int) -> int:
    if not _FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return year


@login_required
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("year", timezone.localdate().year)


@login_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The page of the year."""
    shown = year_of(request.user, chosen_congress(request), _checked(year))
    context = {
        "year": shown,
        "headlines": shown.headlines(*_HEADLINES),
        "all_figures": shown.headlines(*figures.FIGURES),
        "tables": [
            (dimension, shown.breakdowns[name], _CHARTS.get(name, "bar"))
            for name, dimension in figures.DIMENSIONS.items()
        ],
        "watched": _watched_tabs(request, shown.congress),
        "columns": [figures.FIGURES[name] for name in figures.COLUMNS],
        "earlier": shown.year - 1 if shown.year > _FIRST_YEAR else None,
        "later": shown.year + 1 if shown.year < timezone.localdate().year else None,
    }
    return render(request, "reports/year.html", context)


def _watched_tabs(request: HttpRequest, congress: PeoplesCongress, name: str = "") -> list[dict[str, Any]]:
    found = watched.counts(watched.open_in(visible_to(request.user), congress.pk), timezone.localdate())
    return [
        {
            "label": one.label,
            "url": watched_url(one.name, congress.code),
            "current": one.name == name,
            "count": found[one.name],
        }
        for one in watched.LISTS.values()
    ]


@login_required
def watched_cases(request: HttpRequest, name: str) -> HttpResponse:
    """Open cases that a leader supervises, that were urged, or that are late."""
    congress = chosen_congress(request)
    if name not in watched.LISTS:
        raise Http404
    today, leader = timezone.localdate(), request.GET.get("leader", "")
    base = watched.open_in(visible_to(request.user), congress.pk)
    found = watched.cases_of(base, name, today, leader)
    context = {
        "congress": congress,
        "watched": watched.LISTS[name],
        "today": today,
        "leader": leader,
        "leaders": watched.by_leader(base) if name == "supervised" else [],
        "tabs": _watched_tabs(request, congress, name),
        "page": keyset(found.select_related("organ"), "due_on", request.GET),
    }
    return render(request, "reports/watched.html", context)


@login_required
def cases(request: HttpRequest, year: int, figure: str) -> HttpResponse:
    """The list that a figure counts."""
    congress = chosen_congress(request)
    by, key = request.GET.get("by", ""), request.GET.get("key", "")
    if figure not in figures.FIGURES or (by and by not in figures.DIMENSIONS):
        raise Http404
    base = figures.of_year(visible_to(request.user), _checked(year), congress.pk)
    typed = _typed(by, key)
    found = figures.cases_of(base, figure, timezone.localdate(), by, key)
    context = {
        "congress": congress,
        "year": year,
        "figure": figures.FIGURES[figure],
        "by": figures.DIMENSIONS.get(by),
        "name": figures.DIMENSIONS[by].names([typed]).get(typed, "") if by and key else "",
        "count": found.count(),
        "page": keyset(found.for_lists(), "opened_at", request.GET, descending=True),
    }
    return render(request, "reports/cases.html", context)


def _typed(by: str, key: str) -> int | str:
    """The key as the breakdown ``by`` has it: a place by its code, everything else by a number; else 404."""
    number = whole(key)
    if by and key and number is None:
        raise Http404
    return key if by == _BY_CODE or number is None else number


def _download(shown: Year, made: bytes, kind: str, suffix: str) -> HttpResponse:
    words = _("%(congress)s, opinions of the people, %(year)s")
    name = f"{words % {'congress': shown.congress, 'year': shown.year}}.{suffix}"
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def as_spreadsheet(request: HttpRequest, year: int) -> HttpResponse:
    shown = year_of(request.user, chosen_congress(request), _checked(year))
    return _download(shown, spreadsheet.write(shown), XLSX, "xlsx")


@login_required
def as_document(request: HttpRequest, year: int) -> HttpResponse:
    shown = year_of(request.user, chosen_congress(request), _checked(year))
    return _download(shown, document.write(shown), DOCX, "docx")
