"""How well routing did, as a page with its charts and their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import rules as law
from casework.errors import Incomplete
from casework.typed import whole
from deputies.models import posts_of
from feedback.models import RoutingThreshold
from feedback.routing import store
from feedback.routing.thresholds import set_thresholds, thresholds_of
from reports.forms_routing import ThresholdForm
from reports.routing import Routing, routing_of
from reports.views import chosen_congress

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from deputies.models import PeoplesCongress

_MOST_ROWS = 5  # changes that the page shows
PERIODS = (90, 180, 365)  # days
_MOST_TOPICS = 15


@login_required
def routing_figures(request: HttpRequest) -> HttpResponse:
    """The figures; the office sets here from which confidence the router proposes and sends."""
    days = whole(request.GET.get("days", "")) or PERIODS[-1]
    days = days if days in PERIODS else PERIODS[-1]
    congress = chosen_congress(request)
    form = _form(request, congress)
    if request.method == "POST" and form.is_valid() and _is_set(form, congress, request):
        messages.success(request, _("Set. It holds within half a minute."))
        return redirect(f"{request.path}?congress={congress.code}&days={days}#threshold")
    shown = routing_of(congress, days)
    context = {
        "routing": shown,
        "form": form,
        "may_set": congress.pk in posts_of(request.user).officer,
        "earlier": RoutingThreshold.objects.filter(congress=congress).select_related("set_by")[:_MOST_ROWS],
        "days": days,
        "periods": PERIODS,
        "outlooks": {
            "columns": [_("From how sure"), _("Proposed, in percent"), _("Right of these, in percent")],
            "rows": _outlooks(shown),
        },
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
    return render(request, "reports/routing.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, congress: PeoplesCongress) -> ThresholdForm:
    """Raises PermissionDenied for one who reads the figures and does not work in the office."""
    if request.method == "POST" and congress.pk not in posts_of(request.user).officer:
        raise PermissionDenied(_("Only the liaison office sets this."))
    given = request.POST if request.method == "POST" else None
    return ThresholdForm(given, thresholds=thresholds_of(congress), sends=_sends(congress))


def _sends(congress: PeoplesCongress) -> bool:
    return bool(law.profile_for(congress.rule_profile, timezone.localdate()).switch("direct_small_matter"))


def _is_set(form: ThresholdForm, congress: PeoplesCongress, request: HttpRequest) -> bool:
    try:
        set_thresholds(congress, by=Actor.of(request.user), **form.chosen())
    except Incomplete as refused:
        form.add_error(refused.field, str(refused))
        return False
    store.forget()
    return True


def _percent(share: float) -> int:
    return round(share * 100)


def _outlooks(shown: Routing) -> list[dict[str, Any]]:
    """For each threshold: how many topics it would have proposed, and how many of these a person kept."""
    return [
        {
            "label": f"{one.percent} %",
            "values": [_percent(one.named), None if one.right is None else _percent(one.right)],
        }
        for one in shown.outlooks
    ]


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
