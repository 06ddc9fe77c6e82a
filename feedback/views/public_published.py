"""What was published: opinions and their answers, for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Max, Min, OuterRef
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from casework.models import Case, Topic
from casework.paging import keyset
from deputies.models import Division, Organ
from deputies.remembered import remembered
from feedback import public_view
from feedback.forms.public import PublishedForm
from feedback.public_view import summaries
from feedback.search import matching

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from casework.models.case import CaseQuerySet

_KEPT = 300
_SIZE = 20


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The latest answers first; by words, topic, place, organ and year."""
    form = PublishedForm(request.GET or None, topics=_topics(), organs=_organs(), years=_years())
    cases = _filtered(form) if form.is_bound and form.is_valid() else Case.objects.published()
    page = keyset(
        cases.select_related("topic", "division"), "answered_at", request.GET, descending=True, size=_SIZE
    )
    context = {
        "form": form,
        "page": page,
        "rows": summaries(page.rows),
        "filtered": bool(request.GET.keys() - {"after", "before"}),
    }
    return render(request, "public/published.html", context)


def _topics() -> list[tuple[int, str]]:
    return remembered(
        f"feedback.topics.{get_language()}",
        _KEPT,
        lambda: [(one.pk, str(one)) for one in Topic.objects.filter(is_active=True)],
    )


def _organs() -> list[tuple[int, str]]:
    """Organs that have answered something which is published."""

    def found() -> list[tuple[int, str]]:
        answered = Case.objects.published().filter(organ=OuterRef("pk"))
        return list(Organ.objects.filter(Exists(answered)).order_by("name").values_list("pk", "name"))

    return remembered("feedback.published.organs", _KEPT, found)


def _years() -> list[int]:
    """The years with published answers, the latest first."""

    def found() -> list[int]:
        edges = Case.objects.published().aggregate(first=Min("answered_at"), last=Max("answered_at"))
        if edges["first"] is None:
            return []
        first, last = (timezone.localtime(edges[name]).year for name in ("first", "last"))
        return list(range(last, first - 1, -1))

    return remembered("feedback.published.years", _KEPT, found)


def _filtered(form: PublishedForm) -> CaseQuerySet:
    given = form.cleaned_data
    cases = matching(Case.objects.published(), given["q"], published_only=True)
    if given["topic"]:
        cases = cases.filter(topic=given["topic"])
    if given["place"]:
        code = Division.objects.values_list("code", flat=True).get(pk=given["place"])
        cases = cases.filter(division__in=Division.objects.filter(code__startswith=code).values("pk"))
    if given["organ"]:
        cases = cases.filter(organ=given["organ"])
    if given["year"]:
        cases = cases.filter(answered_at__year=int(given["year"]))
    return cases


@require_safe
def published_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The words, the place and the answer; personal data that slipped in is starred out."""
    cases = Case.objects.published().select_related("opinion", "topic", "division", "organ", "congress")
    case = get_object_or_404(cases, pk=pk)
    shown = public_view.published([case])[0]
    context = {"case": case, "heading": shown.title, "body": shown.body, "answers": shown.answers}
    return render(request, "public/published_case.html", context)
