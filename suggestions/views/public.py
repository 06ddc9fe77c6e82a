"""For everybody: the search in public suggestions and motions, and each of them with its whole chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.models.case import Kind
from casework.paging import keyset
from casework.workflows import MOTION, SUGGESTION
from suggestions import public_view as shown
from suggestions.forms_public import PublicSearchForm, session_name
from suggestions.models import Motion, Suggestion
from suggestions.public import published
from suggestions.services import public_copy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_SIZE = 20


@require_safe
def public_suggestions(request: HttpRequest) -> HttpResponse:
    """The latest handed in first; by words, organ, deputy, topic, session, year, class, and key supervision."""
    asked = request.GET.keys() - {"after", "before"}
    form = PublicSearchForm(request.GET if asked else None)
    rows = form.found().select_related("deputy", "organ", "session__term", "suggestion__key")
    page = keyset(rows, "opened_at", request.GET, descending=True, size=_SIZE)
    context = {"form": form, "page": page, "rows": shown.summaries(page.rows), "filtered": bool(asked)}
    return render(request, "suggestions/public/list.html", context)


@require_safe
def public_suggestion(request: HttpRequest, number: str) -> HttpResponse:
    """What people said, what the deputy proposed, what was answered, what was done: in the public copy alone."""
    rows = (
        published()
        .filter(kind=Kind.SUGGESTION)
        .select_related("organ", "session__term__congress", "division")
    )
    case = get_object_or_404(rows, number=number)
    suggestion = Suggestion.objects.select_related("deputy", "key").get(case=case)
    copy = public_copy(case)
    if copy is None:  # taken down since
        raise Http404
    context = {
        "case": case,
        "suggestion": suggestion,
        "copy": copy,
        "names": shown.names_of(suggestion),
        "heard": shown.heard_of(suggestion),
        "answers": shown.answers_of(case, copy),
        "promises": shown.promises_of(case, copy),
        "standing": _(SUGGESTION.by_status[case.status].public),
        "session": session_name(case.session) if case.session else "",
    }
    return render(request, "suggestions/public/suggestion.html", context)


@require_safe
def public_motions(request: HttpRequest) -> HttpResponse:
    """The same list with the motions alone."""
    return redirect(f"{request.path.replace('motions', 'suggestions', 1)}?kind=motion")


@require_safe
def public_motion(request: HttpRequest, number: str) -> HttpResponse:
    """One public motion: cause, grounds, plan and every decision on it, in the public copy alone."""
    rows = published().filter(kind=Kind.MOTION).select_related("organ", "deputy", "session__term__congress")
    case = get_object_or_404(rows, number=number)
    suggestion = Suggestion.objects.filter(case=case).first()
    context = {
        "case": case,
        "motion": Motion.objects.get(case=case),
        "copy": public_copy(case),
        "names": shown.names_of(suggestion) if suggestion else [],
        "heard": shown.heard_of(suggestion),
        "standing": _(MOTION.by_status[case.status].public),
        "session": session_name(case.session) if case.session else "",
    }
    return render(request, "suggestions/public/motion.html", context)
