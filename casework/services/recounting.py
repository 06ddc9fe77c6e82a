"""Provisional dates, counted anew when the days off of their year are announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from accounts.actors import Actor
from casework import clocks
from casework.errors import Refused
from casework.models import Case
from casework.services.advance import advance

if TYPE_CHECKING:
    from datetime import date


def recount_provisional() -> int:
    """Settle every provisional date of an open case that can be settled now; returns how many dates moved.

    A date is counted again from the same day by the same version of the rules: only the calendar is new.
    """
    # A joined case takes over the date of the leading one; what stands still is counted when it goes on.
    provisional = (
        Case.objects.open().provisional().exclude(status="joined").exclude(due_clock=clocks.SUSPENDED)
    )
    # Keys first: SQLite refuses to write while a read of the same connection is still open.
    return sum(_recount(key) for key in list(provisional.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _recount(key: int) -> int:
    case = Case.objects.open().provisional().filter(pk=key).first()
    if case is None:
        return 0
    running, answer = clocks.again(case), clocks.answer_again(case)
    if (running.provisional, answer.provisional) == (case.due_provisional, case.answer_provisional):
        return 0
    is_moved = (running.due_on, answer.due_on) != (case.due_on, case.answer_due_on)
    before = case.answer_due_on
    try:
        advance(
            case,
            "move_date" if is_moved else "confirm_date",
            actor=Actor.system,
            **running.columns(),
            **answer.as_answer(),
        )
    except Refused:  # somebody took a step at this moment; the next turn finds the case as it then stands
        return 0
    if before and answer.due_on and before != answer.due_on:
        move_shares(case, before, answer.due_on)
    return int(is_moved)


def move_shares(case: Case, before: date, after: date) -> None:
    """The organs that answer by the date of the case move with it; inner dates only where they would be later."""
    live = case.assignments.live()
    live.filter(due_on=before).update(due_on=after, version=F("version") + 1)
    live.filter(due_on__gt=after).update(due_on=after, version=F("version") + 1)
