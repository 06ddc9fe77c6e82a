"""Who follows whom, and what is missing: successors, vacancies, and sentences for mandates that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deputies.models import Deputy, Mandate
from deputies.models.deputy import MandateStatus

if TYPE_CHECKING:
    from deputies.models.deputy import DeputyQuerySet


def successors(deputy: Deputy) -> DeputyQuerySet:
    """Those in office for the constituency that ``deputy`` was elected in last; in the order of the list."""
    last = Mandate.objects.filter(deputy=deputy, constituency__isnull=False).order_by("-starts_on", "-pk")[:1]
    held = Mandate.objects.filter(
        status=MandateStatus.IN_FORCE, constituency__in=list(last.values_list("constituency", flat=True))
    )
    return Deputy.objects.filter(pk__in=held.values("deputy")).exclude(pk=deputy.pk).order_by("number", "pk")
