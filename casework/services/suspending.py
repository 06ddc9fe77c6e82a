"""The time for an answer stands still, where the rules of the place allow it: once, with a reason the citizen reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import clocks
from casework.engine import KEEP
from casework.errors import Refused, StepRefused
from casework.models import Case
from casework.rules import profile_by_key
from casework.services.advance import advance, check_version
from casework.services.going_on import WITH_ORGANS, go_on
from casework.services.settling import hold

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Event


def why_not_suspended(case: Case) -> str:
    """Why the time for the answer cannot stand still; empty where it can."""
    if profile_by_key(case.profile).switch("suspend_clock") is not True:
        return _("The rules of this place do not let the time for an answer stand still.")
    if case.stood_from is not None:
        return _("The time for an answer can stand still once; it has done so already.")
    if case.due_on is not None and case.due_on < timezone.localdate():
        return _("The answer is late already; a time that is over cannot stand still.")
    if case.assignments.filter(status__in=["circulated", "to_agree"]).exists():
        return _("A draft is being countersigned; the answer is under way.")
    return ""


def why_not_gone_on(case: Case) -> str:
    """Why the time cannot go on: because it does."""
    return "" if case.stands_still else _("The time for the answer does not stand still.")


@transaction.atomic
def suspend(
    case: Case, *, actor: Actor, note: str, until: date | None = None, expected_version: int | None = None
) -> Event:
    """Let the time for the answer stand still from today, to ``until`` at most; left out, as long as the rules allow.

    The organs' dates stand still with it. The citizen and the organs read ``note``, the reason.
    Raises Incomplete("until") for a day that is not later than today, or later than the rules allow.
    """
    check_version(case, expected_version)
    hold(case)
    if refused := why_not_suspended(case):
        raise StepRefused(refused)
    stands = clocks.following(case, KEEP)
    event = advance(
        case, "suspend", actor=actor, note=note, agreed=clocks.suspended(case, until), **stands.as_answer(),
        stood_clock=stands.name, stood_counted_from=stands.counted_from, stood_due_on=stands.due_on,
        stood_from=timezone.localdate(), stood_why=note,
    )  # fmt: skip
    # What is late stays late, and what was answered in time was.
    waiting = case.assignments.live().exclude(status="released").filter(due_on__gte=timezone.localdate())
    waiting.update(stood_due_on=F("due_on"), due_on=case.due_on)
    return event


@transaction.atomic
def resume_clock(case: Case, *, actor: Actor, note: str = "", expected_version: int | None = None) -> Event:
    """Let the time for the answer go on: the date moves by the days it stood still."""
    check_version(case, expected_version)
    hold(case)
    if refused := why_not_gone_on(case):
        raise StepRefused(refused)
    return go_on(case, actor=actor, advance=advance, note=note)


def resume_over(today: date | None = None) -> int:
    """Let the time go on wherever its last day has come; returns how often.

    A scheduler that stood still over that day makes it up once, and the citizen's date does not suffer from it.
    """
    today = today or timezone.localdate()
    over = Case.objects.open().filter(due_clock=clocks.SUSPENDED, status__in=WITH_ORGANS, due_on__lte=today)
    return sum(_resume(key, today) for key in list(over.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _resume(key: int, today: date) -> int:
    case = Case.objects.get(pk=key)
    try:
        go_on(case, actor=Actor.system, advance=advance, today=today)
    except Refused:  # somebody was faster
        return 0
    return 1
