"""One opinion's life as data: what was said, every step that was taken, and where it stands. Pure.

All moments are aware datetimes in China's time; all dates are local. Actors are named by a key:
``citizen``, ``system``, ``officer:2``, ``station:s014``, ``deputy:990121-18-0031``, ``handler:ecology``,
``head:ecology``. Who loads the lives knows which account stands behind a key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class Act:
    """A step of the case, or with ``share`` (a place in ``Life.shares``) one of an organ's assignment.

    ``source`` and ``target`` are statuses, equal where the step changes none; ``acting`` is the role the step
    was taken in; ``clock`` and ``due_on`` run after it, ``was_due_on`` ran before it. Private ones are
    ``public=False``.
    """

    at: datetime
    action: str
    source: str
    target: str
    actor: str
    acting: str
    note: str = ""
    reason: str = ""
    public: bool = True
    clock: str = ""
    due_on: date | None = None
    was_due_on: date | None = None
    share: int | None = None


@dataclass(slots=True)
class Share:
    """One organ's part of a case. ``role`` is lead, assist or separate; times are empty until they come."""

    organ: str
    role: str
    part: str
    assigned_at: datetime
    due_on: date
    status: str = "assigned"
    status_since: datetime | None = None
    version: int = 1
    signed_at: datetime | None = None
    released_at: datetime | None = None
    closed_at: datetime | None = None
    handler: str = ""


@dataclass(slots=True)
class Answer:
    """An organ's reply (``share``) or the deputy's own (without one). ``state`` as in casework.Reply."""

    share: int | None
    body: str
    category: str
    author: str
    written_at: datetime
    state: str = "submitted"
    released_by: str = ""
    released_at: datetime | None = None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    promise: str = ""
    promised_for: date | None = None


@dataclass(slots=True)
class Objection:
    """An organ says that the matter is not its own, and whose it is; ``upheld`` is None until it is decided."""

    share: int
    reason: str
    proposed: str
    made_by: str
    made_at: datetime
    upheld: bool | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""


@dataclass(slots=True)
class Extension:
    """A request for more time; ``granted`` is None until it is decided."""

    share: int
    reason: str
    asked_by: str
    asked_at: datetime
    granted: bool | None = None
    new_due_on: date | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""


@dataclass(slots=True)
class Contact:
    """The organ spoke with the citizen; ``manner`` is phone, visit, meeting or writing."""

    share: int
    manner: str
    happened_on: date
    summary: str
    recorded_by: str
    recorded_at: datetime


@dataclass(slots=True)
class Grade:
    """A rating: 3 satisfied, 2 basically, 1 dissatisfied, each for attitude and result; ``round`` 0 or 1."""

    round: int
    attitude: int
    result: int
    reason: str
    at: datetime


@dataclass(slots=True)
class Said:
    """What a citizen said, and to whom: all that is known on the day it comes in.

    ``place`` is the code of the division, empty where none was chosen; ``where`` and ``happened`` are the
    citizen's words. ``person`` is name, telephone, e-mail, each may be empty. ``reason`` is set for what
    cannot be accepted. ``received_at`` is when it was said, ``entered_at`` when it was written down.
    """

    number: int
    congress: str
    received_at: datetime
    entered_at: datetime
    channel: str
    topic: str
    place: str
    station: str
    deputy: str
    body: str
    title: str
    office_title: str
    where: str
    happened: str
    confidential: bool
    person: tuple[str, str, str]
    entered_by: str
    reason: str = ""
    showcase: str = ""


@dataclass(slots=True)
class Life:
    """An opinion with its whole history up to today; the columns below ``said`` are those of its case.

    ``due_*`` describe the clock that runs, ``answer_*`` that of the answer; ``owner`` is the key of the
    responsible person; ``organ`` the code of the organ in charge.
    """

    said: Said
    status: str = "submitted"
    status_since: datetime | None = None
    version: int = 1
    title: str = ""
    topic: str = ""
    station: str = ""
    deputy: str = ""
    organ: str = ""
    owner: str = ""
    due_on: date | None = None
    due_clock: str = ""
    due_from: date | None = None
    due_provisional: bool = False
    answer_clock: str = ""
    answer_from: date | None = None
    answer_due_on: date | None = None
    answer_provisional: bool = False
    registered_at: datetime | None = None
    with_deputy_at: datetime | None = None
    assigned_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    was_late: bool = False
    rework_count: int = 0
    is_public: bool = False
    attitude: int | None = None
    result: int | None = None
    acts: list[Act] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def live(self) -> list[int]:
        """Places of the shares that still stand and are not finished."""
        return [place for place, share in enumerate(self.shares) if share.closed_at is None]
