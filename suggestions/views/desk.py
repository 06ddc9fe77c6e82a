"""The board of a session, for the office and the standing committee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.paging import keyset
from deputies.models import Session, posts_of
from suggestions.board import VIEWS, BoardFilter, by_organ, not_spoken, tally

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models.case import CaseQuerySet


@login_required
def suggestion_board(request: HttpRequest) -> HttpResponse:
    """All suggestions of a session; the latest one where none is asked for."""
    posts = posts_of(request.user)
    if not posts.has("officer", "committee"):
        raise PermissionDenied(_("The board is for the liaison office and the standing committee."))
    congresses = posts.officer | posts.committee
    given = request.GET.copy()
    if "session" not in given:
        held = Session.objects.filter(term__congress__in=congresses, cases__isnull=False)
        latest = held.order_by("-starts_on").first()
        given["session"] = str(latest.pk) if latest else ""
    chosen = str(given["session"])
    everything = visible_to(request.user).suggestions()
    shown = BoardFilter(given, everything, congresses=congresses)
    found = shown.qs if shown.form.is_valid() else everything.none()
    of_session = everything.filter(session=int(chosen)) if chosen.isdigit() else everything
    rows = found.select_related("organ", "deputy", "session", "owner", "suggestion__key")
    page = keyset(rows, "opened_at", given, descending=True)
    silent = set(not_spoken(found.filter(pk__in=[row.pk for row in page.rows])).values_list("pk", flat=True))
    context = {
        "filter": shown,
        "page": page,
        "silent": silent,
        "tally": tally(of_session),
        "organs": _organs(of_session, chosen),
        "organ_columns": [_("Organ in charge"), _("Suggestions"), _("Answered"), _("Late")],
        "views": _views(of_session, chosen),
        "session": chosen,
    }
    return render(request, "suggestions/board.html", context)


def _organs(of_session: CaseQuerySet, session: str) -> list[dict[str, Any]]:
    """Rows of the chart: each organ with the address of its suggestions."""
    url = reverse("suggestion_board")
    return [
        {
            "label": one["organ__name"],
            "url": f"{url}?{urlencode({'session': session, 'organ': one['organ']})}",
            "values": [one["total"], one["answered"], one["late"]],
        }
        for one in by_organ(of_session)
    ]


def _views(of_session: CaseQuerySet, session: str) -> list[dict[str, str]]:
    """What the office looks at first, each with its number and its address."""
    url = reverse("suggestion_board")
    return [
        {
            "label": str(words),
            "count": str(narrow(of_session).count()),
            "url": f"{url}?{urlencode({'session': session, 'view': name})}",
            "state": "late" if name in ("late", "publish") else "",
        }
        for name, (words, narrow) in VIEWS.items()
    ]
