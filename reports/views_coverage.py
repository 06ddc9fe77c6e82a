"""Coverage: who is reached and who is not, as a page and as a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework.typed import whole
from reports.coverage import Coverage, coverage_of
from reports.exports import coverage_sheet
from reports.views import XLSX, chosen_congress

if TYPE_CHECKING:
    from django.http import HttpRequest

PERIODS = (90, 180, 365)  # days
_SHOWN = 100  # rows of one list on the page; the spreadsheet has all


def _coverage(request: HttpRequest) -> tuple[Coverage, int]:
    days = whole(request.GET.get("days", "")) or PERIODS[-1]
    days = days if days in PERIODS else PERIODS[-1]
    return coverage_of(chosen_congress(request), days), days


@login_required
def coverage(request: HttpRequest) -> HttpResponse:
    shown, days = _coverage(request)
    context = {
        "coverage": shown,
        "days": days,
        "periods": PERIODS,
        "most": _SHOWN,
        "columns": [_("Township"), _("Places"), _("with a station"), _("with deputies")],
        "rows": [
            {"label": one.name, "values": [one.places, one.with_station, one.with_deputy]}
            for one in shown.townships
        ],
    }
    return render(request, "reports/coverage.html", context)


@login_required
def coverage_xlsx(request: HttpRequest) -> HttpResponse:
    shown, _days = _coverage(request)
    response = HttpResponse(coverage_sheet.write(shown), content_type=XLSX)
    name = _("%(congress)s, coverage") % {"congress": shown.congress}
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response
