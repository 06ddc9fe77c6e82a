"""Whom a round may hold: the deputies of a congress, and how often each has reported in the term. Reads alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils import timezone

from deputies.models import Constituency, LiaisonStation, Mandate
from deputies.models.deputy import MandateStatus
from reports.duty import rules
from reports.duty.models import DutyReport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from deputies.models import Deputy, PeoplesCongress

OPEN = ("scheduled", "notified", "drafting", "missed")
#: Which deputies are shown: who has not reported in the term, who owes a report yet, or everybody.
SHOWS = ("none", "due", "all")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One deputy in office: ``done`` reports of the term out of ``owed``, and the one that is open, if any."""

    mandate: Mandate
    done: int
    owed: int
    last_on: date | None
    open: DutyReport | None
    top: int  # the highest number of a report of the term, 0 for none

    @property
    def deputy(self) -> Deputy:
        return self.mandate.deputy

    def is_shown(self, which: str) -> bool:
        return which == "all" or self.done == 0 or (which == "due" and self.done < self.owed)


def candidates(
    congress: PeoplesCongress, *, constituency: str = "", station: str = "", only: Iterable[int] | None = None
) -> list[Candidate]:
    """Everybody in office in the congress, by name; two queries. ``only``: of these deputies."""
    rows = _mandates(congress)
    if constituency.isdecimal():
        rows = rows.filter(constituency=int(constituency))
    if station.isdecimal():
        rows = rows.filter(deputy__memberships__station=int(station))
    if only is not None:
        rows = rows.filter(deputy__in=list(only))
    reports = _of_the_term(rows)
    owed = rules.numbers(rules.key_for(congress, timezone.localdate())).a_term
    latest: dict[int, Mandate] = {}
    for one in rows.select_related("deputy", "constituency", "elected_by"):
        latest.setdefault(one.deputy_id, one)
    return [_candidate(one, reports[one.pk], owed) for one in latest.values()]


def _mandates(congress: PeoplesCongress) -> QuerySet[Mandate]:
    """Those in force, by name; of each deputy the latest first."""
    held = Mandate.objects.filter(deputy__congress=congress, status=MandateStatus.IN_FORCE)
    return held.select_related("term").order_by("deputy__name", "deputy", "-starts_on")


def _of_the_term(mandates: QuerySet[Mandate]) -> dict[int, list[DutyReport]]:
    found: dict[int, list[DutyReport]] = defaultdict(list)
    rows = DutyReport.objects.filter(mandate__in=mandates.order_by().values("pk"), kind="term")
    for one in rows.select_related("round").order_by("turn"):
        found[one.mandate_id].append(one)
    return found


def _candidate(mandate: Mandate, reports: list[DutyReport], owed: int) -> Candidate:
    done = [one for one in reports if one.status in ("published", "submitted")]
    return Candidate(
        mandate=mandate,
        done=len(done),
        owed=owed,
        last_on=max((one.handed_in_on for one in done if one.handed_in_on), default=None),
        open=next((one for one in reports if one.status in OPEN), None),
        top=max((one.turn or 0 for one in reports), default=0),
    )


def constituencies_of(congress: PeoplesCongress) -> QuerySet[Constituency]:
    return Constituency.objects.filter(pk__in=_mandates(congress).order_by().values("constituency"))


def stations_of(congress: PeoplesCongress) -> QuerySet[LiaisonStation]:
    """Stations of the congress, and those of others at which its deputies receive people."""
    of_deputies = Q(memberships__deputy__congress=congress)
    found = LiaisonStation.objects.filter(Q(congress=congress) | of_deputies, is_open=True)
    return found.distinct().order_by("name", F("pk"))
