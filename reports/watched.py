"""What the standing committee watches now: open cases that a leader supervises, that were urged, or that are late.

The year counts what came in; these lists are of today, whatever year a case began in. Number and list come from the
same condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.models import Event, Rung
from casework.services import NOBODY_NAMED
from reports.figures import CITIZENS_CLOCKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.utils.functional import Promise

    from casework.models.case import CaseQuerySet

_URGED_BY = [rung.value for rung in Rung if rung != Rung.REMIND]


@dataclass(frozen=True, slots=True)
class Watched:
    """One list: its name in the address, its words and its condition."""

    name: str
    label: Promise
    holds: Callable[[date], Q]


LISTS: dict[str, Watched] = {
    one.name: one
    for one in (
        Watched("supervised", _("Under supervised handling"), lambda today: ~Q(supervised_by="")),
        Watched("urged", _("Urged"), lambda today: Q(urged__gt=0)),
        Watched("late", _("Late"), lambda today: Q(due_on__lt=today) & ~Q(due_clock__in=CITIZENS_CLOCKS)),
    )
}


def url(name: str, congress: str, leader: str = "") -> str:
    """The address of one of the lists."""
    query = {"congress": congress} | ({"leader": leader} if leader else {})
    return f"{reverse('watched', args=[name])}?{urlencode(query)}"


def open_in(cases: CaseQuerySet, congress_id: int) -> CaseQuerySet:
    """Open opinions of one congress; what follows a leading case is watched there."""
    return cases.open().filter(kind="opinion", congress=congress_id).exclude(status="joined")


def counts(cases: CaseQuerySet, today: date) -> dict[str, int]:
    return cases.aggregate(**{name: Count("pk", filter=one.holds(today)) for name, one in LISTS.items()})


def cases_of(cases: CaseQuerySet, name: str, today: date, leader: str = "") -> CaseQuerySet:
    """The list behind a number, each case with its last urging. KeyError for an unknown name."""
    found = cases.filter(LISTS[name].holds(today))
    last = Event.objects.filter(case=OuterRef("pk"), action__in=_URGED_BY, taken_back=None).order_by("-pk")
    found = found.filter(supervised_by=leader) if leader else found
    return found.annotate(
        last_urged_at=Subquery(last.values("at")[:1]), last_urged=Subquery(last.values("action")[:1])
    )


def by_leader(cases: CaseQuerySet) -> list[tuple[str, int]]:
    """The leaders who supervise, each with how many open cases; where nobody is named yet comes first."""
    rows = cases.exclude(supervised_by="").order_by().values_list("supervised_by").annotate(n=Count("pk"))
    return sorted(rows, key=lambda row: (row[0] != NOBODY_NAMED, -row[1], row[0]))
