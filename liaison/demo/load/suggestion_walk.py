"""One suggestion of the demonstration on its way: each step at its time, with the date it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.engine import KEEP, RESUME, STOP
from casework.models import Assignment, Case, Event
from casework.rules import clock
from casework.workflows import ASSIGNMENT, SUGGESTION

if TYPE_CHECKING:
    from accounts.models import User
    from deputies.models import Deputy, Organ, Session
    from liaison.demo.load.rows import Rows
    from liaison.demo.offices import Office


@dataclass
class Desk:
    """The congress whose suggestions are told, and who acts for it."""

    rows: Rows
    office: Office
    sessions: list[Session]

    @property
    def code(self) -> str:
        return self.office.congress.code

    def user(self, actor: str) -> User:
        found = self.rows.users[self.code, actor]
        return found

    def officer(self, turn: int) -> User:
        return self.user(f"officer:{turn % self.office.officers}")

    def deputy(self, turn: int) -> tuple[Deputy, User]:
        one = self.office.deputies[turn % len(self.office.deputies)]
        return self.rows.deputies[one.number], self.user(f"deputy:{one.number}")

    def shown(self, place: int) -> tuple[Deputy, User] | None:
        """The deputies whom a visitor signs in as lead some of the suggestions."""
        players = self.office.demo_deputies[:2]
        if place >= len(players):
            return None
        one = players[place]
        return self.rows.deputies[one.number], self.user(f"deputy:{one.number}")

    def organ(self, code: str) -> tuple[Organ, User, User]:
        known = code if (self.code, code) in self.rows.organs else "ecology"
        return self.rows.organs[self.code, known], self.user(f"handler:{known}"), self.user(f"head:{known}")


class Later(Exception):
    """The step would be taken after now: here the suggestion stands."""


@cache
def due(profile: str, name: str, start: date) -> tuple[date, bool]:
    found = clock(profile, f"suggestion.{name}", start)
    return found.due, found.provisional


@dataclass
class Walk:
    """The case as it is now, and the rows that led there; nothing is stored yet."""

    case: Case
    now: datetime
    at: datetime
    events: list[Event] = field(default_factory=list)
    shares: list[Assignment] = field(default_factory=list)
    extra: list[Any] = field(default_factory=list)
    stop: str = ""  # the step after which it stands still: what it waits for is a visitor's to do

    def wait(self, **time: float) -> datetime:
        """Go on in time; raises Later where that is after now."""
        at = self.at + timedelta(**time)
        if at > self.now:
            raise Later
        self.at = at
        return at

    def step(
        self, action: str, who: str, user: User | None, *, note: str = "", reason: str = "", clock: str = "",
        start: date | None = None, **columns: Any,
    ) -> Event:  # fmt: skip
        """Take a step of the case: its columns, its clock, its event."""
        row, case = SUGGESTION.step(action), self.case
        was, before = case.due_on, case.status
        late = before and row.target and case.due_clock != "rating" and was and self.at.date() > was
        if late:
            case.was_late = True
        self._start(clock or row.clock, start)
        if row.target:
            case.status, case.status_since = row.target, self.at
            if not SUGGESTION.by_status[row.target].is_open:
                case.closed_at = self.at
        for name, value in columns.items():
            setattr(case, name, value)
        case.version = len([one for one in self.events if one.assignment is None]) + 1
        event = self._event(row, before, case.status, who, user, note, reason, was, None)
        if action == self.stop:
            raise Later
        return event

    def _start(self, name: str, start: date | None) -> None:
        case = self.case
        if name == KEEP:
            return
        if name == STOP:
            case.due_clock, case.due_from, case.due_on, case.due_provisional = "", None, None, False
        elif name == RESUME:
            case.due_clock, case.due_from, case.due_on = (
                case.answer_clock,
                case.answer_from,
                case.answer_due_on,
            )
        else:
            first = start or timezone.localdate(self.at)
            case.due_clock, case.due_from = name, first
            case.due_on, case.due_provisional = due(case.profile, name, first)

    def answer_by(self) -> None:
        """The running clock is that of the answer."""
        case = self.case
        case.answer_clock, case.answer_from = case.due_clock, case.due_from
        case.answer_due_on, case.answer_provisional = case.due_on, case.due_provisional

    def share_step(
        self, share: Assignment, action: str, who: str, user: User | None, note: str = ""
    ) -> Event:
        row, before, was = ASSIGNMENT.step(action), share.status, share.due_on
        if row.target:
            share.status, share.status_since = row.target, self.at
            share.closed_at = None if ASSIGNMENT.by_status[row.target].is_open else self.at
        share.version += 1
        return self._event(row, before, share.status, who, user, note, "", was, share)

    def _event(
        self, row: Any, before: str, after: str, who: str, user: User | None, note: str, reason: str,
        was: date | None, share: Assignment | None,
    ) -> Event:  # fmt: skip
        case = self.case
        event = Event(
            case=case, assignment=share, action=row.action, from_status=before, to_status=after,
            actor_kind="user" if user else "system", actor=user, acting_as=who, at=self.at, note=note,
            reason=reason, is_public=row.public, clock="" if share else case.due_clock,
            due_on=None if share else case.due_on, was_due_on=was,
        )  # fmt: skip
        self.events.append(event)
        return event
