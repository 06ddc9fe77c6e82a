"""Promises: recorded with the reply that makes them, followed until they are kept or explained in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from accounts.actors import Actor
from casework.answers import is_acknowledgement, why_not_an_answer
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models import Commitment, CommitmentReport
from casework.models.assignment import HandlingRole
from casework.models.commitment import Outcome, ReportState
from casework.rules import profile_by_key
from casework.services.advance import advance

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Assignment, Case, Event, Reply


def promises(case: Case, category: str) -> bool:
    """Whether a reply of this result class is a promise under the rules of the case."""
    return profile_by_key(case.profile).result_classes.promises(category)


def check_class(assignment: Assignment, category: str) -> None:
    """A reply to the citizen says how the matter ended; the opinion of an assisting organ ends nothing."""
    known = [one.code for one in profile_by_key(assignment.case.profile).result_classes.items]
    if known and assignment.role != HandlingRole.ASSIST and category not in known:
        raise Incomplete(
            "category", _("Choose a result: a reply says how the matter ended, by the rules' classes.")
        )


def check_promise(assignment: Assignment, category: str, promise: str, promised_for: date | None) -> None:
    """A class that promises says what and until when; any other class promises nothing.

    An assisting organ promises nothing to the citizen: it helps the one that answers.
    """
    said = bool(promise.strip() or promised_for)
    if assignment.role == HandlingRole.ASSIST or not promises(assignment.case, category):
        if said:
            raise Incomplete(
                "promise", _("This result promises nothing. Choose one that does, or leave it out.")
            )
        return
    if not promise.strip():
        raise Incomplete("promise", _("This result is a promise. Say what is promised."))
    if promised_for is None:
        raise Incomplete("promised_for", _("This result is a promise. Say by which day it will be kept."))
    check_day(promised_for, "promised_for")


def check_day(day: date, field: str) -> None:
    if day < timezone.localdate():
        raise Incomplete(field, _("A promise cannot be dated back. Name a day from today on."))


def check_promised_day(reply: Reply) -> None:
    """A draft may have waited past the day it promises: then it is not released."""
    if reply.promised_for and reply.promised_for < timezone.localdate():
        raise StepRefused(
            _("The promised day, %(day)s, has passed. Send the draft back for a new one.")
            % {"day": formats.day(reply.promised_for)}
        )


def record(reply: Reply) -> Commitment | None:
    """The promise of a reply that is being approved, as a row; a new one takes the place of an open one."""
    assignment = reply.assignment
    if assignment is None or reply.promised_for is None:
        return None
    for old in reply.case.commitments.open().filter(organ=assignment.organ_id).select_related("assignment"):
        old.case = reply.case
        _replace(old)
    return Commitment.objects.create(
        case=reply.case,
        assignment=assignment,
        reply=reply,
        organ_id=assignment.organ_id,
        promise=reply.promise,
        category=reply.category,
        article=profile_by_key(reply.case.profile).result_classes.promise_article,
        status="open",
        first_due_on=reply.promised_for,
        due_on=reply.promised_for,
    )


def _replace(old: Commitment) -> None:
    old.reports.filter(state__in=[ReportState.SUBMITTED, ReportState.RELEASED]).update(
        state=ReportState.RETURNED
    )
    advance(old, "drop_promise", actor=Actor.system)


@transaction.atomic
def report_promise(
    commitment: Commitment,
    *,
    actor: Actor,
    outcome: str,
    body: str,
    new_due_on: date | None = None,
    expected_version: int | None = None,
) -> CommitmentReport:
    """The second answer, handed to the head: kept, not kept and why, or carried on to a new date and why."""
    if not body.strip():
        raise Incomplete("body", _("Write the second answer first."))
    if is_acknowledgement(body):
        raise Incomplete("body", why_not_an_answer())
    _check_outcome(commitment, outcome, new_due_on)
    if actor.user is None:
        raise NotAllowed(_("Only somebody of the organ can take this step."))
    advance(commitment, "report_promise", actor=actor, given={"report"}, expected_version=expected_version)
    return CommitmentReport.objects.create(
        commitment=commitment,
        outcome=outcome,
        body=body,
        new_due_on=new_due_on,
        state=ReportState.SUBMITTED,
        author=actor.user,
    )


def report_status(
    commitment: Commitment, *, actor: Actor, note: str, expected_version: int | None = None
) -> Event:
    """How the promise stands this year, told to whom it was made; it stays open until it is kept or explained."""
    if note.strip() and is_acknowledgement(note):
        raise Incomplete("note", why_not_an_answer())
    return advance(
        commitment, "report_status", actor=actor, note=note.strip(), expected_version=expected_version,
        public=commitment.told_to_the_citizen,
    )  # fmt: skip


def _check_outcome(commitment: Commitment, outcome: str, new_due_on: date | None) -> None:
    if outcome not in Outcome.values:
        raise Incomplete("became", _("Say what became of the promise."))
    if outcome != Outcome.CARRIED_ON:
        if new_due_on:
            raise Incomplete("new_due_on", _("Only a promise that is carried on has a new date."))
        return
    if new_due_on is None:
        raise Incomplete("new_due_on", _("Name the new date."))
    check_day(new_due_on, "new_due_on")
    if new_due_on <= commitment.due_on:
        raise Incomplete("new_due_on", _("The new date must be later than the one that was promised."))


def _report_in(commitment: Commitment, state: ReportState) -> CommitmentReport:
    report = commitment.reports.filter(state=state).last()
    if report is None:
        raise StepRefused(_("There is no second answer at this step any more. Look at the promise again."))
    return report


@transaction.atomic
def send_report_back(
    commitment: Commitment, *, actor: Actor, note: str, expected_version: int | None = None
) -> None:
    """The head sends the second answer back to the handler."""
    advance(commitment, "send_report_back", actor=actor, note=note, expected_version=expected_version)
    report = _report_in(commitment, ReportState.SUBMITTED)
    report.state = ReportState.SENT_BACK
    report.save(update_fields=["state"])


@transaction.atomic
def release_report(commitment: Commitment, *, actor: Actor, expected_version: int | None = None) -> None:
    """The head releases the second answer; the office looks at it before the citizen gets it."""
    advance(commitment, "release_report", actor=actor, expected_version=expected_version)
    report = _report_in(commitment, ReportState.SUBMITTED)
    report.state, report.released_by, report.released_at = ReportState.RELEASED, actor.user, timezone.now()
    report.save(update_fields=["state", "released_by", "released_at"])


@transaction.atomic
def return_report(
    commitment: Commitment, *, actor: Actor, note: str, expected_version: int | None = None
) -> None:
    """The office returns the second answer, saying what is missing; the promised date stays."""
    advance(commitment, "return_report", actor=actor, note=note, expected_version=expected_version)
    _reviewed(_report_in(commitment, ReportState.RELEASED), ReportState.RETURNED, actor)


def why_not_passed_on(commitment: Commitment, action: str) -> str:
    """Why the second answer cannot be passed on as ``action``: the organ reported another outcome."""
    reports = commitment.reports.filter(state=ReportState.RELEASED)
    outcome = reports.values_list("outcome", flat=True).last()
    if outcome == action:
        return ""
    if outcome is None:
        return _("There is no second answer at this step any more. Look at the promise again.")
    return _("The organ reported something else: %(outcome)s.") % {"outcome": Outcome(outcome).label}


@transaction.atomic
def pass_on(
    commitment: Commitment, action: str, *, actor: Actor, expected_version: int | None = None
) -> Event:
    """Give the second answer to the citizen: ``action`` is the outcome that the organ reported, and no other."""
    refused = why_not_passed_on(commitment, action)
    if refused:
        raise StepRefused(refused)
    report = _report_in(commitment, ReportState.RELEASED)
    changes: dict[str, Any] = {}
    if action == Outcome.CARRIED_ON:
        changes = {"due_on": report.new_due_on, "carried": commitment.carried + 1}
    event = advance(
        commitment, action, actor=actor, note=report.body, expected_version=expected_version,
        public=commitment.told_to_the_citizen, **changes,
    )  # fmt: skip
    _reviewed(report, ReportState.APPROVED, actor)
    return event


def _reviewed(report: CommitmentReport, state: ReportState, actor: Actor) -> None:
    report.state, report.reviewed_by, report.reviewed_at = state, actor.user, timezone.now()
    report.save(update_fields=["state", "reviewed_by", "reviewed_at"])
