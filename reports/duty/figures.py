"""How many duty reports were due, done, excused and missed: each number the list that it counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext_noop

from reports.duty.models import DutyReport

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from reports.duty.models.report import DutyReportQuerySet

#: What each figure counts. Of what was due: done, excused, missed or still to come.
FIGURES: dict[str, tuple[str, Q]] = {
    "due": (gettext_noop("Duty reports due"), Q()),
    "done": (gettext_noop("published"), Q(status="published")),
    "excused": (gettext_noop("excused"), Q(status="excused")),
    "missed": (gettext_noop("missed, and not handed in since"), Q(status="missed")),
    "coming": (
        gettext_noop("still to be handed in or checked"),
        Q(status__in=["scheduled", "notified", "drafting", "submitted"]),
    ),
}


def reports_due(congress: PeoplesCongress, since: date, until: date) -> DutyReportQuerySet:
    """Every report of the congress whose date lies from ``since`` to ``until``, both days counted."""
    return DutyReport.objects.filter(congress=congress, due_on__gte=since, due_on__lte=until)


def reports_of(congress: PeoplesCongress, since: date, until: date, figure: str) -> DutyReportQuerySet:
    """The list that a figure counts. KeyError for a figure that there is not."""
    return reports_due(congress, since, until).filter(FIGURES[figure][1])


def counts(congress: PeoplesCongress, since: date, until: date) -> dict[str, int]:
    """All figures of a congress and a period; one query. ``due`` is the sum of the others."""
    asked = {name: Count("pk", filter=which) for name, (_label, which) in FIGURES.items()}
    return dict(reports_due(congress, since, until).order_by().aggregate(**asked))
