"""Photos of a meeting: the page on which the office keeps them, and the pictures themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from casework.errors import NotAllowed
from contacts.views.stepping import took
from deputies import voters
from reports.duty.access import published_for, reports_visible_to, roles_on
from reports.duty.models import MeetingPhoto
from reports.duty.services import photos as services
from reports.duty.views.common import find_report
from reports.picture_form import PhotoForm
from reports.pictures import answer

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_required
def duty_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that are there, and the form for one more."""
    report = find_report(request, pk)
    if "officer" not in roles_on(request.user, report):
        raise PermissionDenied(_("Only the liaison office keeps the photos of a meeting."))
    meeting = getattr(report, "meeting", None)
    if meeting is None:
        messages.warning(request, _("Record the meeting first."))
        return redirect("duty_report", pk)
    form = PhotoForm(request.POST or None, request.FILES or None)

    def run() -> None:
        data = form.cleaned_data
        services.add(meeting, data["file"], data["alt"], data["consent"], actor=Actor.of(request.user))

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("The photo is there."))
        return redirect("duty_photos", pk)
    context = {
        "report": report,
        "photos": meeting.photos.all(),
        "is_full": meeting.photos.count() >= services.MOST,
        "form": form,
    }
    return render(request, "reports/duty/photos.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def duty_photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    seen = reports_visible_to(request.user).values("pk")
    row = get_object_or_404(
        MeetingPhoto.objects.filter(meeting__report__in=seen).select_related("meeting__report"), pk=pk
    )
    try:
        services.remove(row, actor=Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    messages.success(request, _("The photo is gone."))
    return redirect("duty_photos", row.meeting.report_id)


@require_safe
def duty_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever may read the report, published or at work."""
    row = get_object_or_404(MeetingPhoto.objects.select_related("meeting__report"), pk=pk)
    report = row.meeting.report
    is_read = published_for(request.user, voters.known(request)).filter(pk=report.pk).exists()
    if not is_read and not reports_visible_to(request.user).filter(pk=report.pk).exists():
        raise Http404
    return answer(request, row, is_public=report.status == "published" and report.audience == "public")
