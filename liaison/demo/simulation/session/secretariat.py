"""What the office and the standing committee do with suggestions: examine, assign, decide, publish, take up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework import services as casework
from casework.models import Assignment, AssignmentObjection, Case, ExtensionRequest
from casework.services import Part
from liaison.demo.simulation.session.hands import SessionHands
from suggestions import services
from suggestions.models import Decision, KeySupervision, LegalException, Publication

if TYPE_CHECKING:
    from accounts.actors import Actor

_NOTE = "请研究办理，办理前与代表联系沟通，按期书面答复。"
_COMMITTEE = "社会建设委员会"
_A_COLLEAGUE_AFTER = timedelta(days=14)  # what somebody leaves who was urged
_BEHIND_CLOSED_DOORS = "涉及具体家庭的情况，按个人隐私处理。"


class Secretariat(SessionHands):
    """Officers of the office, and where the table asks for it the standing committee."""

    def examine(self, case: Case) -> None:
        officer, fate = self.owner(case), self.proposal(case).fate
        if "turned_down" in fate:
            note = "缺少具体内容，建议补充调研后再提。"
            self.take("turn_down", lambda: services.turn_down(case, actor=officer, reason="vague", note=note))
        elif "sent_back" in fate and not case.events.filter(action="send_back").exists():
            note = "请补充涉及的范围和户数。"
            self.take("send_back", lambda: services.send_back(case, actor=officer, note=note))
        else:
            self.take("accept", lambda: services.accept(case, actor=officer))

    def assign(self, case: Case) -> None:
        """To the organ of the matter, or together with another suggestion on the same."""
        fate = self.proposal(case).fate
        if "merged" in fate and case.status == "accepted":
            leading = self._same_matter(case)
            if leading is not None and leading.status in ("lodged", "sent_back"):
                return  # examined first, then both are handled together
            if leading is not None and self._merge(case, leading):
                return
        parts = self._parts(case)
        self.take(
            "assign_suggestion",
            lambda: casework.assign(
                case,
                parts,
                actor=self.owner(case),
                note=_NOTE,
                is_wide="wide" in fate and not case.rework_count,
            ),
        )

    def _same_matter(self, case: Case) -> Case | None:
        """The suggestion on the same matter that is on its way."""
        mine = self.proposal(case)
        same = [
            one.case for one in self.chamber.planned
            if one.case and one.case != case.pk and not one.is_motion and "merged" not in one.fate
            and (one.words["place"], one.words["organ"]) == (mine.words["place"], mine.words["organ"])
        ]  # fmt: skip
        may_lead = ("lodged", "sent_back", "accepted", "assigned", "handling")
        return Case.objects.filter(pk__in=same, status__in=may_lead).order_by("pk").first()

    def _merge(self, case: Case, leading: Case) -> bool:
        return self.take("merge", lambda: services.merge(case, leading, actor=self.owner(case)))

    def _parts(self, case: Case) -> list[Part]:
        chamber, fate = self.chamber, self.proposal(case).fate
        first = chamber.organ_key(self.proposal(case).words["organ"])
        if case.status == "to_reassign":
            first = "housing" if first != "housing" else "ecology"
        second = "housing" if first == "ecology" else "ecology"
        if "assist" in fate:
            return [Part(chamber.organ(first)), Part(chamber.organ(second), "assist", "提出协办意见")]
        if "separate" in fate:
            return [Part(chamber.organ(one), "separate", "本单位职责内的部分") for one in (first, second)]
        return [Part(chamber.organ(first))]

    def choose(self, case: Case) -> None:
        """The council of chairpersons chooses it for key supervision, once organs have it."""
        if (
            "key" not in self.proposal(case).fate
            or KeySupervision.objects.filter(suggestion__case=case).exists()
        ):
            return
        self.take(
            "make_key",
            lambda: services.make_key(
                case, actor=self.chamber.committee(), leader="县人大常委会副主任", committee=_COMMITTEE,
                decided_on=timezone.localdate(), why="事关民生，群众反映集中。",
            ),
        )  # fmt: skip

    def decide_objection(self, objection: AssignmentObjection) -> None:
        case = objection.assignment.case
        upheld = self.town.dice("upholds", objection.pk).random() < 0.7
        note = "经协调，改由有关部门办理。" if upheld else "属于你单位职责，请继续办理。"
        self.take(
            "decide_objection",
            lambda: casework.decide_objection(objection, actor=self.owner(case), upheld=upheld, note=note),
        )

    def decide_extension(self, request: ExtensionRequest) -> None:
        case = request.assignment.case
        self.take(
            "decide_extension",
            lambda: casework.decide_extension(
                request, actor=self.owner(case), granted=True, note="涉及面广，同意延长至六个月。"
            ),
        )

    def recall(self, share: Assignment) -> None:
        """From an organ that stays silent under supervision."""
        case = share.case
        note = "多次催办未答复，改派其他单位。"
        self.take("recall", lambda: casework.recall(case, actor=self.owner(case), note=note))

    def mediate(self, case: Case) -> None:
        """The meeting after the second dissatisfaction."""
        today = timezone.localdate()
        if today <= timezone.localdate(case.status_since) + timedelta(days=2):
            return
        self.take(
            "record_mediation",
            lambda: services.record_mediation(
                case, actor=self.owner(case), kind="meeting", held_on=today,
                participants="领衔代表、承办单位负责人、县人大常委会代表工委",
                outcome="当面沟通后商定：列入督办清单，年底前完成，由县政府督查室跟踪。",
            ),
        )  # fmt: skip

    # --- Publication --------------------------------------------------------------------------------------
    def publish(self, row: Publication) -> None:
        """One proposes, a colleague decides at the next look; of some a first proposal is refused."""
        case = row.suggestion.case
        assert case is not None, "only what was answered has a publication"
        if not row.waits:
            if self._means_to_publish(row, case):
                self._propose(row, case)
            return
        second = self._second(row, case)
        if "refused_once" in self.proposal(case).fate and not self._was_refused(case):
            note = "公开文本中的地点写得过细，请再看一遍。"
            self.take("refuse_publication", lambda: services.refuse(case, actor=second, note=note))
        else:
            self.take("confirm_publication", lambda: services.confirm(case, actor=second))

    def _means_to_publish(self, row: Publication, case: Case) -> bool:
        """What may still be handled again is not published before that is settled, unless the day is near."""
        since = case.answered_at or timezone.now()
        is_near = row.due_on is not None and timezone.localdate() >= row.due_on - timedelta(days=4)
        if row.due_on is not None and timezone.localdate() > row.due_on + _A_COLLEAGUE_AFTER:
            return True
        return (not case.is_open or is_near) and self.waits.is_ripe(row, row.due_on, since, until=row.due_on)

    def _second(self, row: Publication, case: Case) -> Actor:
        first = self.owner(case)
        return self.colleague(case) if row.proposed_by_id == first.user_id else first

    def _was_refused(self, case: Case) -> bool:
        return case.events.filter(action="refuse_publication").exists()

    def _propose(self, row: Publication, case: Case) -> None:
        fate, copy = self.proposal(case).fate, services.first_copy(case)
        decision, exception, note = Decision.WHOLE, "", ""
        if "kept_back" in fate:
            decision, exception, note = Decision.NONE, LegalException.PRIVATE, _BEHIND_CLOSED_DOORS
        elif "in_part" in fate and isinstance(copy, services.Copy):
            decision, exception, note = Decision.PART, LegalException.PRIVATE, _BEHIND_CLOSED_DOORS
            copy = services.Copy(copy.title, "（部分内容涉及个人隐私，未公开）", copy.proposal, copy.answer)
        self.take(
            "propose_publication",
            lambda: services.propose(
                case, actor=self.owner(case), decision=decision, copy=copy, exception=exception, note=note
            ),
        )
