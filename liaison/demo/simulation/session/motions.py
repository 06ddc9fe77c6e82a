"""Four motions, each with another end: adopted, carried out, made a suggestion, left by its deputies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import Case, Signatory
from liaison.demo.clocks import ZONE
from liaison.demo.simulation.session.hands import SessionHands
from suggestions import services as drafts
from suggestions.models import Motion
from suggestions.services import motions as services

if TYPE_CHECKING:
    from deputies.models import Session

_COMMITTEE = "社会建设委员会"
_NOTE = "经主席团会议研究决定。"
_AGREED = "县人大常委会会议审议决定，有会议纪要。"


class Motions(SessionHands):
    """Deputies, secretariat, presidium, committee and organ, one after the other."""

    def set_times(self, session: Session) -> None:
        """On the first day the presidium decides on the cut-off, and when it meets for the last time."""
        if session.motion_cutoff is not None:
            return
        day = session.starts_on + timedelta(days=2)
        cutoff = datetime.combine(day, time(12), ZONE)
        last = datetime.combine(session.ends_on, time(17), ZONE)
        self.take(
            "set_times",
            lambda: services.set_times(
                session, actor=self.chamber.officer(), cutoff=cutoff, last_presidium=last
            ),
        )

    def act(self, case: Case, *, meets: bool) -> None:
        """The next step of ``case``; with what is decided while the congress meets nobody takes their time."""
        step = _BY_STATUS.get(case.status)
        at_once = meets and case.status not in _AFTERWARDS
        if step and (at_once or self.waits.is_ripe_or_taken_over(case, case.due_on, case.status_since)):
            step(self, case)

    def fate(self, case: Case) -> str:
        return next(iter(self.proposal(case).fate))

    def _signers(self, case: Case) -> list[Signatory]:
        rows = Signatory.objects.filter(case=case, leads=False, withdrawn_at=None)
        return list(rows.select_related("deputy").order_by("pk"))

    # --- Handed in ------------------------------------------------------------------------------------------
    def check(self, case: Case) -> None:
        officer = self.owner(case)
        if self.fate(case) == "agenda" and not case.events.filter(action="return_motion").exists():
            note = "方案请写明责任部门和完成时限。"
            self.take("return_motion", lambda: services.return_motion(case, actor=officer, note=note))
        elif services.phase_in_session(case):
            self.take("pass_check", lambda: services.pass_check(case, actor=officer))
        else:
            self.take("pass_on", lambda: services.pass_on(case, actor=officer, committee=_COMMITTEE))

    def complete(self, case: Case) -> None:
        """The lead deputy completes the words, everybody signs them anew, and it is handed in again."""
        words, lead = self.proposal(case).words, self.lead(case)
        plan = f"{words['proposal']}责任部门为县人民政府有关部门，两年内完成。"
        given = {"title": words["title"], "facts": words["facts"], "proposal": plan}
        self.take("reword", lambda: services.reword(case, actor=lead, **given))
        for row in self._signers(case):
            actor = self.chamber.member(row.deputy.number)
            self.take("sign_motion", lambda actor=actor: services.sign_motion(case, actor=actor))  # type: ignore[misc]
        self.take("complete", lambda: services.complete(case, actor=lead))

    # --- Presidium and congress -----------------------------------------------------------------------------
    def before_presidium(self, case: Case) -> None:
        {
            "agenda": self._to_the_agenda,
            "committee": self._after_the_session,
            "suggestion": self._no_motion,
            "falls": self._fall,
        }[self.fate(case)](case)

    def _to_the_agenda(self, case: Case) -> None:
        officer = self.owner(case)
        if not Motion.objects.get(case=case).opinion:
            self.take(
                "refer_first",
                lambda: services.refer_first(case, actor=officer, committee=_COMMITTEE, note=_NOTE),
            )
        else:
            self.take(
                "put_on_agenda", lambda: services.decide(case, "put_on_agenda", actor=officer, note=_NOTE)
            )

    def _after_the_session(self, case: Case) -> None:
        officer = self.owner(case)
        self.take(
            "leave_off", lambda: services.leave_off(case, actor=officer, committee=_COMMITTEE, note=_NOTE)
        )

    def _no_motion(self, case: Case) -> None:
        note = "所提事项属于政府日常工作，建议作为代表建议办理。"
        self.take("no_motion", lambda: services.decide(case, "no_motion", actor=self.owner(case), note=note))

    def _fall(self, case: Case) -> None:
        """After the cut-off one takes the signature back, and too few are left."""
        if services.too_late(case.congress):
            row = self._signers(case)[0]
            actor = self.chamber.member(row.deputy.number)
            note = "经进一步了解，有关部门已经安排。"
            self.take("drop_signature", lambda: services.drop_signature(case, actor=actor, note=note))

    def give_opinion(self, case: Case) -> None:
        note = "议案符合实际，建议列入会议议程。"
        committee = self.chamber.committee()
        self.take("give_opinion", lambda: services.decide(case, "give_opinion", actor=committee, note=note))

    def vote(self, case: Case) -> None:
        note = "表决结果：赞成票超过全体代表的半数，通过有关决议。"
        self.take("adopt", lambda: services.decide(case, "adopt", actor=self.owner(case), note=note))

    def ask_again(self, case: Case) -> None:
        """All who signed ask for reconsideration, once; without it the office goes on with it as a suggestion."""
        if services.why_not_again(case):
            for row in self._signers(case):
                actor = self.chamber.member(row.deputy.number)
                self.take("second_request", lambda actor=actor: services.second_request(case, actor=actor))  # type: ignore[misc]
        note = "属于本级人民代表大会职权范围，请求复议。"
        if not self.take("ask_again", lambda: services.ask_again(case, actor=self.lead(case), note=note)):
            self.make_suggestion(case)

    def make_suggestion(self, case: Case) -> None:
        note = "主席团复议后决定作为代表建议、批评和意见办理。"
        self.take(
            "make_suggestion",
            lambda: services.decide(case, "make_suggestion", actor=self.owner(case), note=note),
        )

    # --- After the session ----------------------------------------------------------------------------------
    def deliberate(self, case: Case) -> None:
        """The committee asks the organ, hears it, and reports."""
        committee, motion = self.chamber.committee(), Motion.objects.get(case=case)
        asked = case.events.filter(action="consult").exists()
        step, note = (
            ("consult", "请县人民政府有关部门研究提出意见。") if not asked
            else ("record_opinion", "有关部门同意议案方案，建议分步实施。") if not motion.organ_opinion
            else ("report_motion", "委员会听取提案代表和有关机关意见，认为议案符合实际，建议交有关机关办理。")
        )  # fmt: skip
        self.take(step, lambda: services.decide(case, step, actor=committee, note=note))

    def decide(self, case: Case) -> None:
        organ, committee = self.chamber.organ(self.proposal(case).words["organ"]), self.chamber.committee()
        self.take(
            "give_to_organ", lambda: services.give_to_organ(case, actor=committee, organ=organ, note=_AGREED)
        )

    def carry_out(self, case: Case) -> None:
        assert case.organ is not None, "an organ carries it out"
        head = self.chamber.actor(f"head:{case.organ.code}")
        note = "已制定办理方案并完成年度任务：责任到人，经费列入预算，进度按季度公开。"
        self.take("report_handling", lambda: services.report_handling(case, actor=head, note=note))

    def hear_report(self, case: Case) -> None:
        """The first report is not agreed to: it is carried out again, once."""
        once_more = ("redo", "完成时限不够明确，请补充后再报告。")
        step, note = ("agree_to_report", _AGREED) if case.rework_count else once_more
        committee = self.chamber.committee()
        self.take(step, lambda: services.decide(case, step, actor=committee, note=note))

    # --- Publication ----------------------------------------------------------------------------------------
    def publish(self, case: Case) -> None:
        """What is decided is made public by two officers, some days later."""
        waiting = drafts.publication_waiting(case)
        if waiting is not None:
            self.take("confirm_publication", lambda: drafts.confirm(case, actor=self.colleague(case)))
        elif timezone.localdate() > timezone.localdate(case.status_since) + timedelta(days=3):
            copy = drafts.first_copy(case)
            self.take(
                "propose_publication",
                lambda: drafts.propose(case, actor=self.owner(case), decision="whole", copy=copy),
            )


_AFTERWARDS = ("in_committee", "before_standing", "with_organ", "redoing", "organ_reported")
_BY_STATUS: dict[str, Callable[[Motions, Case], None]] = {
    "received": Motions.check,
    "incomplete": Motions.complete,
    "before_presidium": Motions.before_presidium,
    "to_committee": Motions.give_opinion,
    "on_agenda": Motions.vote,
    "not_motion": Motions.ask_again,
    "reconsidering": Motions.make_suggestion,
    "in_committee": Motions.deliberate,
    "before_standing": Motions.decide,
    "with_organ": Motions.carry_out,
    "redoing": Motions.carry_out,
    "organ_reported": Motions.hear_report,
}
