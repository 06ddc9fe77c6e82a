"""Cases whose deputy is no longer in office: to the successor, or to the station, and the citizen is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import Refused
from casework.models import Case
from casework.services import advance
from deputies import finding, mandates
from deputies.models import Deputy

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet
    from deputies.models import LiaisonStation, PeoplesCongress

_WITH_A_DEPUTY = ("with_deputy", "to_convert")


@dataclass(frozen=True, slots=True)
class Moved:
    """How many cases went where."""

    to_successors: int = 0
    to_stations: int = 0

    @property
    def total(self) -> int:
        return self.to_successors + self.to_stations


def orphans(congress: PeoplesCongress | None = None) -> CaseQuerySet:
    """Cases that wait for a deputy who may not act any more: the term or the mandate ended, or is suspended.

    A case that such a deputy has answered stays with the office, which has the answer before it.
    """
    cases = Case.objects.filter(kind="opinion", status__in=_WITH_A_DEPUTY)
    cases = cases.exclude(deputy__in=Deputy.objects.in_office().values("pk"))
    return cases.filter(congress=congress) if congress else cases


def rehome(congress: PeoplesCongress | None = None) -> Moved:
    """Pass each orphan on, each in a transaction of its own; a second call finds none."""
    moved = {True: 0, False: 0}
    for key in list(orphans(congress).order_by("due_on", "pk").values_list("pk", flat=True)):
        case = orphans().select_related("deputy", "station", "division").filter(pk=key).first()
        went = _pass_on(case) if case else None
        if went is not None:
            moved[went] += 1
    return Moved(to_successors=moved[True], to_stations=moved[False])


def _pass_on(case: Case) -> bool | None:
    """Whether a successor has it now; None where somebody acted at the same moment."""
    successor = _successor(case)
    try:
        if successor is not None:
            _to_successor(case, successor)
        else:
            _to_station(case)
    except Refused:
        return None
    return successor is not None


def _successor(case: Case) -> Deputy | None:
    """Of those in office for the same constituency whoever has the fewest open cases."""
    if case.deputy is None:
        return None
    waiting = Q(cases__kind="opinion", cases__closed_at=None, cases__with_deputy_at__isnull=False)
    load = Count("cases", filter=waiting)
    found = mandates.successors(case.deputy).filter(congress=case.congress_id)
    return found.annotate(load=load).order_by("load", "number", "pk").first()


def _to_successor(case: Case, successor: Deputy) -> None:
    note = _("From %(before)s to %(after)s.") % {"before": case.deputy, "after": successor}
    advance(
        case,
        "pass_to_successor",
        actor=Actor.system,
        note=note,
        deputy=successor,
        with_deputy_at=timezone.now(),
    )


def _to_station(case: Case) -> None:
    station = _station(case)
    note = _("%(before)s has no successor yet. Now at: %(station)s.") % {
        "before": case.deputy,
        "station": station or _("liaison office"),
    }
    advance(
        case,
        "pass_to_station",
        actor=Actor.system,
        note=note,
        deputy=None,
        with_deputy_at=None,
        station=station,
    )


def _station(case: Case) -> LiaisonStation | None:
    """The case's own station, the deputy's, or the nearest one of its place; None: the office has it."""
    if case.station is not None and case.station.is_open:
        return case.station
    own = finding.open_stations().filter(congress=case.congress_id)
    found: LiaisonStation | None = own.filter(memberships__deputy=case.deputy).first()
    if found is None and case.division is not None:
        found = next(
            (one for one in finding.at(case.division).stations if one.congress_id == case.congress_id), None
        )
    return found
