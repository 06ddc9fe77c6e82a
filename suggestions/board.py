"""The office's board of a session: where every suggestion stands, what is late, which organ has not spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Assignment, Case, Communication
from casework.models.assignment import HandlingRole
from casework.workflows import SUGGESTION
from casework.workflows.suggestion.statuses import ANSWERED
from deputies.models import Organ, Session

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from casework.models.case import CaseQuerySet

#: Shares whose organ owes an answer and has not spoken with the deputy yet.
_SILENT = (
    Assignment.objects.live()
    .exclude(role=HandlingRole.ASSIST)
    .filter(case=OuterRef("pk"), status__in=("assigned", "handling", "drafted"))
    .filter(~Exists(Communication.objects.filter(assignment=OuterRef("pk"))))
)


def not_spoken(cases: CaseQuerySet) -> CaseQuerySet:
    """Those with an organ that owes an answer and has not spoken with the deputy."""
    return cases.filter(Exists(_SILENT), status__in=("assigned", "handling"))


def to_publish(cases: CaseQuerySet, on: date | None = None) -> CaseQuerySet:
    """Those answered, whose publication nobody has decided and whose day for it has passed."""
    day = on or timezone.localdate()
    return cases.filter(
        suggestion__publications__due_on__lt=day, suggestion__publications__decided_by__isnull=True,
        status__in=ANSWERED,
    )  # fmt: skip


#: Each way to look at the board: its words, and what it shows.
VIEWS: dict[str, tuple[Any, Any]] = {
    "examine": (_("To be examined"), lambda cases: cases.filter(status="lodged")),
    "assign": (
        _("To be assigned"),
        lambda cases: cases.filter(status__in=("accepted", "to_reassign", "appraised")),
    ),
    "late": (_("Late"), lambda cases: cases.late()),
    "silent": (_("Deputy not heard yet"), not_spoken),
    "rate": (_("To be rated"), lambda cases: cases.filter(status="delivered")),
    "unrated": (
        _("Concluded without a rating"),
        lambda cases: cases.filter(status="concluded", result__isnull=True),
    ),
    "dissatisfied": (
        _("Dissatisfied"),
        lambda cases: cases.filter(status__in=("appraised", "to_mediate", "concluded_unhappy")),
    ),
    "key": (_("Under key supervision"), lambda cases: cases.filter(suggestion__key__isnull=False)),
    "decide": (
        _("Publication to be decided"),
        lambda cases: cases.filter(
            suggestion__publications__proposed_by__isnull=False,
            suggestion__publications__decided_by__isnull=True,
        ),
    ),
    "publish": (_("Publication late"), to_publish),
}


class BoardFilter(django_filters.FilterSet):
    """Session, status, organ, and one of the board's views."""

    session = django_filters.ModelChoiceFilter(
        label=_("Session"), empty_label=_("all sessions"), queryset=Session.objects.none()
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("any"),
        choices=[(status.name, _(status.label)) for status in SUGGESTION.statuses],
    )
    organ = django_filters.ModelChoiceFilter(
        label=_("Organ"), empty_label=_("any"), queryset=Organ.objects.none(), method="by_organ"
    )
    view = django_filters.ChoiceFilter(
        label=_("Show"),
        empty_label=_("everything"),
        choices=[(name, words) for name, (words, _rows) in VIEWS.items()],
        method="by_view",
    )

    filters: Any

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: Any, queryset: CaseQuerySet, *, congresses: Collection[int]) -> None:
        super().__init__(data, queryset)
        sessions = Session.objects.filter(term__congress__in=congresses)
        self.filters["session"].queryset = sessions.select_related("term__congress").order_by("-starts_on")
        self.filters["organ"].queryset = Organ.objects.filter(congress__in=congresses).order_by("code")

    def by_organ(self, found: CaseQuerySet, name: str, value: Organ) -> CaseQuerySet:
        shares = Assignment.objects.standing().filter(organ=value)
        return found.filter(pk__in=shares.values("case"))

    def by_view(self, found: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return VIEWS[value][1](found)  # type: ignore[no-any-return]


def tally(cases: CaseQuerySet) -> list[tuple[str, str, int]]:
    """How many stand where: name, words, number; in the order of the process, without empty ones."""
    counts = dict(cases.order_by().values_list("status").annotate(n=Count("pk")))
    return [(one.name, one.label, counts[one.name]) for one in SUGGESTION.statuses if counts.get(one.name)]


def by_organ(cases: CaseQuerySet) -> list[dict[str, Any]]:
    """Each organ in charge: how many it has, is late with, has answered; the busiest first."""
    today = timezone.localdate()
    rows = (
        cases.order_by()
        .filter(organ__isnull=False)
        .values("organ", "organ__name")
        .annotate(
            total=Count("pk"),
            late=Count(
                "pk", filter=Q(closed_at__isnull=True, status__in=("assigned", "handling"), due_on__lt=today)
            ),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
        )
    )
    return list(rows.order_by("-total", "organ__name")[:60])  # type: ignore[arg-type]
