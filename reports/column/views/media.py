"""The media log of the office and the standing committee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.paging import keyset
from casework.views.files import make_download
from contacts.views.doors import for_officers, for_the_office
from contacts.views.stepping import took
from contacts.year.views.common import chosen_congress, my_congresses
from deputies.models import posts_of
from reports.column import media
from reports.column.access import media_visible_to
from reports.column.forms.writing import MediaForm
from reports.column.models import MediaMention
from reports.column.views.common import download, tabs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from deputies.models import PeoplesCongress

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 5000


@login_required
def media_log(request: HttpRequest) -> HttpResponse:
    for_the_office(request)
    rows = media_visible_to(request.user).prefetch_related("deputies")
    context = {
        "tabs": tabs("media_log"),
        "page": keyset(rows, "day", request.GET, descending=True),
        "may_write": bool(posts_of(request.user).officer),
    }
    return render(request, "column/media.html", context)


@login_required
def media_xlsx(request: HttpRequest) -> HttpResponse:
    for_the_office(request)
    rows = media_visible_to(request.user).prefetch_related("deputies")[:_MOST]
    return download(media.as_spreadsheet(rows), f"{_('Media log')}.xlsx", _XLSX)


@login_required
def media_new(request: HttpRequest) -> HttpResponse:
    for_officers(request)
    return _form(request, chosen_congress(request, my_congresses(request)), None)


@login_required
def media_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(media_visible_to(request.user).select_related("congress"), pk=pk)
    if found.congress_id not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office writes here."))
    return _form(request, found.congress, found)


def _form(request: HttpRequest, congress: PeoplesCongress, known: MediaMention | None) -> HttpResponse:
    form = MediaForm(request.POST or None, request.FILES or None, congress=congress, known=known)

    def run() -> None:
        media.put(congress, form.cleaned_data, actor=Actor.of(request.user), known=known)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Saved."))
        return redirect("media_log")
    title = _("Change the entry") if known else _("Enter a report or interview")
    context = {"form": form, "title": title, "back_url": reverse("media_log"), "has_files": True}
    return render(request, "column/form.html", context, status=400 if form.errors else 200)


@login_required
def media_file(request: HttpRequest, pk: int) -> FileResponse:
    found = get_object_or_404(media_visible_to(request.user), pk=pk)
    if not found.file:
        raise Http404
    response = FileResponse(found.file.open("rb"))
    make_download(response, found.file_name, found.content_type)
    return response
