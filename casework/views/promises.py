"""Promises: the ledger of the office, the list of the organ, the page of one promise and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import history
from casework.access import commitments_visible_to, roles_on
from casework.confidential import is_shielded, shielded
from casework.ledger import LedgerFilter
from casework.models.commitment import ReportState
from casework.paging import keyset
from casework.services import allowed_steps
from casework.steps import promise_form
from casework.views.taking import Taking
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.engine import Step
    from casework.models import Commitment

_WITH = ("case__congress", "case__opinion", "case__station", "organ", "assignment__organ", "reply")


@login_required
def ledger(request: HttpRequest) -> HttpResponse:
    """Every promise of the reader's congress or station, by the promised date."""
    posts = posts_of(request.user)
    if not posts.has("officer", "station", "committee"):
        raise PermissionDenied(
            _("The ledger of promises is for liaison offices, stations and the committee.")
        )
    seen = commitments_visible_to(request.user)
    wanted = request.GET.copy()
    wanted.setdefault("standing", "open")  # what is still owed, unless the reader asks for something else
    narrowed = LedgerFilter(wanted, seen, congresses=posts.congresses)
    page = keyset(narrowed.qs.select_related(*_WITH), "due_on", request.GET)
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [_row(one, request) for one in page.rows],
        "form": narrowed.form,
        "is_narrowed": bool(request.GET),
        "late": seen.late(today)[:100].count(),
        "review": seen.filter(status="released")[:100].count(),
    }
    return render(request, "desk/promises.html", context)


@login_required
def of_the_organ(request: HttpRequest) -> HttpResponse:
    """What this organ has promised and not yet kept, the latest first; it goes on after a case is closed."""
    posts = posts_of(request.user)
    if not posts.handler and not posts.head:
        raise PermissionDenied(_("Only the staff of an organ have this list."))
    mine = commitments_visible_to(request.user).filter(organ__in=posts.handler | posts.head)
    done = request.GET.get("tab") == "done"
    rows = mine.filter(closed_at__isnull=not done).select_related(*_WITH)
    page = keyset(rows, "due_on", request.GET, descending=done)
    url = reverse("organ_promises")
    context = {
        "page": page,
        "rows": [_row(one, request) for one in page.rows],
        "late": mine.late()[:100].count(),
        "tabs": [
            {"label": _("To be kept"), "url": url, "current": not done, "count": mine.open()[:100].count()},
            {"label": _("Finished"), "url": f"{url}?tab=done", "current": done, "count": None},
        ],
    }
    return render(request, "organ/promises.html", context)


def _row(commitment: Commitment, request: HttpRequest) -> Commitment:
    """With the title as this reader may read it."""
    commitment.case = shielded(commitment.case, request.user)
    return commitment


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: what was said, its date and article, the second answers, and what this reader may do."""
    commitment = _find(request, pk)
    case = commitment.case
    roles = roles_on(request.user, case, organs=[commitment.organ_id])
    events = commitment.events.select_related("actor").order_by("pk")
    lines = history.lines(case, events, roles, [commitment.assignment])
    context = {
        "promise": commitment,
        "case": case,
        "steps": _steps(commitment, Actor.of(request.user)),
        "reports": _reports(commitment, roles),
        "lines": [] if is_shielded(case, roles) and "deputy" in roles else lines,
    }
    return render(request, "cases/promise.html", context)


def _find(request: HttpRequest, pk: int) -> Commitment:
    commitment: Any = get_object_or_404(commitments_visible_to(request.user).select_related(*_WITH), pk=pk)
    commitment.case = shielded(commitment.case, request.user)
    commitment.assignment.case = commitment.case
    return commitment  # type: ignore[no-any-return]


def _steps(commitment: Commitment, actor: Actor) -> list[Step]:
    found = []
    for step in allowed_steps(commitment, actor):
        form = promise_form(step.action)
        if form and not form.why_not(commitment):
            found.append(step)
    return found


def _reports(commitment: Commitment, roles: frozenset[str]) -> list[Any]:
    """What has left the organ; its own people see what is still on its way as well."""
    reports = commitment.reports.select_related("author", "released_by", "reviewed_by")
    if roles & {"handler", "head"}:
        return list(reports)
    return list(reports.filter(state__in=[ReportState.RELEASED, ReportState.APPROVED, ReportState.RETURNED]))


@login_required
def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Show the form of a step of a promise, or take it."""
    commitment = _find(request, pk)
    form = promise_form(action)
    if form is None:
        raise Http404
    return Taking(request, commitment, action, form, {"commitment": commitment}).answer()
