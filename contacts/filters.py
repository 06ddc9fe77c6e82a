"""Narrowing the list of contacts: whose, and from which day to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from casework.steps import day_field
from contacts.models import ContactRecord
from deputies.models import Deputy

if TYPE_CHECKING:
    from contacts.models.record import ContactRecordQuerySet
    from deputies.models import Posts


_DAY = day_field("").widget


class RecordFilter(django_filters.FilterSet):
    """Deputy, and the days between which it was heard, both counted."""

    deputy = django_filters.ModelChoiceFilter(
        label=_("Deputy"), empty_label=_("any"), queryset=Deputy.objects.none()
    )
    since = django_filters.DateFilter(
        label=_("Heard from"), field_name="heard_on", lookup_expr="gte", widget=_DAY
    )
    until = django_filters.DateFilter(
        label=_("Heard until"), field_name="heard_on", lookup_expr="lte", widget=_DAY
    )

    show = django_filters.CharFilter(widget=HiddenInput, method="as_it_is")

    filters: Any

    class Meta:
        model = ContactRecord
        fields: list[str] = []

    def __init__(self, data: Any, queryset: ContactRecordQuerySet, *, posts: Posts) -> None:
        super().__init__(data, queryset)
        shown = queryset.order_by().values("deputy")
        mine = Q(congress__in=posts.officer | posts.committee) | Q(pk__in=shown)
        self.filters["deputy"].queryset = Deputy.objects.filter(mine).order_by("name", "pk")

    def as_it_is(self, found: ContactRecordQuerySet, name: str, value: str) -> ContactRecordQuerySet:
        """Which list is shown the page decides; the form only keeps it."""
        return found
