"""What the standing committee watches now, and the addresses that the figures of a year had before the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.paging import keyset
from deputies.models import PeoplesCongress, posts_of
from reports import watched

if TYPE_CHECKING:
    from django.http import HttpRequest

_FIRST_YEAR = 2000
#: Figures and groups that have another name in the summary; all others kept theirs.
_FIGURES = {
    "dissatisfied": "opinions.result_1",
    "promised": "promised.all",
    "promise_due": "promised.open",
    "promise_late": "promised.late",
    "promise_kept": "promised.kept",
    "promise_not_kept": "promised.broken",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def chosen_congress(request: HttpRequest) -> PeoplesCongress:
    """The congress whose figures the reader may open: a committee member's or an officer's own."""
    posts = posts_of(request.user)
    allowed = posts.committee | posts.officer
    if not allowed:
        raise PermissionDenied(
            _("The figures of the year are for the standing committee and the liaison office.")
        )
    asked = request.GET.get("congress", "")
    mine = PeoplesCongress.objects.filter(pk__in=allowed)
    return get_object_or_404(mine, code=asked) if asked else mine.order_by("division__code", "code")[0]


def _checked(year: int) -> int:
    if not _FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return year


# --- Addresses of before ----------------------------------------------------------------------------------
@login_required
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("summary", chosen_congress(request).code, timezone.localdate().year)


@login_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    return redirect("summary", chosen_congress(request).code, _checked(year))


@login_required
def year_file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    return redirect("summary_file", chosen_congress(request).code, _checked(year), kind)


@login_required
def cases(request: HttpRequest, year: int, figure: str) -> HttpResponse:
    """The list of a figure: of this congress alone, as it was then."""
    code, by, key = chosen_congress(request).code, request.GET.get("by", ""), request.GET.get("key", "")
    if by == "month" and key:
        key = f"{year}-{key:0>2}"
    figure = _FIGURES.get(figure, f"opinions.{figure}")
    query = {"column": "own"} | ({"by": by, "key": key} if by else {})
    return redirect(f"{reverse('summary_list', args=[code, _checked(year), figure])}?{urlencode(query)}")


# --- Watched now ------------------------------------------------------------------------------------------
def watched_tabs(request: HttpRequest, congress: PeoplesCongress, name: str = "") -> list[dict[str, Any]]:
    """What is watched now in a congress: each list with its address and how many there are."""
    found = watched.counts(watched.open_in(visible_to(request.user), congress.pk), timezone.localdate())
    return [
        {
            "label": one.label,
            "url": watched.url(one.name, congress.code),
            "current": one.name == name,
            "count": found[one.name],
        }
        for one in watched.LISTS.values()
    ]


@login_required
def watched_cases(request: HttpRequest, name: str) -> HttpResponse:
    """Open cases that a leader supervises, that were urged, or that are late."""
    congress = chosen_congress(request)
    if name not in watched.LISTS:
        raise Http404
    today, leader = timezone.localdate(), request.GET.get("leader", "")
    base = watched.open_in(visible_to(request.user), congress.pk)
    found = watched.cases_of(base, name, today, leader)
    context = {
        "congress": congress,
        "watched": watched.LISTS[name],
        "today": today,
        "leader": leader,
        "leaders": watched.by_leader(base) if name == "supervised" else [],
        "tabs": watched_tabs(request, congress, name),
        "page": keyset(found.select_related("organ"), "due_on", request.GET),
    }
    return render(request, "reports/watched.html", context)
