"""Open data: the page that explains them, the files, and the office's page on which a year is put out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from casework.errors import Refused
from casework.typed import whole
from contacts.views.doors import for_the_office
from contacts.year.views.common import chosen_congress, my_congresses
from deputies.models import PeoplesCongress, posts_of
from reports.column import counting, open_data
from reports.column.models import OpenData
from reports.column.suppression import LEAST
from reports.column.views.caching import cached
from reports.column.views.common import tabs

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

_KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_YEARS = 8


@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """What there is, what each column means, and why some cells are empty."""
    counting.count(request, "open_data")
    context = {
        "sets": OpenData.objects.defer("rows").select_related("congress").order_by("congress__code", "-year"),
        "fields": [(name, kind, _(words)) for name, (kind, words) in open_data.FIELDS.items()],
        "outcomes": [(code, _(words)) for code, words in open_data.OUTCOMES.items()],
        "least": LEAST,
        "licence": open_data.LICENCE,
    }
    return render(request, "column/open_data.html", context)


def _set(code: str, year: int) -> OpenData:
    return get_object_or_404(OpenData.objects.select_related("congress"), congress__code=code, year=year)


@require_safe
def open_data_file(request: HttpRequest, code: str, year: int, suffix: str) -> HttpResponse:
    """The file of a year. It never changes, so whoever has it may keep it."""
    data = _set(code, year)

    def made() -> bytes:
        if suffix == "csv":
            return open_data.as_csv(data)
        return json.dumps(open_data.as_json(data), ensure_ascii=False, indent=1).encode()

    counting.count(request, "open_data_file", data.pk)
    response = cached(request, made, _KINDS[suffix], data.put_out_at)
    name = f"opinions-{code}-{year}.{suffix}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@require_safe
def open_data_package(request: HttpRequest, code: str) -> HttpResponse:
    """datapackage.json of a congress."""
    congress = get_object_or_404(PeoplesCongress, code=code)
    sets = list(congress.open_data.defer("rows").order_by("year"))

    def address(one: OpenData) -> str:
        return request.build_absolute_uri(reverse("open_data_file", args=[code, one.year, "csv"]))

    def made() -> bytes:
        return json.dumps(
            open_data.descriptor(congress, sets, address), ensure_ascii=False, indent=1
        ).encode()

    newest: datetime | None = max((one.put_out_at for one in sets), default=None)
    return cached(request, made, _KINDS["json"], newest)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_data_desk(request: HttpRequest) -> HttpResponse:
    """The years that can be put out, and those that are."""
    for_the_office(request)
    congress = chosen_congress(request, my_congresses(request, committee=True))
    if request.method == "POST":
        year = whole(request.POST.get("year", "")) or 0
        try:
            open_data.put_out(congress, year, actor=Actor.of(request.user))
            messages.success(request, _("The data of %(year)s are published.") % {"year": year})
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("open_data_desk")
    this = timezone.localdate().year
    known = {one.year: one for one in congress.open_data.defer("rows").select_related("put_out_by")}
    years = [
        {"year": year, "set": known.get(year), "why_not": open_data.why_not_put_out(congress, year)}
        for year in range(this - 1, this - 1 - _YEARS, -1)
    ]
    context = {
        "tabs": tabs("open_data_desk"),
        "congress": congress,
        "years": [one for one in years if one["set"] or not one["why_not"]],
        "may_write": congress.pk in posts_of(request.user).officer,
        "least": LEAST,
    }
    return render(request, "column/open_data_desk.html", context)
