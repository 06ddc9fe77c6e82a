"""Writes lives as rows, a thousand at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.translation import gettext as _

from casework import rules
from casework.models import (
    Assignment,
    AssignmentObjection,
    Case,
    Communication,
    Event,
    ExtensionRequest,
    Reply,
)
from casework.numbers import new_number
from feedback import receipts
from feedback.identity import KEPT_FOR, Person, hide, seal
from feedback.marks import marks_of
from feedback.models import Identity, Opinion, Rating
from feedback.search import index_events
from liaison.demo.load import promises
from liaison.demo.load.fast import insert, insert_objects

if TYPE_CHECKING:
    from liaison.demo.lives import Life
    from liaison.demo.load.rows import Rows
    from liaison.demo.timeline import Timeline

_CHUNK = 1000
_EVENT = (
    "case assignment action from_status to_status actor_kind actor acting_as at note reason is_public clock due_on"
    " was_due_on"
).split()


def write(timeline: Timeline, rows: Rows, told: Callable[[str], None]) -> int:
    """Every life of the timeline; returns how many."""
    count = 0
    lives = timeline.lives()
    while chunk := list(islice(lives, _CHUNK)):
        Chunk(chunk, rows).write()
        count += len(chunk)
        if count % (5 * _CHUNK) == 0 or len(chunk) < _CHUNK:
            of = {"count": count, "all": timeline.world.scale.opinions}
            told(_("%(count)d of %(all)d opinions") % of)
    return count


class Chunk:
    """Some lives on their way into the tables."""

    def __init__(self, lives: list[Life], rows: Rows) -> None:
        self.lives, self.rows = lives, rows
        self.cases: list[Case] = []
        self.shares: list[list[Assignment]] = []

    def write(self) -> None:
        self.cases = Case.objects.bulk_create([self._case(life) for life in self.lives])
        insert_objects([self._opinion(*pair) for pair in self._pairs()])
        insert_objects(list(self._identities()))
        self._write_shares()
        insert(Event, _EVENT, self._events())
        insert_objects(list(self._replies()))
        promises.write(self.cases, self.rows.now)
        insert_objects(list(self._objections()))
        insert_objects(list(self._extensions()))
        insert_objects(list(self._contacts()))
        insert_objects(list(self._ratings()))
        index_events([Event(case=case) for case in self.cases])

    def _pairs(self) -> Iterator[tuple[Life, Case]]:
        return zip(self.lives, self.cases, strict=True)

    def _user(self, life: Life, actor: str) -> Any:
        return self.rows.user(life.said.congress, actor)

    def _case(self, life: Life) -> Case:
        said, rows = life.said, self.rows
        key = said.congress
        return Case(
            kind="opinion",
            number=new_number(),
            congress=rows.congresses[key],
            title=life.title,
            status=life.status,
            status_since=life.status_since or said.entered_at,
            version=life.version,
            channel=rows.channels[said.channel],
            topic=rows.topics.get(life.topic),
            division=rows.divisions.get(said.place),
            station=rows.stations.get((key, life.station)),
            deputy=rows.deputies.get(life.deputy),
            organ=rows.organs.get((key, life.organ)),
            owner=self._user(life, life.owner),
            confidential=said.confidential,
            is_public=life.is_public,
            profile=rules.profile_for("demo", said.entered_at.date()).key,
            opened_at=said.received_at,
            **{column: getattr(life, column) for column in _SAME},
        )

    def _opinion(self, life: Life, case: Case) -> Opinion:
        said, key = life.said, uuid4()
        person = Person(*said.person)
        return Opinion(
            case=case,
            body=said.body,
            place=said.where,
            happened=said.happened,
            body_for_organs=hide(said.body, person) if said.confidential else "",
            place_for_organs=hide(said.where, person) if said.confidential else "",
            submission_key=key,
            code_digest=receipts.digest_of(case.number, receipts.code_for(key)),
            wishes_contact=bool(said.person[1] or said.person[2]),
            chosen_station=self.rows.stations.get((said.congress, said.station)),
            chosen_deputy=self.rows.deputies.get(said.deputy),
        )

    def _identities(self) -> Iterator[Identity]:
        """What would be deleted by now is not written: closed, and past its end."""
        today = self.rows.now.date()
        for life, case in self._pairs():
            person = Person(*life.said.person)
            expires_on = life.said.received_at.date() + KEPT_FOR
            if person and (life.is_open or expires_on >= today):
                yield Identity(
                    opinion_id=case.pk, sealed=seal(person), expires_on=expires_on, **marks_of(person)
                )

    def _write_shares(self) -> None:
        self.shares = [
            [self._share(life, case, share) for share in life.shares] for life, case in self._pairs()
        ]
        Assignment.objects.bulk_create([one for shares in self.shares for one in shares])

    def _share(self, life: Life, case: Case, share: Any) -> Assignment:
        return Assignment(
            case=case,
            organ=self.rows.organs[life.said.congress, share.organ],
            role=share.role,
            part=share.part,
            status=share.status,
            status_since=share.status_since,
            version=share.version,
            assigned_at=share.assigned_at,
            due_on=share.due_on,
            signed_at=share.signed_at,
            released_at=share.released_at,
            closed_at=share.closed_at,
            handler=self._user(life, share.handler),
        )

    def _events(self) -> Iterator[tuple[Any, ...]]:
        """Rows of events, in the order of ``_EVENT``."""
        for (life, case), shares in zip(self._pairs(), self.shares, strict=True):
            for act in life.acts:
                user = self._user(life, act.actor)
                yield (
                    case.pk,
                    None if act.share is None else shares[act.share].pk,
                    act.action,
                    act.source,
                    act.target,
                    "user" if user else act.actor,
                    user.pk if user else None,
                    act.acting,
                    act.at,
                    act.note,
                    act.reason,
                    act.public,
                    act.clock,
                    act.due_on,
                    act.was_due_on,
                )

    def _replies(self) -> Iterator[Reply]:
        for (life, case), shares in zip(self._pairs(), self.shares, strict=True):
            for answer in life.answers:
                yield Reply(
                    case=case,
                    assignment=None if answer.share is None else shares[answer.share],
                    body=answer.body,
                    category=answer.category,
                    promise=answer.promise,
                    promised_for=answer.promised_for,
                    state=answer.state,
                    author=self._user(life, answer.author),
                    written_at=answer.written_at,
                    released_by=self._user(life, answer.released_by),
                    released_at=answer.released_at,
                    reviewed_by=self._user(life, answer.reviewed_by),
                    reviewed_at=answer.reviewed_at,
                )

    def _objections(self) -> Iterator[AssignmentObjection]:
        for life, shares in zip(self.lives, self.shares, strict=True):
            for one in life.objections:
                yield AssignmentObjection(
                    assignment=shares[one.share],
                    reason=one.reason,
                    proposed_organ=self.rows.organs.get((life.said.congress, one.proposed)),
                    made_by=self._user(life, one.made_by),
                    made_at=one.made_at,
                    upheld=one.upheld,
                    decided_by=self._user(life, one.decided_by),
                    decided_at=one.decided_at,
                    decision_note=one.note,
                )

    def _extensions(self) -> Iterator[ExtensionRequest]:
        for life, shares in zip(self.lives, self.shares, strict=True):
            for one in life.extensions:
                yield ExtensionRequest(
                    assignment=shares[one.share],
                    reason=one.reason,
                    asked_by=self._user(life, one.asked_by),
                    asked_at=one.asked_at,
                    granted=one.granted,
                    new_due_on=one.new_due_on,
                    decided_by=self._user(life, one.decided_by),
                    decided_at=one.decided_at,
                    decision_note=one.note,
                )

    def _contacts(self) -> Iterator[Communication]:
        for life, shares in zip(self.lives, self.shares, strict=True):
            for one in life.contacts:
                yield Communication(
                    assignment=shares[one.share],
                    manner=one.manner,
                    happened_on=one.happened_on,
                    summary=one.summary,
                    recorded_by=self._user(life, one.recorded_by),
                    recorded_at=one.recorded_at,
                )

    def _ratings(self) -> Iterator[Rating]:
        for life, case in self._pairs():
            for one in life.grades:
                yield Rating(
                    opinion_id=case.pk,
                    round=one.round,
                    attitude=one.attitude,
                    result=one.result,
                    reason=one.reason,
                    at=one.at,
                )


_SAME = (
    "due_on due_clock due_from due_provisional answer_clock answer_from answer_due_on answer_provisional"
    " registered_at with_deputy_at assigned_at answered_at closed_at was_late rework_count attitude result"
).split()
