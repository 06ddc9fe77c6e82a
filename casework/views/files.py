"""Attachments: downloads for those who may see the case, never something a browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import services
from casework.access import attachments_visible_to, roles_on
from casework.confidential import is_masked, shown_name
from casework.errors import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from casework.models import Attachment


def as_download(attachment: Attachment, name: str = "") -> FileResponse:
    """The file as a download."""
    if not attachment.file:
        raise Http404  # it was removed when the identity expired
    response = FileResponse(attachment.file.open("rb"))
    make_download(response, name or attachment.name, attachment.content_type)
    return response


def make_download(response: HttpResponseBase, name: str, content_type: str) -> None:
    """Hand ``response`` out as a download: no sniffing, nothing embedded, nothing kept in a shared cache."""
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Type"] = content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"


@login_required
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """One attachment of a case that the reader may see, or of one that is handled together with it."""
    found = get_object_or_404(attachments_visible_to(request.user).select_related("case"), pk=pk)
    is_hidden = is_masked(found.case, request.user)
    return as_download(found, shown_name(found, is_hidden))


@login_required
def attachment_look(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture as large as the screen, for those who took it in: they turn a scan that lies on its side."""
    found = get_object_or_404(attachments_visible_to(request.user).select_related("case__opinion"), pk=pk)
    if not services.may_turn(found, roles_on(request.user, found.case)):
        raise PermissionDenied(_("Only the office that takes in a letter turns its scan."))
    if request.method == "POST":
        degrees = request.POST.get("degrees", "")
        try:
            services.turn(
                found, actor=Actor.of(request.user), degrees=int(degrees) if degrees.isdecimal() else 0
            )
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("attachment_look", pk)
    return render(request, "cases/look.html", {"file": found, "case": found.case})
