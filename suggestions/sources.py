"""The opinions behind a suggestion in figures: how many, from where, in which months. No names, no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from casework.models import Case


@dataclass(frozen=True, slots=True)
class Counts:
    """How many opinions, by place and by month of receipt; what was joined to one counts with it."""

    total: int
    places: list[tuple[str, int]]
    months: list[tuple[str, int]]


def counts_of(opinions: Iterable[Case]) -> Counts:
    places: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for case in opinions:
        heard = 1 + case.joined_count
        places[str(case.division) if case.division else ""] += heard
        months[timezone.localdate(case.opened_at).strftime("%Y-%m")] += heard
    return Counts(sum(months.values()), places.most_common(), sorted(months.items()))
