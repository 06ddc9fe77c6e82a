"""Organs: all of a period in a table, and a page and a file for each, which the organ itself opens too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deputies.models import Organ, posts_of
from reports.summary import cards, catalogue, organs, periods
from reports.summary.access import congresses_of
from reports.summary.addresses import Lists
from reports.summary.exports.card import as_xlsx
from reports.summary.views.common import download, found

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_required
def summary_organs(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """All organs of the period, in the order of their codes: no ranking."""
    congress, period = found(request, code, key)
    rows = organs.listed(congress, period)
    urls = Lists(congress.code, period.key)
    context: dict[str, Any] = {
        "congress": congress,
        "period": period,
        "heads": [catalogue.FIGURES[one].name for one in organs.COLUMNS],
        "rows": [
            (one, [(counts[code], urls.url(code, organ=str(one.pk))) for code in organs.COLUMNS])
            for one, counts in rows
        ],
        "medians": organs.medians(rows),
    }
    return render(request, "reports/summary/organs.html", context)


@login_required
def summary_organ(request: HttpRequest, code: str, key: str, organ: int) -> HttpResponse:
    """One organ's period beside the median of all; the organ sees its own."""
    congress, period = found(request, code, key, organ)
    one = get_object_or_404(Organ, pk=organ, congress=congress)
    context = {
        "congress": congress,
        "period": period,
        "card": cards.Page(organs.card(congress, period, one), congress.code, period),
        "reads_all": congress.pk in congresses_of(request.user),
        "years": _years(period),
    }
    return render(request, "reports/summary/organ.html", context)


def _years(period: periods.Period) -> list[str]:
    """The years beside a year that somebody may turn to."""
    if not period.is_year:
        return []
    last = timezone.localdate().year
    return [str(n) for n in (period.first.year - 1, period.first.year + 1) if periods.EARLIEST <= n <= last]


@login_required
def summary_organ_file(request: HttpRequest, code: str, key: str, organ: int) -> HttpResponse:
    """The same as a spreadsheet with charts."""
    congress, period = found(request, code, key, organ)
    one = get_object_or_404(Organ, pk=organ, congress=congress)
    name = _("%(organ)s, %(period)s") % {"organ": one, "period": period.key}
    return download(as_xlsx(organs.card(congress, period, one), period), "xlsx", name)


@login_required
def organ_year(request: HttpRequest) -> HttpResponse:
    """This year of the reader's own organ."""
    posts = posts_of(request.user)
    mine = Organ.objects.filter(pk__in=posts.head | posts.handler).select_related("congress")
    organ = mine.order_by("code", "pk").first()
    if organ is None:
        raise PermissionDenied(_("This page is for the people of an organ."))
    return redirect("summary_organ", organ.congress.code, timezone.localdate().year, organ.pk)
