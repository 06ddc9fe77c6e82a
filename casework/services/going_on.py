"""The time for an answer, which stood still, goes on: by the office, by its last day, or by whoever acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import clocks
from casework.models import Assignment, Case, Commitment
from casework.models.assignment import HandlingRole
from casework.rules import Due, current_calendar, profile_by_key, put_off

if TYPE_CHECKING:
    from datetime import date

    from casework.engine import Step
    from casework.models import Event

WITH_ORGANS = ("assigned", "handling")
#: Whoever takes one of these goes on with the matter: of the case, and of an organ's share.
_OF_THE_CASE = frozenset({"add_organ", "object", "recall", "release_reply"})
_OF_A_SHARE = frozenset({"submit_reply", "object", "release_reply", "circulate", "agree", "disagree"})


class Advance(Protocol):
    """``services.advance``, handed in: it calls this module."""

    def __call__(self, moving: Case, action: str, *, actor: Actor, **given: Any) -> Event: ...


def why_not_while_still(case: Case) -> str:
    """Why a step that counts with the date of the answer has to wait; empty where it need not."""
    return _("The time for the answer stands still. Let it go on first.") if case.stands_still else ""


def wake(moving: Case | Assignment | Commitment, step: Step, advance: Advance) -> None:
    """Before a step that goes on with the matter the time goes on by itself, and the citizen is told so."""
    if (
        isinstance(moving, Commitment)
        or not moving.case.stands_still
        or moving.case.status not in WITH_ORGANS
    ):
        return
    if step.action in (_OF_THE_CASE if isinstance(moving, Case) else _OF_A_SHARE):
        go_on(moving.case, actor=Actor.system, advance=advance)
        if isinstance(moving, Assignment):
            moving.refresh_from_db(fields=["due_on", "stood_due_on"])


def go_on(case: Case, *, actor: Actor, advance: Advance, today: date | None = None, **given: Any) -> Event:
    """The date of the answer is later by the days it stood still, and so are those of the organs.

    A scheduler that stood still adds none: the time goes on from the last day at the latest.
    """
    last = _last_day(case, today)
    running = clocks.gone_on(case, last)
    event = advance(
        case, "resume_clock", actor=actor, agreed=running, stood_to=last, **running.as_answer(), **given
    )
    for share in case.assignments.filter(stood_due_on__isnull=False):
        share.due_on, share.stood_due_on = _of_share(case, share), None
        share.save(update_fields=["due_on", "stood_due_on"])
    return event


def date_if_gone_on(case: Case) -> date | None:
    """When the answer would be due if the time went on today."""
    return clocks.gone_on(case, _last_day(case)).due_on


def _last_day(case: Case, today: date | None = None) -> date:
    today = today or timezone.localdate()
    return min(today, case.due_on or today)


def _of_share(case: Case, share: Assignment) -> date:
    """The answer's own date where the organ answers by it; else its own one, by as many days later."""
    before, first, last = share.stood_due_on, case.stood_from, case.stood_to
    if before is None or first is None or last is None or before == case.stood_due_on:
        return case.answer_due_on or share.due_on
    name = "assist_opinion" if share.role == HandlingRole.ASSIST else case.stood_clock
    unit = profile_by_key(case.profile).clock(f"{case.kind}.{name}").period.unit
    return put_off(Due(before, None), unit, first, last, current_calendar()).date
