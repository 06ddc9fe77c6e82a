"""The second half of a demonstration's suggestion: how it is rated, handled again, concluded and made public."""

from __future__ import annotations

from casework.models import Reply
from liaison.demo.load.suggestion_begun import Begun
from liaison.demo.load.suggestion_walk import Later
from suggestions.models import Grading, Mediation


class Life(Begun):
    """One suggestion from the day it is handed in, as far as today."""

    # --- The way ------------------------------------------------------------------------------------------
    def tell(self, serials: dict[int, int]) -> None:
        """As far as now; what would come later is not told."""
        try:
            self._hand_in()
            self._examine(serials)
            self._handle()
            self._outcome()
        except Later:
            pass

    # --- What came of it ------------------------------------------------------------------------------------
    def _outcome(self) -> None:
        self._publish_later()
        if "silent" in self.lots:
            self._silent()
        self.walk.wait(days=4 + self.turn % 9)
        if not self.lots & {"dissatisfied", "twice"}:
            self._rate(3 if self.turn % 5 else 2)
            self.walk.step("conclude", "system", None)
            self._publish()
            return
        self._rate(1, "答复没有写明完成的时间。")
        self.walk.step("have_redone", "system", None, rework_count=1)
        self.walk.wait(days=3)
        share = self._assign("rework")
        self.walk.wait(hours=20)
        share.signed_at, share.handler = self.walk.at, self.handler
        self.walk.share_step(share, "sign", "handler", self.handler)
        self.walk.step("sign", "handler", self.handler)
        self._answer(share, self._said("answer") + "完成时限另附时间表。", wait=14)
        self.walk.wait(days=5)
        if "twice" in self.lots:
            self._twice()
        else:
            self._rate(3)
            self.walk.step("conclude", "system", None)
        self._publish()

    def _rate(self, result: int, reason: str = "") -> None:
        walk = self.walk
        attitude = 3 if result > 1 else 2
        walk.step("rate_answer", "deputy", self.author, note=reason, attitude=attitude, result=result)
        walk.extra.append(
            Grading(
                suggestion=self.suggestion,
                round=walk.case.rework_count,
                attitude=attitude,
                result=result,
                reason=reason,
                rated_by=self.author,
                rated_at=walk.at,
            )
        )

    def _silent(self) -> None:
        walk = self.walk
        last = walk.case.due_on
        assert last is not None
        walk.wait(days=(last - walk.at.date()).days + 1)
        walk.step("conclude_unrated", "system", None)
        self._publish()
        raise Later

    def _twice(self) -> None:
        walk = self.walk
        self._rate(1, "整改没有落实到位。")
        walk.step("bring_before", "system", None)
        walk.wait(days=8)
        outcome = "当面沟通会上商定，由县政府督查室跟踪，年底前完成。"
        walk.step("record_mediation", "officer", self.officer, note=outcome)
        walk.extra.append(
            Mediation(
                suggestion=self.suggestion,
                kind="meeting",
                held_on=walk.at.date(),
                participants="代表、承办单位、县人大常委会代表工委",
                outcome=outcome,
                recorded_by=self.officer,
                recorded_at=walk.at,
            )
        )

    def _publish(self) -> None:
        """Two officers decide; a few are kept back in part, and some are late with it."""
        walk, row = self.walk, self.publication
        second = self.desk.officer(self.turn + 1)
        if second == self.officer or self.turn % 11 == 5:
            return
        walk.wait(days=2 + self.turn % 6)
        is_part = "withheld" in self.lots
        walk.step("propose_publication", "officer", self.officer)
        reply = next(one for one in reversed(walk.extra) if isinstance(one, Reply))
        row.decision, row.proposed_by, row.proposed_at = "part" if is_part else "whole", self.officer, walk.at
        row.exception, row.note = ("private", "涉及具体家庭的情况。") if is_part else ("", "")
        row.title, row.facts, row.proposal, row.answer = (
            self.suggestion.title,
            "（部分内容涉及个人隐私，未公开）" if is_part else self.suggestion.facts,
            self.suggestion.proposal,
            reply.body,
        )
        if self.turn % 13 == 7:
            return
        walk.wait(days=1)
        walk.step("confirm_publication", "officer", second, is_public=True)
        row.decided_by, row.decided_at, row.published_at = second, walk.at, walk.at
