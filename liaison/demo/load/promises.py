"""What organs have promised in the demonstration, and what became of it: most is kept, some is late."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from casework import rules
from casework.models import Commitment, CommitmentReport, Event, Reply
from casework.models.commitment import Outcome, ReportState
from casework.workflows import COMMITMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from casework.models import Case

_KEPT = "答复中承诺的措施已经落实到位，现场已复查。欢迎您继续监督。"
_ONE_IN = 4  # of the promises whose day has come lately, one in four is late
_LATELY = timedelta(days=60)
_STEPS = ("report_promise", "release_report", "confirm_kept")
_ACTING = {"report_promise": "handler", "release_report": "head", "confirm_kept": "officer"}


def write(cases: Sequence[Case], now: datetime) -> None:
    """The ledger of these cases; a later reply with a promise takes the place of an earlier one."""
    replies = Reply.objects.filter(
        case__in=[case.pk for case in cases], state="approved", promised_for__isnull=False
    )
    found = [_commitment(reply) for reply in replies.select_related("case", "assignment").order_by("pk")]
    last = {(one.case_id, one.organ_id): one for one in found}
    lately = (
        count()
    )  # by their order, not by their keys: the same county has the same late ones in any database
    for one in found:
        later = last[one.case_id, one.organ_id]
        if later is not one:
            one.status, one.closed_at = "dropped", later.made_at
        elif _is_kept(one, now, lately):
            one.status, one.closed_at, one.version = "kept", _days(one)[-1], 1 + len(_STEPS)
        one.status_since = one.closed_at or one.made_at
    Commitment.objects.bulk_create(found)
    kept = [one for one in found if one.status == "kept"]
    CommitmentReport.objects.bulk_create(map(_report, kept))
    Event.objects.bulk_create(event for one in kept for event in _events(one))


def _is_kept(one: Commitment, now: datetime, lately: Iterator[int]) -> bool:
    """Nobody leaves a promise open for years: what is late has become so lately."""
    if _days(one)[-1] >= now:
        return False
    return one.due_on < (now - _LATELY).date() or bool(next(lately) % _ONE_IN)


def _days(one: Commitment) -> list[datetime]:
    """When the second answer was drafted, released and passed on: in the last days before the date."""
    begun = max(one.made_at, one.made_at + (one.due_on - one.made_at.date() - timedelta(days=4)))
    return [begun + timedelta(days=day) for day in range(1, 4)]


def _report(one: Commitment) -> CommitmentReport:
    assert one.reply.author_id is not None
    written, released, passed_on = _days(one)
    return CommitmentReport(
        commitment=one, outcome=Outcome.KEPT, body=_KEPT, state=ReportState.APPROVED,
        author_id=one.reply.author_id, written_at=written, released_by_id=one.reply.released_by_id,
        released_at=released, reviewed_by_id=_passed_on_by(one), reviewed_at=passed_on,
    )  # fmt: skip


def _passed_on_by(one: Commitment) -> int | None:
    """Who reviewed the reply; of a letter that nobody reviews the officer who is responsible."""
    return one.reply.reviewed_by_id or one.case.owner_id


def _events(one: Commitment) -> Iterator[Event]:
    people = (one.reply.author_id, one.reply.released_by_id, _passed_on_by(one))
    standing = "open"
    for action, person, at in zip(_STEPS, people, _days(one), strict=True):
        step = COMMITMENT.step(action)
        public = step.public and one.told_to_the_citizen
        yield Event(
            case=one.case, assignment=one.assignment, commitment=one, action=action, from_status=standing,
            to_status=step.target, actor_kind="user", actor_id=person, acting_as=_ACTING[action], at=at,
            note=_KEPT if step.tells else "", is_public=public, was_due_on=one.due_on,
        )  # fmt: skip
        standing = step.target


def _commitment(reply: Reply) -> Commitment:
    assert reply.assignment is not None and reply.promised_for is not None and reply.reviewed_at is not None
    labels = rules.profile_by_key(reply.case.profile).result_classes
    return Commitment(
        case=reply.case, assignment=reply.assignment, reply=reply, organ_id=reply.assignment.organ_id,
        promise=reply.promise, category=reply.category, article=labels.promise_article, status="open",
        status_since=reply.reviewed_at, made_at=reply.reviewed_at,
        first_due_on=reply.promised_for, due_on=reply.promised_for,
    )  # fmt: skip
