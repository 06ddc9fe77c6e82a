"""How well routing did, as a page with its charts and their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from casework.typed import whole
from reports.routing import Routing, routing_of
from reports.views import chosen_congress

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PERIODS = (90, 180, 365)  # days
_MOST_TOPICS = 15


@login_required
def routing_figures(request: HttpRequest) -> HttpResponse:
    days = whole(request.GET.get("days", "")) or PERIODS[-1]
    days = days if days in PERIODS else PERIODS[-1]
    shown = routing_of(chosen_congress(request), days)
    context = {
        "routing": shown,
        "days": days,
        "periods": PERIODS,
        "threshold": _percent(shown.threshold),
        "shares": {
            "right": _percent(shown.scores.accuracy),
            "proposed": _percent(shown.coverage),
            "kept": _percent(shown.shown_right),
            "sure": _percent(shown.scores.coverage_at_97),
            "gap": _percent(shown.scores.calibration_error),
        },
        "calibration": {
            "columns": [_("How sure"), _("Right, in percent"), _("Said, in percent"), _("Cases")],
            "rows": _calibration(shown),
        },
        "months": {
            "columns": [_("Month"), _("Right, in percent"), _("Proposed, in percent"), _("Cases")],
            "rows": _months(shown),
        },
        "classes": {
            "columns": [_("Topic"), _("Found, in percent"), _("Reliable, in percent"), _("Cases")],
            "rows": _classes(shown),
        },
    }
    return render(request, "reports/routing.html", context)


def _percent(share: float) -> int:
    return round(share * 100)


def _calibration(shown: Routing) -> list[dict[str, Any]]:
    """For each tenth of sureness how often it was right: the two agree where the router knows itself."""
    return [
        {
            "label": f"{_percent(row['from'])}–{_percent(row['from']) + 10} %",
            "values": [_percent(row["right"]), _percent(row["sure"]), row["messages"]],
        }
        for row in shown.scores.calibration
    ]


def _months(shown: Routing) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{month.first:%Y-%m}",
            "values": [_percent(month.right), _percent(month.shown), month.decided],
        }
        for month in shown.months
    ]


def _classes(shown: Routing) -> list[dict[str, Any]]:
    rows = sorted(shown.scores.per_class.items(), key=lambda item: (-item[1]["messages"], item[0]))[
        :_MOST_TOPICS
    ]
    return [
        {
            "label": label,
            "values": [_percent(one["recall"]), _percent(one["precision"]), round(one["messages"])],
        }
        for label, one in rows
    ]
