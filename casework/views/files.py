"""Attachments: downloads for those who may see the case, never something a browser runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from casework.access import attachments_visible_to
from casework.confidential import is_masked, shown_name

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.models import Attachment


def as_download(attachment: Attachment, name: str = "") -> FileResponse:
    """The file as a download: no sniffing, nothing embedded, nothing kept in a shared cache."""
    if not attachment.file:
        raise Http404  # it was removed when the identity expired
    response = FileResponse(attachment.file.open("rb"), as_attachment=True, filename=name or attachment.name)
    response.headers["Content-Type"] = attachment.content_type
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """One attachment of a case that the reader may see, or of one that is handled together with it."""
    found = get_object_or_404(attachments_visible_to(request.user).select_related("case"), pk=pk)
    is_hidden = is_masked(found.case, request.user)
    return as_download(found, shown_name(found, is_hidden))
