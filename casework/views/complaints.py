"""Complaints about deputies: the standing committee's own list; nobody else has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.paging import keyset
from casework.typed import whole
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_YEARS = range(2000, 2200)


@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """Open ones by the date they are due, closed ones the latest first; with ``year`` all received in it."""
    if not posts_of(request.user).committee:
        raise PermissionDenied(_("Complaints about deputies are for the standing committee alone."))
    seen = visible_to(request.user).complaints()
    year = whole(request.GET.get("year", ""))
    if year in _YEARS:
        rows, key, tab = seen.filter(opened_at__year=year), "opened_at", "year"
    elif request.GET.get("tab") == "closed":
        rows, key, tab = seen.filter(closed_at__isnull=False), "opened_at", "closed"
    else:
        rows, key, tab = seen.open(), "due_on", "open"
    context = {
        "page": keyset(
            rows.select_related("complaint__about", "owner"), key, request.GET, descending=key == "opened_at"
        ),
        "tabs": _tabs(tab, seen.open()[:100].count(), year),
        "late": seen.exclude(status="answered").late(timezone.localdate())[:100].count(),
    }
    return render(request, "desk/complaints.html", context)


def _tabs(current: str, still_open: int, year: int | None) -> list[dict[str, Any]]:
    url = reverse("complaints")
    tabs: list[tuple[str, str, str, int | None]] = [
        ("open", _("Open"), url, still_open),
        ("closed", _("Closed"), f"{url}?tab=closed", None),
    ]
    if current == "year":
        words = _("Received in %(year)s") % {"year": year}
        tabs.append(("year", words, f"{url}?year={year}", None))
    return [
        {"label": label, "url": address, "current": name == current, "count": count}
        for name, label, address, count in tabs
    ]
