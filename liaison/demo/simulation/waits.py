"""When what lies before somebody is done: planned once for each place in which it waits, or once they were urged."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from casework.models import Assignment, Case, Rung, Urging
from liaison.demo.simulation import plans

if TYPE_CHECKING:
    from django.db.models import Model

    from liaison.demo.simulation.plans import Plan
    from liaison.demo.simulation.town import Town

_OFTEN = 3  # then somebody else takes the matter into their hands


class Waits:
    """Remembers who plans what for when; ``look`` reads anew how often each was urged."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.urged: Counter[tuple[object, ...]] = Counter()
        self._plans: dict[tuple[object, ...], Plan] = {}

    def look(self) -> None:
        self.urged = _urged()

    def is_ripe(
        self, waiting: Model, due_on: date | None, since: datetime, until: date | None = None
    ) -> bool:
        """Whether it is done today. ``until``: people mean to do it by then, and not only by the date itself."""
        key = type(waiting), waiting.pk, getattr(waiting, "status", ""), since, due_on
        plan = self._plans.get(key)
        if plan is None:
            dice = self.town.dice("plan", *key[1:4])
            begun = timezone.localtime(since)
            plan = plans.of_staff(dice, self.town.workdays, begun, until or due_on or begun.date())
            self._plans[key] = plan
        return plan.ripe(timezone.localdate(), self.how_often(waiting, due_on))

    def is_ripe_or_taken_over(
        self, waiting: Model, due_on: date | None, since: datetime, until: date | None = None
    ) -> bool:
        """The same; a colleague does what somebody leaves who was urged three times."""
        return self.is_ripe(waiting, due_on, since, until) or self.how_often(waiting, due_on) >= _OFTEN

    def how_often(self, waiting: Model, due_on: date | None) -> int:
        return self.urged[type(waiting), waiting.pk, due_on]


def _urged() -> Counter[tuple[object, ...]]:
    """How often somebody was urged for the date that runs: by model, key and date."""
    found: Counter[tuple[object, ...]] = Counter()
    taken = Urging.objects.filter(case__closed_at=None).exclude(rung=Rung.REMIND)
    for case, share, due_on, count in taken.values_list("case", "assignment", "due_on").annotate(
        n=Count("pk")
    ):
        found[(Assignment, share, due_on) if share else (Case, case, due_on)] = count
    return found
