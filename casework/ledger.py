"""The ledger of promises: what organs have promised in their replies, by the date they promised it for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Commitment
from casework.workflows import COMMITMENT
from deputies.models import Organ

if TYPE_CHECKING:
    from collections.abc import Collection

    from casework.models.commitment import CommitmentQuerySet

#: Each way a promise can stand: its words, and its condition. Pages, filters and the year's figures share it.
STANDINGS: dict[str, tuple[Any, Q]] = {
    "open": (_("to be kept"), Q(status__in=COMMITMENT.open_names)),
    "review": (_("second answer to be looked at"), Q(status="released")),
    "carried": (_("carried on to a new date"), Q(carried__gt=0, status__in=COMMITMENT.open_names)),
    "kept": (_("kept"), Q(status="kept")),
    "not_kept": (_("not kept, explained"), Q(status="not_kept")),
}


class LedgerFilter(django_filters.FilterSet):
    """Organ, how it stands, and whether it is late."""

    organ = django_filters.ModelChoiceFilter(
        label=_("Organ"), empty_label=_("any"), queryset=Organ.objects.none()
    )
    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("any"),
        choices=[(name, label) for name, (label, _condition) in STANDINGS.items()],
        method="by_standing",
    )
    late = django_filters.BooleanFilter(
        label=_("Late only"), method="by_late", widget=django_filters.widgets.forms.CheckboxInput
    )

    filters: Any

    class Meta:
        model = Commitment
        fields: list[str] = []

    def __init__(self, data: Any, queryset: CommitmentQuerySet, *, congresses: Collection[int]) -> None:
        super().__init__(data, queryset)
        self.filters["organ"].queryset = Organ.objects.filter(congress__in=congresses).order_by("code")

    def by_standing(self, found: CommitmentQuerySet, name: str, value: str) -> CommitmentQuerySet:
        return found.filter(STANDINGS[value][1])

    def by_late(self, found: CommitmentQuerySet, name: str, value: bool) -> CommitmentQuerySet:
        return found.late(timezone.localdate()) if value else found
