"""Takes the steps of one opinion's life by the portal's own tables, and writes down what the services would.

A step that the tables do not allow here raises ValueError: an impossible life cannot be told. A step after
now raises NotYet, which is how a life that is still open ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from casework.engine import KEEP, RESUME, STOP
from casework.workflows import ASSIGNMENT, OPINION
from liaison.demo.lives import Act, Answer, Contact, Extension, Grade, Life, Objection, Said, Share

if TYPE_CHECKING:
    from casework.engine import Step, Workflow
    from liaison.demo.clocks import Clocks

_CITIZENS_CLOCKS = ("rating", "needs_info")


PROMISING = ("B",)  # the result class of the demonstration's rules that is a promise
PROMISES = (
    "按照答复所列措施整改到位，完成后书面告知您",
    "安排专人现场复查，发现反弹当场处理，并把复查结果告诉您",
    "完成设施修复，并在现场公示维护电话",
    "列入本季度工程计划，完工后请您到现场查看",
    "会同有关单位拿出整治方案，公示后组织实施",
)
PROMISED_WITHIN = timedelta(days=45)


class NotYet(Exception):
    """The step lies in the future: the life stands where it stands."""


class Journey:
    """One life under way; every method is a step of the same name in the services."""

    def __init__(self, said: Said, clocks: Clocks, now: datetime) -> None:
        self.clocks = clocks
        self.now = now
        self.life = Life(said, title=said.title, topic=said.topic, station=said.station, deputy=said.deputy)
        self.at = said.entered_at

    # --- The two motions everything is made of ------------------------------------------------------------
    def _case(
        self, at: datetime, action: str, actor: str, note: str = "", reason: str = "", clock: str = "",
        counted_from: date | None = None, public: bool | None = None,
    ) -> None:  # fmt: skip
        life = self.life
        step = _checked(OPINION, action, life.status, actor, at, self)
        source, was_due_on = life.status, life.due_on
        if ("note" in step.needs and not note) or ("reason" in step.needs and not reason):
            raise ValueError(f"{action} needs words")
        runs_anew = step.target or (clock or step.clock) != KEEP
        if runs_anew and life.due_on and life.due_clock not in _CITIZENS_CLOCKS and at.date() > life.due_on:
            life.was_late = True
        name, due_on = self._clock(clock or step.clock, at.date(), counted_from)
        if step.target:
            life.status, life.status_since = step.target, at
            if not OPINION.by_status[step.target].is_open:
                life.closed_at = at
        life.version += 1
        life.acts.append(
            Act(at, action, source, life.status, actor, _role(actor), note, reason,
                step.public if public is None else public, name, due_on, was_due_on)
        )  # fmt: skip
        self.at = at

    def _share(self, at: datetime, action: str, place: int, actor: str, note: str = "") -> None:
        share = self.life.shares[place]
        step = _checked(ASSIGNMENT, action, share.status, actor, at, self)
        source = share.status
        if step.target:
            share.status, share.status_since = step.target, at
            if not ASSIGNMENT.by_status[step.target].is_open:
                share.closed_at = at
        share.version += 1
        self.life.acts.append(
            Act(at, action, source, share.status, actor, _role(actor), note,
                public=step.public, was_due_on=share.due_on, share=place)
        )  # fmt: skip
        self.at = at

    def _clock(self, clock: str, today: date, counted_from: date | None) -> tuple[str, date | None]:
        """Start, stop or go on with what runs, as ``casework.clocks`` does."""
        life = self.life
        if clock == KEEP:
            return life.due_clock, life.due_on
        if clock == STOP:
            life.due_clock, life.due_from, life.due_on, life.due_provisional = "", None, None, False
        elif clock == RESUME:
            life.due_clock, life.due_from = life.answer_clock, life.answer_from
            life.due_on, life.due_provisional = life.answer_due_on, life.answer_provisional
        else:
            first = counted_from or today
            life.due_on, life.due_provisional = self.clocks.due(clock, first)
            life.due_clock, life.due_from = clock, first
        return life.due_clock, life.due_on

    def _runs_for_the_answer(self) -> None:
        """Remember the clock that runs as that of the answer."""
        life = self.life
        life.answer_clock, life.answer_from = life.due_clock, life.due_from
        life.answer_due_on, life.answer_provisional = life.due_on, life.due_provisional

    # --- Intake and screening -----------------------------------------------------------------------------
    def submit(self) -> None:
        said, life = self.life.said, self.life
        if said.entered_at > self.now:
            raise NotYet
        life.status_since = said.entered_at
        name, due_on = self._clock("screen", said.received_at.date(), None)
        acting = "officer" if said.entered_by != "citizen" else "citizen"
        life.acts.append(
            Act(
                said.entered_at, "submit", "", "submitted", said.entered_by, acting, clock=name, due_on=due_on
            )
        )

    def plain(self, at: datetime, action: str, actor: str, note: str = "", reason: str = "") -> None:
        """A step that changes nothing but status and clock: ask_more, refuse, withdraw, note …"""
        self._case(at, action, actor, note, reason)

    def register(
        self, at: datetime, actor: str, *, title: str = "", topic: str = "", station: str = ""
    ) -> None:
        self._case(at, "register", actor)
        life = self.life
        life.owner, life.registered_at = actor, at
        life.title, life.topic, life.station = (
            title or life.title,
            topic or life.topic,
            station or life.station,
        )

    def give_to_deputy(self, at: datetime, actor: str, deputy: str, note: str = "") -> None:
        self._case(at, "give_to_deputy", actor, note)
        self.life.deputy, self.life.with_deputy_at = deputy, at

    def set_owner(self, at: datetime, actor: str, owner: str) -> None:
        self._case(at, "set_owner", actor)
        self.life.owner = owner

    # --- The deputy ---------------------------------------------------------------------------------------
    def answer(self, at: datetime, actor: str, body: str) -> None:
        self._case(at, "answer", actor)
        self.life.answers.append(Answer(None, body, "", actor, at, "released", actor, at))

    def return_answer(self, at: datetime, actor: str, note: str) -> None:
        self._case(at, "return_answer", actor, note)
        self._reviewed(None, "returned", actor, at)

    # --- Organs -------------------------------------------------------------------------------------------
    def assign(self, at: datetime, actor: str, parts: Sequence[tuple[str, str, str]], note: str = "") -> None:
        """``parts``: code, role and part of each organ, the leading one first."""
        life = self.life
        clock = "rework" if life.rework_count else "reply"
        self._case(at, "assign", actor, note, clock=clock)
        life.organ, life.assigned_at = parts[0][0], at
        self._runs_for_the_answer()
        inner = self.clocks.due("assist_opinion", at.date())[0]
        for organ, role, part in parts:
            assert life.due_on is not None
            due_on = min(inner, life.due_on) if role == "assist" else life.due_on
            life.shares.append(Share(organ, role, part, at, due_on, status_since=at))

    def sign(self, at: datetime, place: int) -> None:
        actor = f"handler:{self.life.shares[place].organ}"
        self._share(at, "sign", place, actor)
        share = self.life.shares[place]
        share.signed_at, share.handler = at, actor
        if self.life.status == "assigned":
            self._case(at, "sign", actor)

    def object(self, at: datetime, place: int, reason: str, proposed: str) -> None:
        share = self.life.shares[place]
        actor = f"handler:{share.organ}"
        self._share(at, "object", place, actor, reason)
        self.life.objections.append(Objection(place, reason, proposed, actor, at))
        others = [one for one in self.life.live() if one != place and self.life.shares[one].role != "assist"]
        if share.role != "assist" and not others:
            self._case(at, "object", actor, reason, public=True)

    def decide_objection(self, at: datetime, actor: str, upheld: bool, note: str) -> None:
        objection = self.life.objections[-1]
        action = "uphold_objection" if upheld else "refuse_objection"
        self._share(at, action, objection.share, actor, note)
        objection.upheld, objection.decided_by = upheld, actor
        objection.decided_at, objection.note = at, note
        if self.life.status != "objected":
            return
        if upheld:
            for place in self.life.live():
                self._share(at, "revoke", place, actor)
        self._case(at, action, actor, note or objection.reason)
        if upheld:
            self.life.organ = ""

    def ask_extension(self, at: datetime, place: int, reason: str) -> None:
        actor = f"handler:{self.life.shares[place].organ}"
        self._case(at, "ask_extension", actor, reason)
        self.life.extensions.append(Extension(place, reason, actor, at))

    def decide_extension(self, at: datetime, actor: str, granted: bool, note: str) -> None:
        life, asked = self.life, self.life.extensions[-1]
        if granted:
            self._case(at, "grant_extension", actor, note, counted_from=life.answer_due_on)
            self._runs_for_the_answer()
            asked.new_due_on = life.due_on
            assert life.due_on is not None
            life.shares[asked.share].due_on = life.due_on
        else:
            self._case(at, "refuse_extension", actor, note)
        asked.granted, asked.decided_by, asked.decided_at, asked.note = granted, actor, at, note

    def record_contact(self, at: datetime, place: int, manner: str, summary: str) -> None:
        actor = f"handler:{self.life.shares[place].organ}"
        self._share(at, "record_contact", place, actor)
        self.life.contacts.append(Contact(place, manner, at.date(), summary, actor, at))

    def submit_reply(self, at: datetime, place: int, body: str, category: str) -> None:
        """A draft that was sent back is written over, as in the services: one draft an assignment."""
        actor = f"handler:{self.life.shares[place].organ}"
        self._share(at, "submit_reply", place, actor)
        draft = next((one for one in self.life.answers if one.share == place and one.state == "draft"), None)
        if draft is None:
            self.life.answers.append(Answer(place, body, category, actor, at))
        else:
            draft.body, draft.category, draft.author, draft.written_at = body, category, actor, at
            draft.state = "submitted"
        if category in PROMISING and self.life.shares[place].role != "assist":
            self._draft(place).promise, self._draft(place).promised_for = (
                PROMISES[(len(body) + at.day) % len(PROMISES)],
                at.date() + PROMISED_WITHIN,
            )
        else:
            self._draft(place).promise, self._draft(place).promised_for = "", None

    def send_back(self, at: datetime, place: int, note: str) -> None:
        self._share(at, "send_back", place, f"head:{self.life.shares[place].organ}", note)
        self._draft(place).state = "draft"

    def release_reply(self, at: datetime, place: int) -> None:
        actor = f"head:{self.life.shares[place].organ}"
        self._share(at, "release_reply", place, actor)
        self.life.shares[place].released_at = at
        draft = self._draft(place)
        draft.state, draft.released_by, draft.released_at = "released", actor, at
        owed = [one for one in self.life.live() if self.life.shares[one].role != "assist"]
        if self.life.status == "handling" and all(self.life.shares[one].status == "released" for one in owed):
            self._case(at, "release_reply", actor)

    def _draft(self, place: int) -> Answer:
        return next(one for one in self.life.answers if one.share == place and one.state == "submitted")

    def return_replies(self, at: datetime, actor: str, note: str) -> None:
        self._case(at, "return_reply", actor, note)
        for place, share in enumerate(self.life.shares):
            if share.status == "released":
                self._share(at, "return_reply", place, actor, note)
                self._reviewed(place, "returned", actor, at)

    def approve_replies(self, at: datetime, actor: str) -> None:
        self._case(at, "approve_reply", actor)
        for place in self.life.live():
            released = self.life.shares[place].status == "released"
            self._share(at, "approve_reply" if released else "revoke", place, actor)
        for answer in self.life.answers:
            if answer.share is not None:
                self._reviewed(answer.share, "approved", actor, at)

    def _reviewed(self, place: int | None, state: str, actor: str, at: datetime) -> None:
        for answer in self.life.answers:
            if answer.share == place and answer.state == "released":
                answer.state, answer.reviewed_by, answer.reviewed_at = state, actor, at

    # --- The end ------------------------------------------------------------------------------------------
    def feed_back(self, at: datetime, actor: str, body: str, publish: bool) -> None:
        self._case(at, "feed_back", actor, body)
        self.life.answered_at = at
        self.life.attitude = self.life.result = None
        self.life.is_public = publish and not self.life.said.confidential
        self._reviewed(None, "approved", actor, at)

    def rate(self, at: datetime, attitude: int, result: int, reason: str) -> None:
        life = self.life
        self._case(at, "rate", "citizen", reason)
        life.attitude, life.result = attitude, result
        life.grades.append(Grade(life.rework_count, attitude, result, reason, at))
        if result != 1:
            self._case(at, "close", "system")
        elif life.rework_count:
            self._case(at, "close_unsatisfied", "system")

    def ask_rework(self, at: datetime, words: str) -> None:
        self._case(at, "ask_rework", "citizen", words)
        self.life.rework_count = 1


def _role(actor: str) -> str:
    return actor.partition(":")[0]


def _checked(
    workflow: Workflow, action: str, status: str, actor: str, at: datetime, journey: Journey
) -> Step:
    step = workflow.by_action[action]
    if status not in step.sources or _role(actor) not in step.who:
        raise ValueError(f"{workflow.kind}: {action} is not possible at {status} for {actor}")
    if at < journey.at:
        raise ValueError(f"{workflow.kind}: {action} would come before the step it follows")
    if at > journey.now:
        raise NotYet
    return step
