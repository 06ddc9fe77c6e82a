"""What organs do with suggestions: sign, object, speak with the deputy, draft the letter, release it, keep promises."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework import services as casework
from casework.models import Assignment, Case, Commitment
from casework.models.assignment import HandlingRole
from casework.models.commitment import Outcome
from casework.services.letters import LetterHead
from liaison.demo.simulation.session.hands import SessionHands
from suggestions import services

if TYPE_CHECKING:
    from accounts.actors import Actor

_OUTCOMES = (Outcome.KEPT, Outcome.NOT_KEPT, Outcome.CARRIED_ON)
_FEW_DAYS = timedelta(days=6)
_MANNERS = ("visit", "meeting", "phone")


class AnsweringOrgans(SessionHands):
    """Handlers and heads; the answer goes to the deputy, and the office only gets a copy."""

    def person(self, share: Assignment, role: str) -> Actor:
        return self.chamber.actor(f"{role}:{share.organ.code}")

    def act(self, share: Assignment) -> bool:
        """Whatever is planned for today; whether anything was."""
        step = {"assigned": self._receive, "handling": self._handle, "drafted": self._release}[share.status]
        return step(share)

    def _is_ripe(self, share: Assignment, until: Any) -> bool:
        return self.waits.is_ripe(share, share.due_on, share.status_since, until)

    def _receive(self, share: Assignment) -> bool:
        if not self._is_ripe(share, min(share.due_on, timezone.localdate(share.assigned_at) + _FEW_DAYS)):
            return False
        handler = self.person(share, "handler")
        objects = "objected" in self.proposal(share.case).fate and not share.case.rework_count
        if objects and not Assignment.objects.filter(case=share.case, objections__isnull=False).exists():
            reason = "经研究不属于本单位职责，建议改由其他部门主办。"
            if self.take("object", lambda: casework.object_to(share, actor=handler, reason=reason)):
                return True
        return self.take("sign", lambda: casework.sign(share, actor=handler))

    def _handle(self, share: Assignment) -> bool:
        """Speak with the deputy by the profile's day, then answer by the date."""
        if share.role != HandlingRole.ASSIST and not share.communications.exists():
            return self.waits.is_ripe(
                share, services.speak_by(share).due_on, share.status_since
            ) and self._speak(share)
        if self._means_to_ask(share):
            if timezone.localdate() < share.due_on - timedelta(days=20):
                return False
            reason = "涉及三个乡镇，需要统筹资金，申请延长。"
            handler = self.person(share, "handler")
            return self.take(
                "ask_extension", lambda: casework.ask_extension(share, actor=handler, reason=reason)
            )
        return self._is_ripe(share, share.due_on) and self._draft(share)

    def _means_to_ask(self, share: Assignment) -> bool:
        """Some need the longer time, and ask for it some weeks before their date."""
        may = share.role != HandlingRole.ASSIST and share.case.answer_clock == "reply"
        return may and "more_time" in self.proposal(share.case).fate and not share.extensions.exists()

    def _speak(self, share: Assignment) -> bool:
        dice, handler = self.town.dice("speaks", share.pk), self.person(share, "handler")
        summary = "与领衔代表当面沟通，听取意见，并邀请代表到现场察看。"
        return self.take(
            "record_contact",
            lambda: casework.record_contact(
                share, actor=handler, manner=dice.choice(_MANNERS), happened_on=timezone.localdate(),
                summary=summary,
            ),
        )  # fmt: skip

    def _draft(self, share: Assignment) -> bool:
        words, handler = self.proposal(share.case).words, self.person(share, "handler")
        body, given = str(words["answer"]), self._promise(share)
        if share.case.rework_count:
            body += "完成时限和责任人已补充明确，详见所附时间表。"
        if share.role == HandlingRole.ASSIST:
            body, given = "经研究，我单位将配合主办单位做好相关工作，意见如上。" + body, {}
        return self.take(
            "submit_reply",
            lambda: casework.submit_reply(
                share, actor=handler, body=body, letter=self._letter(share), **given
            ),
        )

    def _promise(self, share: Assignment) -> dict[str, Any]:
        """Class B promises something by a day; A is solved."""
        words, dice = self.proposal(share.case).words, self.town.dice("class", share.pk)
        promises = "promise" in self.proposal(share.case).fate or dice.random() < 0.2
        if not promises:
            return {"category": "C" if dice.random() < 0.08 else "A"}
        return {
            "category": "B",
            "promise": words.get("promise", "年底前全部完成"),
            "promised_for": timezone.localdate() + timedelta(days=dice.randint(40, 150)),
        }

    def _letter(self, share: Assignment) -> LetterHead | None:
        if share.role == HandlingRole.ASSIST:
            return None
        organ, year = share.organ, timezone.localdate().year
        return LetterHead(
            number=f"{organ.short_name or organ.name}函〔{year}〕{share.pk}号",
            answers=str(share.case.serial),
            signer=self.town.rows.users[self.chamber.code, f"head:{organ.code}"].display_name,
            signer_office="局长",
            contact=self.town.rows.users[self.chamber.code, f"handler:{organ.code}"].display_name,
            contact_phone="0375-2210018",
            sealed=True,
            joined={
                one.number: f"{organ.short_name or organ.name}函〔{year}〕{share.pk}-{place}号"
                for place, one in enumerate(Case.objects.following(share.case), start=2)
            },
        )

    def _release(self, share: Assignment) -> bool:
        until = min(share.due_on, timezone.localdate(share.status_since) + _FEW_DAYS)
        if not self._is_ripe(share, max(until, timezone.localdate(share.status_since))):
            return False
        head, dice = self.person(share, "head"), self.town.dice("releases", share.pk, share.version)
        if dice.random() < 0.05:
            note = "责任人没有写明，请补充。"
            return self.take("send_back", lambda: casework.send_back(share, actor=head, note=note))
        return self.take("release_reply", lambda: casework.release_reply(share, actor=head))

    # --- Promises -----------------------------------------------------------------------------------------
    def follow(self, promise: Commitment) -> None:
        """The second answer by the promised day; in autumn how it stands, where it is asked for."""
        due_on = promise.due_on if promise.status == "open" else timezone.localdate(promise.status_since)
        if self.waits.is_ripe(promise, due_on, promise.status_since):
            {"open": self._report, "drafted": self._release_report, "released": self._pass_on}[
                promise.status
            ](promise)
        elif promise.status == "open" and self._is_asked(promise):
            note = "项目已开工，正按计划推进。"
            handler = self.person(promise.assignment, "handler")
            self.take("report_status", lambda: casework.report_status(promise, actor=handler, note=note))

    def _is_asked(self, promise: Commitment) -> bool:
        steps = promise.events.filter(action__in=("ask_status", "report_status")).order_by("-pk")
        return steps.values_list("action", flat=True).first() == "ask_status"

    def _report(self, promise: Commitment) -> None:
        dice = self.town.dice("promise", promise.pk, promise.carried)
        outcome = dice.choices(_OUTCOMES, (8, 1, 1))[0]
        today, handler = timezone.localdate(), self.person(promise.assignment, "handler")
        later = max(promise.due_on, today) + timedelta(days=30) if outcome == Outcome.CARRIED_ON else None
        body = "所承诺的事项已逐项核对，现将落实情况书面答复如下，请继续监督。"
        self.take(
            "report_promise",
            lambda: casework.report_promise(
                promise, actor=handler, outcome=outcome, body=body, new_due_on=later
            ),
        )

    def _release_report(self, promise: Commitment) -> None:
        head = self.person(promise.assignment, "head")
        self.take("release_report", lambda: casework.release_report(promise, actor=head))

    def _pass_on(self, promise: Commitment) -> None:
        outcome = promise.reports.order_by("-pk").values_list("outcome", flat=True)[0]
        owner = self.owner(promise.case)
        self.take("pass_on", lambda: casework.pass_on(promise, outcome, actor=owner))
