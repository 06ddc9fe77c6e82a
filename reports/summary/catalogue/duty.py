"""Duty reports that were due in the period: published, excused, missed or still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.duty.access import reports_visible_to
from reports.duty.figures import FIGURES as STATES
from reports.duty.models import DutyReport
from reports.summary.terms import Figure, Line, Population

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from reports.duty.models.report import DutyReportQuerySet
    from reports.summary.terms import Reader, Scope


def _due(scope: Scope) -> DutyReportQuerySet:
    return DutyReport.objects.filter(
        congress__in=scope.congresses, due_on__gte=scope.first, due_on__lte=scope.last
    )


def _line(report: DutyReport, reader: Reader) -> Line:
    state = str(report.get_status_display())
    return Line(str(report), reverse("duty_report", args=[report.pk]), report.due_on, state=state)


REPORTS = Population(
    "reports",
    _("Duty reports of deputies"),
    pgettext_lazy("unit of a figure", "reports"),
    _due,
    reports_visible_to,
    _line,
    related=("deputy", "congress"),
)


def _reports(short: str, name: Promise, definition: Promise, of: str = "reports.due") -> Figure:
    condition = STATES[short][1]
    return Figure(
        f"reports.{short}",
        name,
        definition,
        "Law on Deputies art. 58",
        REPORTS,
        lambda scope: condition,
        of,
    )


FIGURES = (
    _reports(
        "due",
        _("duty reports due"),
        _(
            "Reports on their duty whose date lies within the period: after a session, yearly, or of the term."
        ),
        of="",
    ),
    _reports("done", _("duty reports published"), _("Of those due: published by the day of the summary.")),
    _reports(
        "excused",
        _("duty reports excused"),
        _("Of those due: the office excused the deputy, for a reason that is written down."),
    ),
    _reports(
        "missed",
        _("duty reports missed"),
        _("Of those due: the date has passed and nothing was handed in, nor since."),
    ),
    _reports(
        "coming",
        _("duty reports still to come"),
        _("Of those due: to be written, handed in or checked on the day of the summary."),
    ),
)
