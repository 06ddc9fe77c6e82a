"""Published reports, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reports.models import SummaryReport
from reports.summary import exporting
from reports.summary.exports import FORMATS
from reports.summary.exports.paper import tables

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST = 100


@require_safe
def annual_reports(request: HttpRequest) -> HttpResponse:
    """Every published report, the latest first."""
    every = SummaryReport.objects.public().exclude(status="replaced").select_related("congress")
    return render(
        request, "reports/summary/public_list.html", {"reports": every.order_by("-published_at")[:_MOST]}
    )


@require_safe
def annual_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its words and its tables, small cells withheld."""
    report = get_object_or_404(SummaryReport.objects.public().select_related("congress", "snapshot"), pk=pk)
    given = exporting.for_public(report)
    newer = SummaryReport.objects.public().filter(
        congress=report.congress_id, period=report.period, edition__gt=report.edition
    )
    context = {
        "report": report,
        "tables": tables(given),
        "definitions": given.definitions,
        "formats": list(FORMATS),
        "newer": newer.order_by("-edition").first(),
        "meetings": report.events.exclude(meeting="").order_by("pk"),
    }
    return render(request, "reports/summary/public_report.html", context)


@require_safe
def annual_report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    report = get_object_or_404(SummaryReport.objects.public().select_related("congress", "snapshot"), pk=pk)
    if kind not in FORMATS:
        raise Http404
    response = HttpResponse(
        exporting.write(exporting.for_public(report), kind), content_type=FORMATS[kind].kind
    )
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{report.title}.{kind}"
    )
    return response
