"""The summary on a page, the lists behind its figures, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.typed import whole
from reports.models import CountMark, Freezing, Snapshot, SummaryReport
from reports.summary import catalogue, content, exporting, lists, organs, periods, showing, years
from reports.summary.access import congresses_of, congresses_visible_to
from reports.summary.exports import FORMATS
from reports.summary.views.common import download, edition, for_the_office, found

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_required
def summaries(request: HttpRequest) -> HttpResponse:
    """Every period with figures, and what was frozen and written of it."""
    for_the_office(request)
    mine = list(congresses_visible_to(request.user).order_by("division__code", "code"))
    there = years.with_figures([one.pk for one in mine])
    kept: dict[tuple[int, str], list[Snapshot]] = {}
    for one in Snapshot.objects.filter(congress__in=congresses_of(request.user)).defer(
        "content", "definitions"
    ):
        kept.setdefault((one.congress_id, one.period), []).append(one)
    written: dict[tuple[int, str], SummaryReport] = {}
    for report in SummaryReport.objects.filter(congress__in=congresses_of(request.user)).order_by("edition"):
        written[report.congress_id, report.period] = report
    blocks = []
    for congress in mine:
        offered = periods.offered(congress, [year for one, year in there if one == congress])
        rows = [
            {
                "period": period,
                "frozen": kept.get((congress.pk, period.key), []),
                "report": written.get((congress.pk, period.key)),
            }
            for period in offered
        ]
        blocks.append({"congress": congress, "rows": rows})
    return render(request, "reports/summary/summaries.html", {"blocks": blocks})


@login_required
def summary(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The figures of a period as they stand, or as they were frozen."""
    congress, period = found(request, code, key)
    frozen = edition(request, congress, period)
    if frozen is not None:
        page = showing.frozen_page(frozen)
    else:
        page = showing.live_page(content.live(congress, period), congress.code, period)
    kept = Snapshot.objects.filter(congress=congress, period=period.key).order_by("-edition")
    context = {
        "congress": congress,
        "period": period,
        "page": page,
        "frozen": frozen,
        "kept": kept.defer("content", "definitions").select_related("frozen_by"),
        "running": Freezing.objects.filter(congress=congress, period=period.key, finished_at=None).first(),
        "report": SummaryReport.objects.filter(congress=congress, period=period.key)
        .order_by("-edition")
        .first(),
        "counted_at": CountMark.objects.filter(complete=True).values_list("counted_at", flat=True).first(),
        "formats": list(FORMATS),
        "hot": page.content.get(
            "hot"
        ),  # counting it takes longer than a page may: frozen summaries and files have it
        "earlier": _neighbour(period, -1),
        "later": _neighbour(period, 1),
    }
    return render(request, "reports/summary/summary.html", context)


def _neighbour(period: periods.Period, step: int) -> str:
    number = period.first.year + step
    return str(number) if period.is_year and periods.EARLIEST <= number <= timezone.localdate().year else ""


@login_required
def summary_list(request: HttpRequest, code: str, key: str, figure: str) -> HttpResponse:
    """The rows that one figure counts, as far as the reader may see them."""
    congress, period = found(request, code, key)
    if figure not in catalogue.FIGURES:
        raise Http404
    wanted = lists.Wanted(
        figure, request.GET.get("by", ""), request.GET.get("key", ""), request.GET.get("column", "")
    )
    frozen = edition(request, congress, period)
    behind = lists.behind(congress, period, wanted, request.user, frozen)
    if behind is None:
        raise Http404
    pages = Paginator(behind.keys, lists.SIZE)
    page = pages.get_page(whole(request.GET.get("page", "")) or 1)
    context: dict[str, Any] = {
        "congress": congress,
        "period": period,
        "frozen": frozen,
        "figure": catalogue.FIGURES[figure],
        "where": behind.where,
        "behind": behind,
        "rows": behind.lines(list(page.object_list), request.user),
        "newer": _paged(request, page.previous_page_number()) if page.has_previous() else "",
        "older": _paged(request, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "reports/summary/list.html", context)


def _paged(request: HttpRequest, number: int) -> str:
    kept = request.GET.copy()
    kept["page"] = str(number)
    return f"?{kept.urlencode()}"


@login_required
def summary_file(request: HttpRequest, code: str, key: str, kind: str) -> HttpResponse:
    """One file: of the edition that is asked for, else of the figures as they stand."""
    congress, period = found(request, code, key)
    if kind not in FORMATS:
        raise Http404
    frozen = edition(request, congress, period)
    given = exporting.of_snapshot(frozen) if frozen else exporting.of_live(congress, period)
    if kind == "xlsx" and frozen is None:
        given = exporting.with_scorecards(given, organs.cards(congress, period))
    name = _("%(congress)s, annual summary, %(period)s") % {"congress": congress, "period": period.key}
    return download(exporting.write(given, kind), kind, name)


@login_required
def summary_now(request: HttpRequest) -> HttpResponse:
    """This year's summary of the reader's first congress."""
    for_the_office(request)
    congress = congresses_visible_to(request.user).order_by("division__code", "code")[0]
    return redirect("summary", congress.code, timezone.localdate().year)
