"""The first half of a demonstration's suggestion: from the day it is handed in to the organ's answer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from casework import rules
from casework.models import (
    Assignment,
    AssignmentObjection,
    Case,
    Communication,
    Letter,
    Reply,
    Signatory,
)
from casework.numbers import new_number
from liaison.demo.load.suggestion_walk import Desk, Later, Walk, due
from suggestions.models import (
    KeySupervision,
    Publication,
    Receiver,
    Suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.models import Channel
    from deputies.models import Session

_NOTE = "请研究办理，并按期答复代表。"
_HOW = ("visit", "talks", "organ", "records", "research")
#: What befalls one in so many: from the first to the last of the list, the rest goes its usual way.
_LOTS = {
    "turned_down": 40, "retracted": 45, "sent_back": 50, "objected": 24, "dissatisfied": 18,
    "twice": 60, "silent": 9, "withheld": 35, "key": 25, "joint": 4, "wide": 10,
}  # fmt: skip

#: Some stand where a visitor finds work: the step they have come to, and how many days ago they were handed in.
_STAND = {
    8: ("accept", 3), 9: ("accept", 2), 18: ("accept", 4), 19: ("object", 8), 28: ("uphold_objection", 9),
    29: ("have_redone", 44), 38: ("have_redone", 48), 39: ("bring_before", 84), 48: ("release_reply", 30),
    49: ("release_reply", 33), 58: ("assign", 6), 59: ("submit", 1), 68: ("send_back", 6),
}  # fmt: skip
_BEFALLS = {
    "object": "objected", "uphold_objection": "objected", "have_redone": "dissatisfied", "bring_before": "twice",
    "send_back": "sent_back",
}  # fmt: skip


class Begun:
    """One suggestion from the day it is handed in, as far as today."""

    def __init__(self, desk: Desk, turn: int, matter: dict[str, Any], channel: Channel) -> None:
        self.desk, self.turn, self.matter = desk, turn, matter
        self.lots = {name for name, one_in in _LOTS.items() if turn % one_in == one_in - 1 and turn > 3}
        self.stop, self.ago = _STAND.get(turn, ("", 0))
        if self.stop:
            self.lots = {_BEFALLS[self.stop]} if self.stop in _BEFALLS else set()
        self.place = desk.office.villages[(turn * 7) % len(desk.office.villages)]
        self.deputy, self.author = desk.shown(turn % 12) or desk.deputy(turn * 5)
        self.session, opened = self._opened()
        congress = desk.rows.congresses[desk.code]
        case = Case(
            kind="suggestion", number=new_number(), congress=congress, title=self._said("title"), status="",
            status_since=opened, version=1, channel=channel, session=self.session, deputy=self.deputy,
            division=desk.rows.divisions.get(self.place.code), opened_at=opened, with_deputy_at=opened,
            profile=rules.profile_for(congress.rule_profile, opened.date()).key,
        )  # fmt: skip
        self.walk = Walk(case, desk.rows.now, opened, stop=self.stop)
        self.officer = desk.officer(turn)
        self.organ, self.handler, self.head = desk.organ(matter["organ"])
        self.suggestion = Suggestion(
            case=case, congress=congress, deputy=self.deputy, stage="handed_in", sort=self._sort(),
            title=case.title, facts=self._said("facts"), proposal=self._said("proposal"), one_matter=True,
            verified_how=_HOW[turn % len(_HOW)], verified=matter["verified"], division=case.division,
            organ=self.organ if turn % 3 == 0 else None, receiver=self._receiver(opened),
            created_at=opened - timedelta(days=3), saved_at=opened,
        )  # fmt: skip

    def _sort(self) -> str:
        return "criticism" if self.turn % 23 == 11 else "opinion" if self.turn % 17 == 9 else "suggestion"

    def _said(self, name: str) -> str:
        return str(self.matter[name]).replace("{p}", self.place.name)

    def _opened(self) -> tuple[Session | None, datetime]:
        """Most are handed in while the congress meets, the others through the year after it; the newest lately."""
        held = [one for one in self.desk.sessions if one.starts_on <= self.desk.rows.now.date()]
        last = held[-1]
        zone = self.desk.rows.now.tzinfo
        if self.stop:
            day = max(last.ends_on + timedelta(days=1), self.desk.rows.now.date() - timedelta(days=self.ago))
        elif self.turn % 10 < 7:
            day = last.starts_on + timedelta(days=self.turn % 4)
        else:
            since = (self.desk.rows.now.date() - last.ends_on).days
            ago = (self.turn * 37) % (95 if self.turn % 10 > 7 else max(3, since - 2))
            day = max(last.ends_on + timedelta(days=1), self.desk.rows.now.date() - timedelta(days=ago))
        at = datetime.combine(day, time(9 + self.turn % 8, (self.turn * 13) % 60), zone)
        return last, min(at, self.desk.rows.now - timedelta(hours=1 + self.turn % 20))

    def _receiver(self, opened: datetime) -> str:
        meets = self.session and self.session.starts_on <= opened.date() <= self.session.ends_on
        return Receiver.SECRETARIAT if meets else Receiver.WORK_BODY

    def rows(self) -> Iterator[Any]:
        yield self.suggestion
        case, at = self.walk.case, self.walk.case.opened_at
        yield Signatory(case=case, deputy=self.deputy, leads=True, signed_at=at, signed_by=self.author)
        if "joint" in self.lots:
            for place in range(1, 2 + self.turn % 4):
                deputy, user = self.desk.deputy(self.turn * 5 + place * 11)
                if deputy.pk != self.deputy.pk:
                    signed = at - timedelta(hours=5 * place)
                    yield Signatory(case=case, deputy=deputy, signed_at=signed, signed_by=user)

    def _hand_in(self) -> None:
        walk, session = self.walk, self.session
        in_session = self.suggestion.receiver == Receiver.SECRETARIAT
        clock = "assign_in_session" if in_session else "assign"
        walk.step(
            "submit",
            "deputy",
            self.author,
            clock=clock,
            start=session.ends_on if in_session and session else None,
        )

    def _examine(self, serials: dict[int, int]) -> None:
        walk = self.walk
        walk.wait(days=1, hours=self.turn % 5)
        if "turned_down" in self.lots:
            walk.step(
                "turn_down",
                "officer",
                self.officer,
                reason="vague",
                note="缺少具体内容，建议补充调研后再提。",
            )
            raise Later
        if "sent_back" in self.lots:
            walk.step("send_back", "officer", self.officer, note="请补充涉及的范围和户数。")
            raise Later
        number = serials[self._of_session()] = serials.get(self._of_session(), 0) + 1
        walk.step("accept", "officer", self.officer, owner=self.officer, serial=number, registered_at=walk.at)
        if "retracted" in self.lots and "joint" not in self.lots:
            walk.wait(days=2)
            walk.step("retract", "deputy", self.author, note="事项已经得到解决，请求撤回。")
            raise Later

    def _of_session(self) -> int:
        return self.session.pk if self.session else 0

    def _assign(self, clock: str) -> Assignment:
        walk, case = self.walk, self.walk.case
        stop, walk.stop = walk.stop, ""
        walk.step(
            "assign", "officer", self.officer, note=_NOTE, clock=clock, organ=self.organ, assigned_at=walk.at,
            start=case.due_from if clock == "rework" else None,
        )  # fmt: skip
        walk.answer_by()
        assert case.due_on is not None
        share = Assignment(
            case=case, organ=self.organ, role="lead", status="assigned", status_since=walk.at,
            assigned_at=walk.at, due_on=case.due_on,
        )  # fmt: skip
        walk.shares.append(share)
        walk.stop = stop
        if stop == "assign":
            raise Later
        return share

    def _handle(self) -> None:
        walk = self.walk
        walk.wait(days=2, hours=2)
        share = self._assign("reply_extended" if "wide" in self.lots else "reply")
        if "objected" in self.lots:
            share = self._object(share)
        walk.wait(hours=6 + self.turn % 30)
        share.signed_at, share.handler = walk.at, self.handler
        walk.share_step(share, "sign", "handler", self.handler)
        walk.step("sign", "handler", self.handler)
        if "key" in self.lots:
            self._key()
        self._answer(share, self._said("answer"), wait=14 if self.stop else 18 + (self.turn * 11) % 64)

    def _object(self, share: Assignment) -> Assignment:
        walk = self.walk
        walk.wait(days=2)
        why = "此项工作的主管部门不是我局，建议改交有关单位。"
        walk.share_step(share, "object", "handler", self.handler, note=why)
        walk.extra.append(
            AssignmentObjection(
                assignment=share,
                reason=why,
                made_by=self.handler,
                made_at=walk.at,
                upheld=None if self.stop == "object" else True,
                decided_by=None if self.stop == "object" else self.officer,
                decided_at=None if self.stop == "object" else walk.at + timedelta(days=1),
                decision_note="" if self.stop == "object" else "情况属实，改派。",
            )
        )
        walk.step("object", "handler", self.handler, note=why)
        walk.wait(days=1)
        walk.share_step(share, "uphold_objection", "officer", self.officer, note="情况属实，改派。")
        walk.step("uphold_objection", "officer", self.officer, note="情况属实，改派。", organ=None)
        self.organ, self.handler, self.head = self.desk.organ("gov")
        walk.wait(days=1)
        return self._assign("reply")

    def _key(self) -> None:
        walk = self.walk
        member = self.desk.user("committee:0")
        walk.wait(hours=20)
        leader, committee = "县人大常委会副主任 沈国栋", "社会建设委员会"
        walk.step("make_key", "committee", member, supervised_by=leader, note="群众普遍关心。")
        walk.extra.append(
            KeySupervision(
                suggestion=self.suggestion,
                leader=leader,
                committee=committee,
                decided_on=walk.at.date(),
                why="群众普遍关心。",
                recorded_by=member,
                recorded_at=walk.at,
            )
        )

    def _answer(self, share: Assignment, body: str, wait: int) -> None:
        """Spoken with the deputy, drafted, released, delivered; a late organ is late here too."""
        walk, case = self.walk, self.walk.case
        walk.wait(days=min(wait, 12) if self.turn % 14 or self.stop else 26)
        walk.extra.append(
            Communication(
                assignment=share,
                manner="visit" if self.turn % 2 else "phone",
                happened_on=walk.at.date(),
                summary="向代表介绍了初步安排，听取了代表对时间和做法的意见。",
                recorded_by=self.handler,
                recorded_at=walk.at,
            )
        )
        walk.share_step(share, "record_contact", "handler", self.handler)
        walk.wait(days=max(1, wait - 12))
        walk.share_step(share, "submit_reply", "handler", self.handler)
        promise = self.matter.get("promise", "") if self.turn % 3 else ""
        reply = Reply(
            case=case, assignment=share, body=body, category="B" if promise else ("A", "A", "C", "D")[self.turn % 4],
            promise=promise, promised_for=walk.at.date() + timedelta(days=40 + self.turn % 200) if promise else None,
            state="submitted", author=self.handler, written_at=walk.at,
        )  # fmt: skip
        letter = Letter(
            reply=reply, number=f"青办函〔{walk.at.year}〕{100 + self.turn}号", answers=str(case.serial),
            signer=str(self.head), signer_office="主要负责人", sealed=True, contact=str(self.handler),
            contact_phone=f"0375-66{self.turn % 90 + 10}018",
        )  # fmt: skip
        walk.extra += [reply, letter]
        walk.wait(days=1, hours=3)
        share.released_at = walk.at
        walk.share_step(share, "release_reply", "head", self.head)
        stop, walk.stop = walk.stop, ""
        walk.step("release_reply", "head", self.head, answered_at=walk.at, attitude=None, result=None)
        reply.state, reply.released_by, reply.released_at = "approved", self.head, walk.at
        reply.reviewed_at = walk.at
        walk.share_step(share, "deliver", "system", None)
        walk.stop = stop
        if stop == "release_reply":
            self._publish_later()
            raise Later

    def _publish_later(self) -> None:
        """From the answer on it waits to be made public."""
        case = self.walk.case
        answered = case.answered_at
        assert answered is not None
        day, _provisional = due(case.profile, "publish", answered.date())
        self.publication = Publication(suggestion=self.suggestion, due_on=day)
        self.walk.extra.append(self.publication)
