"""What the pages of the summary share: which congress and period an address means, and who may open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from casework.typed import whole
from deputies.models import PeoplesCongress, posts_of
from reports.models import Snapshot
from reports.summary import periods
from reports.summary.access import congresses_of, congresses_visible_to, snapshots_visible_to
from reports.summary.exports import FORMATS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.summary.periods import Period


def for_the_office(request: HttpRequest) -> None:
    """PermissionDenied to whoever is of no office and no standing committee."""
    if not congresses_of(request.user):
        raise PermissionDenied(_("The annual summary is for the standing committee and the liaison office."))


def found(request: HttpRequest, code: str, key: str, organ: int = 0) -> tuple[PeoplesCongress, Period]:
    """The congress and the period of an address; 404 where the reader may not open them.

    ``organ``: what is asked for is of this organ (its key) alone, which its own people open too.
    """
    posts = posts_of(request.user)
    if organ in posts.head | posts.handler:
        congress = get_object_or_404(PeoplesCongress, code=code, organs=organ)
    else:
        for_the_office(request)
        congress = get_object_or_404(congresses_visible_to(request.user), code=code)
    period = periods.read(congress, key)
    if period is None:
        raise Http404
    return congress, period


def edition(request: HttpRequest, congress: PeoplesCongress, period: Period) -> Snapshot | None:
    """The frozen edition that the address asks for; None for the figures as they stand."""
    wanted = request.GET.get("edition", "")
    if not wanted:
        return None
    number = whole(wanted)
    if number is None:
        raise Http404
    seen = snapshots_visible_to(request.user).select_related("congress", "frozen_by")
    return get_object_or_404(seen, congress=congress, period=period.key, edition=number)


def download(made: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=FORMATS[kind].kind)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.{kind}"
    )
    response["Cache-Control"] = "private, no-store"
    return response
