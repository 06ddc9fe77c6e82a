"""The office's queue: the list, the case beside it, its filters and the views an officer has saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.access import roles_on
from casework.models import SavedView
from casework.queues import Queue
from casework.views.case import find, summary
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LONGEST_VIEW = 400  # characters
MOST_VIEWS = 20


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Left the cases in the order they are due, right the open one."""
    shown = Queue(request.user, request.GET)  # type: ignore[arg-type]
    if request.htmx and request.htmx.target == "case-pane":  # type: ignore[attr-defined]
        return render(request, "desk/_pane.html", pane(request, shown))
    views = list(SavedView.objects.filter(user=request.user.pk)[:MOST_VIEWS])
    rows = shown.page.rows
    context = {
        "queue": shown,
        "page": shown.page,
        "rows": list(zip(rows, shown.urls(row.number for row in rows), strict=True)),
        "counters": shown.counters(),
        "views": views,
        "view": next((view for view in views if view.query == shown.query), None),
        "roles_office": posts_of(request.user).has("officer", "station"),
        **pane(request, shown),
    }
    return render(request, "desk/queue.html", context)


def pane(request: HttpRequest, shown: Queue) -> dict[str, Any]:
    """The case that is open beside the list, if one is."""
    number = request.GET.get("open", "")
    if not number:
        return {"case": None}
    case = find(request, number)
    return summary(request, case, roles_on(request.user, case, organs=()), place=shown.place)


@login_required
def filters(request: HttpRequest) -> HttpResponse:
    """All filters with their choices: a page of its own, so that the queue need not carry 1,200 names."""
    shown = Queue(request.user, request.GET, whole_form=True)  # type: ignore[arg-type]
    shown.filter.offer_places()
    context = {"queue": shown, "form": shown.filter.form}
    return render(request, "desk/_filters.html" if request.htmx else "desk/filters.html", context)  # type: ignore[attr-defined]


@login_required
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name. Words that were searched for are left out: they may name a person."""
    shown = Queue(request.user, _without_words(request.POST.get("query", "")))  # type: ignore[arg-type]
    name = request.POST.get("name", "").strip()[:40]
    if not name or len(shown.query) > _LONGEST_VIEW:
        messages.error(request, _("Give the view a name."))
    else:
        _keep(request, name, shown.query)
    return redirect(f"{reverse('queue')}?{shown.query}")


def _without_words(query: str) -> QueryDict:
    given = QueryDict(query, mutable=True)
    given.pop("q", None)
    return given


def _keep(request: HttpRequest, name: str, query: str) -> None:
    try:
        with transaction.atomic():
            SavedView.objects.update_or_create(
                user_id=request.user.pk or 0, name=name, defaults={"query": query}
            )
    except IntegrityError:
        pass  # the same press twice: the view is there
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": name})


@login_required
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, user=request.user.pk)
    view.delete()
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect("queue")
