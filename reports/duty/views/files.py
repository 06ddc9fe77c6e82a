"""A report on paper: the sheet to print, .docx and PDF; and the signed list of its meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from casework.official import pdf, word
from deputies import voters
from reports.duty import markup, papers
from reports.duty.access import published_for, reports_visible_to, roles_on
from reports.duty.models import DutyMeeting
from reports.views import DOCX

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.duty.models import DutyReport


@login_required
def duty_print(request: HttpRequest, pk: int) -> HttpResponse:
    """One page to print, as far as the words are written."""
    report = _written(request, pk)
    context = {
        "report": report,
        "paper": papers.paper_of(report),
        "shown": markup.html(report.text),
        "back_url": reverse("duty_report", args=[pk]),
        "printed_on": timezone.localdate(),
    }
    return render(request, "reports/duty/print.html", context)


def _written(request: HttpRequest, pk: int) -> DutyReport:
    """A report whose words the reader may see: drafts are the deputy's alone."""
    seen = reports_visible_to(request.user).for_lists().select_related("mandate__elected_by", "congress")
    report = get_object_or_404(seen, pk=pk)
    if not may_read(request, report):
        raise Http404
    return report


def may_read(request: HttpRequest, report: DutyReport) -> bool:
    """A draft is read by whoever writes it, by nobody else before it is handed in."""
    return report.status in ("submitted", "published") or "deputy" in roles_on(request.user, report)


@login_required
def duty_docx(request: HttpRequest, pk: int) -> HttpResponse:
    report = _written(request, pk)
    return _download(word.write(papers.paper_of(report)), DOCX, report, "docx")


@login_required
def duty_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    report = _written(request, pk)
    return _download(pdf.write(papers.paper_of(report)), "application/pdf", report, "pdf")


def duty_public_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A published report for whoever may read it."""
    seen = published_for(request.user, voters.known(request)).for_lists()
    report = get_object_or_404(seen.select_related("mandate__elected_by"), pk=pk)
    return _download(pdf.write(papers.paper_of(report)), "application/pdf", report, "pdf")


def _download(made: bytes, kind: str, report: DutyReport, suffix: str) -> HttpResponse:
    name = f"{report.deputy}-{report}.{suffix}"
    response = HttpResponse(made, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def duty_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The signed list: for the deputy, the office and the committee; it names people and is never published."""
    seen = reports_visible_to(request.user).values("pk")
    meeting = get_object_or_404(DutyMeeting.objects.filter(report__in=seen).exclude(file=""), report=pk)
    response = FileResponse(
        meeting.file.open(), as_attachment=True, filename=meeting.file_name, content_type=meeting.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
