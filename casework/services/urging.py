"""The urging ladder: reminded, urged, urged again, supervised; each once for a date, by the profile's days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Case as DbCase
from django.db.models import Exists, F, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.clocks import SUSPENDED
from casework.errors import Refused, StepRefused
from casework.models import Assignment, Case, Rung, Urging
from casework.rules import urging_days
from casework.services.advance import advance, workflow_of
from casework.services.going_on import why_not_while_still
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet

#: The rungs by their names in a profile.
_RUNGS = {
    "remind": Rung.REMIND,
    "urge": Rung.URGE,
    "second_urge": Rung.URGE_AGAIN,
    "supervise": Rung.SUPERVISE,
}
_WITH_ORGANS = ("assigned", "handling")  # there each organ has a date of its own
#: The day from which an organ's date is counted: that of the question where it is asked to countersign.
_BEGAN = DbCase(When(status="to_agree", then=F("status_since")), default=F("assigned_at"))
_FURTHEST = 60  # days before a date in which any profile begins to remind
NOBODY_NAMED = "—"


def urge_due(today: date | None = None) -> int:
    """Take every step of the ladder whose day has come; returns how many.

    What fell due while the scheduler stood still is made up, each step once, in the order of the ladder.
    """
    today = today or timezone.localdate()
    done = 0
    for name, rung in _RUNGS.items():
        for moving, key, planned in list(_waiting(name, rung, today)):
            done += _take(moving, key, rung, planned)
    return done


def _waiting(name: str, rung: Rung, today: date) -> Iterator[tuple[type[Case] | type[Assignment], int, date]]:
    """Model, key and planned day of everything for which ``rung`` is due and was not taken."""
    sources: dict[Any, Any] = {
        Case: _without(rung, "case", _open_cases(today)).values_list("pk", "profile", "due_on", "due_from"),
        Assignment: _without(rung, "assignment", _open_shares(today)).values_list(
            "pk", "case__profile", "due_on", _BEGAN
        ),
    }
    for model, rows in sources.items():
        for key, profile, due_on, began in rows.order_by("pk").iterator():
            planned = urging_days(profile, due_on)[name]
            first = timezone.localdate(began) if model is Assignment else began
            # A clock that is shorter than the time of the reminder begins with the date itself.
            if planned <= today and (first is None or planned > first):
                yield model, key, planned


def _open_cases(today: date) -> QuerySet[Case]:
    """Those in which the office, a deputy or the standing committee owes the next step, and whose time counts.

    Among several separate organs, too, once all have either answered or objected: then no organ is in turn, and
    the office owes the decision.
    """
    organs_in_turn = Assignment.objects.in_turn().answering().filter(case=OuterRef("pk"))
    owed = {name for workflow in WORKFLOWS.values() for name in workflow.step("remind").sources}
    waiting = Q(status__in=sorted(owed.difference(_WITH_ORGANS)))
    undecided = Q(~Exists(organs_in_turn), status__in=_WITH_ORGANS)
    return Case.objects.open().filter(
        waiting | undecided, ~Q(due_clock=SUSPENDED), due_on__lte=_horizon(today)
    )


def _open_shares(today: date) -> QuerySet[Assignment]:
    counts = ~Q(case__due_clock=SUSPENDED)
    return Assignment.objects.in_turn().filter(
        counts, due_on__lte=_horizon(today), case__status__in=_WITH_ORGANS
    )


def _horizon(today: date) -> date:
    return today + timedelta(days=_FURTHEST)


def _without(rung: Rung, of: str, rows: Any) -> Any:
    taken = Urging.objects.filter(Q(**{of: OuterRef("pk")}), due_on=OuterRef("due_on"), rung=rung)
    return rows.filter(~Exists(taken.filter(assignment=None) if of == "case" else taken))


def _take(model: type[Case] | type[Assignment], key: int, rung: Rung, planned: date) -> int:
    """One step, with its event and its notice; 0 where somebody was faster."""
    try:
        with transaction.atomic():
            return _step(model, key, rung, planned)
    except (Refused, IntegrityError):
        return 0


def _step(model: type[Case] | type[Assignment], key: int, rung: Rung, planned: date) -> int:
    moving = model._default_manager.select_related("congress" if model is Case else "case__congress").get(
        pk=key
    )
    share = moving if isinstance(moving, Assignment) else None
    step = workflow_of(moving).step(rung)
    if moving.status not in step.sources or moving.due_on is None:
        return 0
    changes: dict[str, Any] = {"urged": moving.urged + (rung != Rung.REMIND)}
    if rung == Rung.SUPERVISE and share is None:
        changes["supervised_by"] = _leader(moving.case)
    event = advance(moving, rung, actor=Actor.system, **changes)
    Urging.objects.create(
        case=moving.case, assignment=share, event=event, rung=rung, due_on=moving.due_on, planned_on=planned
    )
    if share is not None and rung != Rung.REMIND:
        Case.objects.filter(pk=share.case_id).update(urged=F("urged") + 1)
    if rung == Rung.SUPERVISE and share is not None and not share.case.supervised_by:
        advance(share.case, rung, actor=Actor.system, supervised_by=_leader(share.case))
    return 1


def _leader(case: Case) -> str:
    """Who supervises: the leader whom the congress has named; a dash tells the office to name one."""
    return case.supervised_by or case.congress.supervising_leader or NOBODY_NAMED


@transaction.atomic
def supervise(
    case: Case, *, actor: Actor, leader: str, note: str = "", expected_version: int | None = None
) -> None:
    """The office puts a case under the supervision of a named leader, or names another one."""
    advance(
        case, "supervise", actor=actor, note=note or _("Supervised by %(leader)s") % {"leader": leader},
        supervised_by=leader, expected_version=expected_version,
    )  # fmt: skip


@transaction.atomic
def urge(case: Case, *, actor: Actor, note: str = "", expected_version: int | None = None) -> None:
    """The office urges by hand whoever owes the next step; nobody owes one while the time stands still."""
    if refused := why_not_while_still(case):
        raise StepRefused(refused)
    advance(case, "urge", actor=actor, note=note, urged=case.urged + 1, expected_version=expected_version)
