"""Coverage: who is reached and who is not, as a page, as the lists behind it and as a spreadsheet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.typed import whole
from deputies.models import Deputy, Division
from reports.contact_lists import MOST, Wanted, lines
from reports.coverage import Coverage, coverage_of
from reports.exports import coverage_sheet
from reports.views import XLSX, chosen_congress

if TYPE_CHECKING:
    from django.http import HttpRequest

    from deputies.models import PeoplesCongress

PERIODS = (90, 180, 365)  # days
_SHOWN = 100  # rows of one list on the page; the spreadsheet has all
_MET = 30  # deputies of the table that has a column for each channel


def _days(request: HttpRequest) -> int:
    days = whole(request.GET.get("days", "")) or PERIODS[-1]
    return days if days in PERIODS else PERIODS[-1]


def _coverage(request: HttpRequest) -> tuple[Coverage, int]:
    days = _days(request)
    return coverage_of(chosen_congress(request), days), days


@login_required
def coverage(request: HttpRequest) -> HttpResponse:
    shown, days = _coverage(request)
    met, channels = shown.met, shown.contacts.channels
    context = {
        "coverage": shown,
        "days": days,
        "periods": PERIODS,
        "most": _SHOWN,
        "most_met": _MET,
        "columns": [_("Township"), _("Places"), _("with a station"), _("with deputies"), _("heard")],
        "rows": [
            {"label": one.name, "values": [one.places, one.with_station, one.with_deputy, one.heard]}
            for one in shown.townships
        ],
        "kinds": [
            {
                "label": str(one),
                "values": [shown.contacts.by(one.pk)],
                "url": contacts_url(shown.congress, days, channel=one.code),
            }
            for one in channels
        ],
        "kind_columns": [_("Channel"), _("Contacts")],
        "met": [
            (deputy, _linked(shown.congress, days, deputy.pk, channels, row), total)
            for deputy, row, total in met[:_MET]
        ],
    }
    return render(request, "reports/coverage.html", context)


def contacts_url(congress: PeoplesCongress, days: int, **wanted: Any) -> str:
    """The list behind a figure."""
    return f"{reverse('coverage_contacts')}?{urlencode({'congress': congress.code, 'days': days, **wanted})}"


def _linked(
    congress: PeoplesCongress, days: int, deputy: int, channels: list[Channel], row: list[int]
) -> list[tuple[int, str]]:
    """Each number with the address of its list; a nought has none."""
    return [
        (n, contacts_url(congress, days, deputy=deputy, channel=one.code) if n else "")
        for one, n in zip(channels, row, strict=True)
    ]


@login_required
def coverage_contacts(request: HttpRequest) -> HttpResponse:
    """The contacts that one figure counts."""
    congress, days = chosen_congress(request), _days(request)
    wanted, title = _wanted(request, congress)
    page = whole(request.GET.get("page", "")) or 1
    since = timezone.localdate() - timedelta(days=days)
    found = lines(request.user, congress, since, wanted, page)
    kept = [(name, value) for name, value in request.GET.items() if name != "page"]
    context = {
        "congress": congress,
        "days": days,
        "since": since,
        "title": title,
        "found": found,
        "most": MOST,
        "newer": f"?{urlencode([*kept, ('page', found.page - 1)])}" if found.page > 1 else "",
        "older": f"?{urlencode([*kept, ('page', found.page + 1)])}" if found.has_more else "",
    }
    return render(request, "reports/contacts.html", context)


def _wanted(request: HttpRequest, congress: PeoplesCongress) -> tuple[Wanted, str]:
    """What the address asks for, and its words; 404 for what is not there."""
    given = {name: request.GET.get(name, "") for name in ("deputy", "channel", "place")}
    words: list[str] = []
    key: int | None = None
    if given["deputy"]:
        key = whole(given["deputy"])
        if key is None:
            raise Http404
        words.append(get_object_or_404(Deputy, pk=key, congress=congress).name)
    if given["channel"]:
        words.append(str(get_object_or_404(Channel, code=given["channel"])))
    if given["place"]:
        words.append(get_object_or_404(Division, code=given["place"]).name)
    return Wanted(key, given["channel"], given["place"]), " · ".join(words)


@login_required
def coverage_xlsx(request: HttpRequest) -> HttpResponse:
    shown, _days = _coverage(request)
    response = HttpResponse(coverage_sheet.write(shown), content_type=XLSX)
    name = _("%(congress)s, coverage") % {"congress": shown.congress}
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response
