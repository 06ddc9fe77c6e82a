"""The summary on a page, the lists behind its figures, and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import commitments_visible_to, visible_to
from casework.typed import whole
from deputies.models import posts_of
from reports.models import CountMark, Freezing, Snapshot, SummaryReport
from reports.summary import catalogue, content, exporting, issues, lists, organs, periods, showing, years
from reports.summary.access import congresses_of, congresses_visible_to
from reports.summary.catalogue import opinions
from reports.summary.counting import OWN
from reports.summary.exports import FORMATS
from reports.summary.forms import DaysForm
from reports.summary.terms import Scope
from reports.summary.views.common import download, edition, for_the_office, found
from reports.views import watched_tabs

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.models.commitment import CommitmentQuerySet
    from deputies.models import PeoplesCongress


@login_required
def summaries(request: HttpRequest, form: DaysForm | None = None) -> HttpResponse:
    """Every period with figures, what was frozen and written of it, and a form for any other days."""
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
    context = {"blocks": blocks, "form": form or DaysForm(congresses=congresses_visible_to(request.user))}
    status = 400 if form is not None else 200
    return render(request, "reports/summary/summaries.html", context, status=status)


@login_required
def summary(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """The figures of a period as they stand, or as they were frozen."""
    congress, period = found(request, code, key)
    frozen = edition(request, congress, period)
    alone = frozen is None and request.GET.get("level") == OWN
    if frozen is not None:
        page, hot = showing.frozen_page(frozen), frozen.content["hot"]
    else:
        made, hot = content.live(congress, period, alone=alone), issues.lately(congress, period)
        page = showing.live_page(made, congress.code, period, OWN if alone else "")
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
        "hot": page.hot(hot, issues.open_to(request.user, hot)),
        "alone": alone,
        "has_lower": len(page.content["columns"]) > 1 or alone,
        "watched": [] if frozen else watched_tabs(request, congress),
        "complaints": None if frozen else _complaints(request, congress, period),
        "earlier": _neighbour(period, -1),
        "later": _neighbour(period, 1),
    }
    return render(request, "reports/summary/summary.html", context)


def _complaints(
    request: HttpRequest, congress: PeoplesCongress, period: periods.Period
) -> dict[str, Any] | None:
    """Complaints about deputies, for members of that standing committee alone."""
    if congress.pk not in posts_of(request.user).committee:
        return None
    seen = visible_to(request.user).complaints().filter(congress=congress)
    now, then = (Scope.of((congress.pk,), one) for one in (period, periods.before(period)))
    return seen.aggregate(
        number=Count("pk", filter=Q(opened_at__gte=now.start, opened_at__lt=now.end)),
        before=Count("pk", filter=Q(opened_at__gte=then.start, opened_at__lt=then.end)),
    )


def _neighbour(period: periods.Period, step: int) -> str:
    number = period.first.year + step
    return str(number) if period.is_year and periods.EARLIEST <= number <= timezone.localdate().year else ""


@login_required
def summary_list(request: HttpRequest, code: str, key: str, figure: str) -> HttpResponse:
    """The rows that one figure counts, as far as the reader may see them."""
    if figure not in catalogue.FIGURES:
        raise Http404
    asked = request.GET
    wanted = lists.Wanted(
        figure,
        asked.get("by", ""),
        asked.get("key", ""),
        asked.get("column", ""),
        whole(asked.get("organ", "")) or 0,
    )
    congress, period = found(request, code, key, wanted.of_organ)
    frozen = edition(request, congress, period)
    behind = lists.behind(congress, period, wanted, request.user, frozen)
    if behind is None:
        raise Http404
    pages = Paginator(behind.keys, lists.SIZE)
    page = pages.get_page(whole(request.GET.get("page", "")) or 1)
    rows = behind.lines(list(page.object_list), request.user)
    context: dict[str, Any] = {
        "congress": congress,
        "period": period,
        "frozen": frozen,
        "figure": catalogue.FIGURES[figure],
        "where": behind.where,
        "organ": wanted.of_organ,
        "reads_all": congress.pk in congresses_of(request.user),
        "behind": behind,
        "rows": rows,
        "states": any(row.state for row in rows),
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
        given = exporting.with_sheets(
            given, organs.listed(congress, period), _promises(request, congress, period)
        )
    name = _("%(congress)s, annual summary, %(period)s") % {"congress": congress, "period": period.key}
    return download(exporting.write(given, kind), kind, name)


def _promises(request: HttpRequest, congress: PeoplesCongress, period: periods.Period) -> CommitmentQuerySet:
    """The promises in the answers to the opinions of the period, those that the reader may see."""
    received = opinions.received(Scope.of((congress.pk,), period)).order_by()
    promises = commitments_visible_to(request.user).filter(case__in=received.values("pk"))
    return promises.select_related("case", "organ").order_by("due_on", "pk")


@login_required
def summary_now(request: HttpRequest) -> HttpResponse:
    """This year's summary of the reader's first congress, or of the one that is asked for."""
    for_the_office(request)
    mine = congresses_visible_to(request.user).order_by("division__code", "code")
    asked = request.GET.get("congress", "")
    congress = get_object_or_404(mine, code=asked) if asked else mine[0]
    return redirect("summary", congress.code, timezone.localdate().year)


@login_required
def summary_days(request: HttpRequest) -> HttpResponse:
    """From two days to the address of the time between them."""
    for_the_office(request)
    form = DaysForm(request.GET, congresses=congresses_visible_to(request.user))
    if form.is_valid():
        period = periods.between(form.cleaned_data["since"], form.cleaned_data["until"])
        return redirect("summary", form.cleaned_data["congress"].code, period.key)
    return summaries(request, form)
