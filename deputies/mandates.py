"""Who follows whom, which seats are empty, and whether the congress meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from deputies.models import Constituency, Deputy, Mandate, PeoplesCongress, Session
from deputies.models.deputy import MandateStatus

if TYPE_CHECKING:
    from datetime import date

    from deputies.models.deputy import DeputyQuerySet


def successors(deputy: Deputy) -> DeputyQuerySet:
    """Those in office for the constituency that ``deputy`` was elected in last; in the order of the list."""
    last = Mandate.objects.filter(deputy=deputy, constituency__isnull=False).order_by("-starts_on", "-pk")[:1]
    held = Mandate.objects.filter(
        status=MandateStatus.IN_FORCE, constituency__in=list(last.values_list("constituency", flat=True))
    )
    return Deputy.objects.filter(pk__in=held.values("deputy")).exclude(pk=deputy.pk).order_by("number", "pk")


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of a constituency; ``held`` by deputies in office."""

    constituency: Constituency
    held: int

    @property
    def vacant(self) -> int:
        return max(0, self.constituency.seats - self.held)

    @property
    def too_many(self) -> int:
        return max(0, self.held - self.constituency.seats)


def seats_of(congress: PeoplesCongress) -> list[Seats]:
    """Every constituency of the congress with the seats that are held today."""
    held = Count("mandates", filter=Q(mandates__status=MandateStatus.IN_FORCE))
    rows = Constituency.objects.filter(congress=congress).annotate(held=held).order_by("code")
    return [Seats(one, one.held) for one in rows]


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a congress stands on a day. ``session``: the one that meets, else the last; ``coming``: the next."""

    in_session: bool
    session: Session | None
    coming: Session | None


def phase_of(congress: PeoplesCongress, on: date | None = None) -> Phase:
    """In session from the first to the last day of a session, both included; else out of session."""
    day = on or timezone.localdate()
    sessions = Session.objects.filter(term__congress=congress).select_related("term")
    last = sessions.filter(starts_on__lte=day).order_by("-starts_on").first()
    coming = sessions.filter(starts_on__gt=day).order_by("starts_on").first()
    return Phase(bool(last and last.ends_on >= day), last, coming)
