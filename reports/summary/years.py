"""Which congresses and years have figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import ExtractYear
from django.utils import timezone

from casework.models import Case
from contacts.models import ContactRecord
from deputies.models import PeoplesCongress
from reports.models import DayCount
from reports.summary import sums

if TYPE_CHECKING:
    from collections.abc import Iterable


def with_figures(congresses: Iterable[int] | None = None) -> list[tuple[PeoplesCongress, int]]:
    """Each congress with the years in which it received anything or recorded a contact, in order.

    What lower congresses received counts for those above as well: it stands in their summary.
    """
    years = _years()
    every = {one.pk: one for one in PeoplesCongress.objects.order_by("division__code", "code")}
    for key, found in list(years.items()):
        above = every[key].parent_id
        while above is not None:
            years.setdefault(above, set()).update(found)
            above = every[above].parent_id
    wanted = set(every if congresses is None else congresses)
    return [(one, year) for key, one in every.items() if key in wanted for year in sorted(years.get(key, ()))]


def _years() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if sums.is_complete():
        pairs = list(
            DayCount.objects.filter(by="").order_by().values_list("congress", ExtractYear("day")).distinct()
        )
        cases = Case.objects.exclude(kind="opinion").exclude(kind="complaint")
    else:
        pairs, cases = [], Case.objects.exclude(kind="complaint")
    pairs += cases.order_by().values_list("congress", ExtractYear("opened_at")).distinct()
    pairs += ContactRecord.objects.order_by().values_list("congress", ExtractYear("heard_on")).distinct()
    for congress, year in pairs:
        if year <= timezone.localdate().year:
            found.setdefault(congress, set()).add(year)
    return found
