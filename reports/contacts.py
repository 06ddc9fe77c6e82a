"""Who was in contact with people in a period: one function, to which each kind of contact adds its rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count

from casework.models import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from deputies.models import PeoplesCongress


def opinions(congress: PeoplesCongress, since: datetime) -> Iterable[tuple[int, int]]:
    """Opinions that were given to the deputy in the period."""
    given = Case.objects.received().filter(deputy__congress=congress, with_deputy_at__gte=since)
    return given.order_by().values_list("deputy").annotate(Count("pk"))


#: Each gives key of a deputy and number of contacts since the moment.
KINDS: tuple[Callable[[PeoplesCongress, datetime], Iterable[tuple[int, int]]], ...] = (opinions,)


def contacts_of(congress: PeoplesCongress, since: datetime) -> Counter[int]:
    """Contacts of each deputy of the congress since then, of every kind; a deputy without any counts 0."""
    found: Counter[int] = Counter()
    for kind in KINDS:
        for deputy, count in kind(congress, since):
            found[deputy] += count
    return found
