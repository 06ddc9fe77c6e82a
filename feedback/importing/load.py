"""Writing checked rows: many at a time, by the same table of steps as every other case.

A message without an answer becomes a case that waits to be screened, its clock counted from the day of the
message. One with an answer takes the step ``load_answer`` and is closed: the file does not say who
registered, assigned or checked it, so no such events are made up. Registered and assigned are set to the day
of the message, which makes “late” the strictest reading: later than the profile's time for a reply, counted
from the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from casework import clocks, outbox
from casework.clocks import Running
from casework.models import Case, Effect, Event
from casework.numbers import new_number
from casework.rules import profile_for
from casework.workflows import OPINION
from feedback import search
from feedback.identity import Person, keep
from feedback.models import Opinion

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from feedback.importing.rows import Ready

SUBMIT, ANSWER = OPINION.step("submit"), OPINION.step("load_answer")
_OWED = "feedback.route"


@dataclass(frozen=True)
class Target:
    """Where the rows go."""

    congress: PeoplesCongress
    channel_id: int


@dataclass(frozen=True)
class _Made:
    """The rows of one message, before they are written."""

    ready: Ready
    case: Case
    screen: Running
    reply_due: Running


def loaded_already(keys: Sequence[str]) -> set[str]:
    """Which of ``keys`` stand in the tables."""
    known = Opinion.objects.filter(import_key__in=keys).values_list("import_key", flat=True)
    return {key for key in known if key}


@transaction.atomic
def load(rows: Sequence[tuple[str, Ready, int | None]], target: Target) -> None:
    """Write rows that are not loaded yet: (key, row, key of the organ or None). All of them or none."""
    made = [_made(ready, organ_id, target) for _key, ready, organ_id in rows]
    Case.objects.bulk_create([one.case for one in made])
    opinions = [_opinion(one, key) for one, (key, _ready, _organ) in zip(made, rows, strict=True)]
    Opinion.objects.bulk_create(opinions)
    for opinion, one in zip(opinions, made, strict=True):
        keep(opinion, Person(name=one.ready.name), since=timezone.localdate(one.ready.said.at))
    # One table, in the order of the steps: a case's history is read in the order of its keys.
    submitted = Event.objects.bulk_create([_submitted(one) for one in made])
    Event.objects.bulk_create([_answered(one) for one in made if one.ready.reply])
    _owe(event for event, one in zip(submitted, made, strict=True) if not one.ready.reply)
    search.index_said(search.said_of(one.case.pk for one in made))


def _made(ready: Ready, organ_id: int | None, target: Target) -> _Made:
    """The case at its last status, with the columns that the steps would have left behind."""
    said_on = timezone.localdate(ready.said.at)
    case = Case(
        kind=OPINION.kind,
        number=new_number(),
        congress=target.congress,
        title=ready.title,
        status=SUBMIT.target,
        status_since=ready.said.at,
        opened_at=ready.said.at,
        channel_id=ready.channel_id or target.channel_id,
        topic_id=ready.topic_id,
        division_id=ready.division_id,
        organ_id=organ_id,
        profile=profile_for(target.congress.rule_profile, said_on).key,
    )
    screen, reply_due = clocks.start(case, SUBMIT.clock, said_on), clocks.start(case, "reply", said_on)
    if ready.reply:
        _close(case, ready, reply_due)
    else:
        for column, value in screen.columns().items():
            setattr(case, column, value)
    return _Made(ready, case, screen, reply_due)


def _close(case: Case, ready: Ready, reply_due: Running) -> None:
    answered_at = ready.answered_at
    assert answered_at is not None and reply_due.due_on is not None
    case.status, case.status_since, case.version = ANSWER.target, answered_at, 2
    case.answered_at = case.closed_at = answered_at
    case.registered_at = case.assigned_at = ready.said.at
    for column, value in reply_due.as_answer().items():
        setattr(case, column, value)
    case.was_late = timezone.localdate(answered_at) > reply_due.due_on


def _opinion(one: _Made, key: str) -> Opinion:
    return Opinion(
        case=one.case,
        body=one.ready.message,
        place=one.ready.place,
        import_key=key,
        organ_spelling=one.ready.organ,
    )


def _submitted(one: _Made) -> Event:
    return Event(
        case=one.case,
        action=SUBMIT.action,
        to_status=SUBMIT.target,
        actor_kind="system",
        acting_as="system",
        at=one.ready.said.at,
        is_public=SUBMIT.public,
        clock=one.screen.name,
        due_on=one.screen.due_on,
    )


def _answered(one: _Made) -> Event:
    answered_at = one.ready.answered_at
    assert answered_at is not None
    return Event(
        case=one.case,
        action=ANSWER.action,
        from_status=SUBMIT.target,
        to_status=ANSWER.target,
        actor_kind="system",
        acting_as="system",
        at=answered_at,
        note=one.ready.reply,
        is_public=ANSWER.public,
        was_due_on=one.reply_due.due_on,
    )


def _owe(events: Iterable[Event]) -> None:
    """Unanswered messages are routed like any other; one hint for all of them."""
    owed = Effect.objects.bulk_create([Effect(event=event, name=_OWED) for event in events])
    if owed:
        outbox.hint([_OWED])
