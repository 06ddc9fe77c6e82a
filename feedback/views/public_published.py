"""What was published: opinions and their answers, for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Exists, Max, Min, OuterRef
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from casework.grams import wanted
from casework.models import Case, Topic
from casework.paging import Page, keyset, place_mark, place_of
from deputies.models import Division, Organ
from deputies.remembered import remembered
from feedback import public_view
from feedback.forms.public import PublishedForm
from feedback.public_view import Summary, summaries
from feedback.ranking import ranked

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from casework.models.case import CaseQuerySet

_KEPT = 300
_SIZE = 20


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The latest answers first, or by words the most fitting; by topic, place, organ and year."""
    form = PublishedForm(request.GET or None, topics=_topics(), organs=_organs(), years=_years())
    is_asked = form.is_bound and form.is_valid()
    cases = _filtered(form) if is_asked else Case.objects.published()
    words = form.cleaned_data["q"] if is_asked else ""
    page: Page[Any]
    if words.strip():
        page, rows = _fitting(cases, words, request.GET)
    else:
        page = keyset(
            cases.select_related("topic", "division"), "answered_at", request.GET, descending=True, size=_SIZE
        )
        rows = summaries(page.rows)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "filtered": bool(request.GET.keys() - {"after", "before"}),
    }
    return render(request, "public/published.html", context)


def _fitting(cases: CaseQuerySet, words: str, given: QueryDict) -> tuple[Page[int], list[Summary]]:
    """One page of what was found by words: nothing but what anyone may read takes part."""
    after, until = place_of(given)
    hits = ranked(cases, words, size=_SIZE + 1, after=after, until=until, published_only=True)
    keys = [key for _score, _at, key in hits.rows[:_SIZE]]
    kept = [(name, value) for name, value in given.items() if name not in ("after", "before")]
    more = ""
    if len(hits.rows) > _SIZE:
        more = place_mark(hits.rows[_SIZE - 1], until)
    elif hits.until:
        more = place_mark(None, hits.until)
    older = "?" + urlencode([*kept, ("after", more)]) if more else ""
    newer = "?" + urlencode(kept) if given.get("after") else ""
    found = cases.select_related("topic", "division", "opinion").in_bulk(keys)
    rows = public_view.found([found[key] for key in keys if key in found], wanted(words))
    return Page(keys, newer, older), rows


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
    cases = Case.objects.published()
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
