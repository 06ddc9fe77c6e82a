"""What organs do: sign, object, ask for more time, speak with the citizen, reply, keep promises."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework import services as casework
from casework.models import Assignment, Commitment
from casework.models.assignment import HandlingRole
from casework.models.commitment import Outcome
from liaison.demo.journey import PROMISED_WITHIN, PROMISES
from liaison.demo.simulation.acting import Hands

if TYPE_CHECKING:
    from accounts.actors import Actor
    from liaison.demo.dice import Dice

_MANNERS = ("phone", "visit", "meeting", "writing")
_OUTCOMES = (Outcome.KEPT, Outcome.NOT_KEPT, Outcome.CARRIED_ON)
AT_AN_ORGAN = ("assigned", "handling", "drafted")
PROMISED = ("open", "drafted", "released")


class Organs(Hands):
    """The steps of handlers and heads, and of the office with the promises they make."""

    def _person(self, share: Assignment, role: str) -> Actor:
        return self.town.actor(share.case, f"{role}:{share.organ.code}")

    def act(self, share: Assignment) -> None:
        dice = self.town.dice("organ", share.pk, share.status, share.status_since)
        {"assigned": self._receive, "handling": self._handle, "drafted": self._release}[share.status](
            share, dice
        )

    def _receive(self, share: Assignment, dice: Dice) -> None:
        """Sign, or object; whoever comes too late with an objection signs after all."""
        if dice.random() < 0.06 and self._object(share):
            return
        self.take("sign", lambda: casework.sign(share, actor=self._person(share, "handler")))

    def _object(self, share: Assignment) -> bool:
        papers, rows = self.town.story_of(share.case).papers, self.town.rows
        code = self.town.story_of(share.case).office.congress.code
        better = [
            rows.organs[code, key]
            for key in self.town.story_of(share.case).cast.others
            if rows.organs[code, key].pk != share.organ_id
        ]
        reason = papers.line("object", timezone.now())
        return self.take(
            "object",
            lambda: casework.object_to(
                share,
                actor=self._person(share, "handler"),
                reason=reason,
                proposed_organ=better[0] if better else None,
            ),
        )

    def _handle(self, share: Assignment, dice: Dice) -> None:
        """A contact with the citizen first, mostly; now and then more time; then the reply."""
        if dice.random() < 0.5:
            self._contact(share, dice)
        if dice.random() < 0.08 and share.role != HandlingRole.ASSIST and not share.extensions.exists():
            return self._ask_for_time(share)
        self._reply(share, dice)

    def _contact(self, share: Assignment, dice: Dice) -> None:
        summary = self.town.story_of(share.case).papers.line("contact", timezone.now())
        self.take(
            "record_contact",
            lambda: casework.record_contact(
                share,
                actor=self._person(share, "handler"),
                manner=dice.choice(_MANNERS),
                happened_on=timezone.localdate(),
                summary=summary,
            ),
        )

    def _ask_for_time(self, share: Assignment) -> None:
        reason = self.town.story_of(share.case).papers.line("extension", timezone.now())
        handler = self._person(share, "handler")
        self.take("ask_extension", lambda: casework.ask_extension(share, actor=handler, reason=reason))

    def _reply(self, share: Assignment, dice: Dice) -> None:
        papers = self.town.story_of(share.case).papers
        body, category = papers.reply(timezone.now(), dice.choice((3, 3, 2)))
        promise: dict[str, Any] = {}
        if share.role == HandlingRole.ASSIST:
            category = ""
        elif casework.promises(share.case, category):
            promised_for = timezone.localdate() + timedelta(days=dice.randint(15, PROMISED_WITHIN.days))
            promise = {"promise": dice.choice(PROMISES), "promised_for": promised_for}
        handler = self._person(share, "handler")
        self.take(
            "submit_reply",
            lambda: casework.submit_reply(share, actor=handler, body=body, category=category, **promise),
        )

    def _release(self, share: Assignment, dice: Dice) -> None:
        head = self._person(share, "head")
        released = dice.random() >= 0.05 and self.take(
            "release_reply", lambda: casework.release_reply(share, actor=head)
        )
        if not released:
            note = self.town.story_of(share.case).papers.line("send_back", timezone.now())
            self.take("send_back", lambda: casework.send_back(share, actor=head, note=note))

    # --- Promises -----------------------------------------------------------------------------------------
    def follow(self, promise: Commitment) -> None:
        {"open": self._report, "drafted": self._release_report, "released": self._pass_on}[promise.status](
            promise
        )

    def _report(self, promise: Commitment) -> None:
        dice = self.town.dice("promise", promise.pk, promise.carried, promise.status_since)
        outcome = dice.choices(_OUTCOMES, (8, 1, 1))[0]
        today = timezone.localdate()
        later = max(promise.due_on, today) + timedelta(days=30) if outcome == Outcome.CARRIED_ON else None
        self.take(
            "report_promise",
            lambda: casework.report_promise(
                promise,
                actor=self._person(promise.assignment, "handler"),
                outcome=outcome,
                body="所承诺的事项已逐项核对，现将落实情况书面答复如下，请继续监督。",
                new_due_on=later,
            ),
        )

    def _release_report(self, promise: Commitment) -> None:
        head = self._person(promise.assignment, "head")
        self.take("release_report", lambda: casework.release_report(promise, actor=head))

    def _pass_on(self, promise: Commitment) -> None:
        outcome = promise.reports.order_by("-pk").values_list("outcome", flat=True)[0]
        officer = self.town.officer(promise.case)
        self.take("pass_on", lambda: casework.pass_on(promise, outcome, actor=officer))
