"""Undo: what is offered with the message after a step, and what happens when it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.access import visible_to
from casework.errors import NotAllowed, Refused
from casework.queues import Queue
from casework.services import session_mark
from casework.services import undo as take_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models import Case, Undo


@login_required
@require_POST
def undo(request: HttpRequest, number: str, first: int) -> HttpResponse:
    """Take back the step that began with the event ``first``."""
    case = get_object_or_404(visible_to(request.user).select_related("congress"), number=number)
    try:
        offer = take_back(
            case, first, actor=Actor.of(request.user), session=session_mark(request.session.session_key)
        )
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        context = {"case": case, "refused": refused}
        return render(request, "cases/not_undone.html", context, status=refused.status_code)
    messages.success(
        request, _("Undone: %(step)s. %(title)s") % {"step": _(offer.page["step"]), "title": case.title}
    )
    return redirect(_back(request, case, offer))


def _back(request: HttpRequest, case: Case, offer: Undo) -> str:
    """The form with what was written in it; without words the queue with the case open, or the case."""
    place = offer.page.get("from")
    if offer.page.get("written"):
        query = {"again": offer.first_id} | ({} if place is None else {"from": place})
        return f"{offer.page['form']}?{urlencode(query)}"
    if place is None:
        return reverse("case", args=[case.number])
    try:
        return Queue(request.user, QueryDict(place)).url(case.number)  # type: ignore[arg-type]
    except PermissionDenied:
        return reverse("case", args=[case.number])
