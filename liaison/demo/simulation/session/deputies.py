"""What deputies do: write from what people told them, ask others to sign, sign, hand in, revise, withdraw, rate."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import Case, Signatory
from liaison.demo.clocks import ZONE
from liaison.demo.simulation.session.hands import SessionHands
from suggestions import services
from suggestions.models import Answer, ConversionLink, Form, Suggestion, VerifiedHow

if TYPE_CHECKING:
    from datetime import date

    from accounts.actors import Actor
    from liaison.demo.simulation.session.plan import Proposal

_GROWN = 0.6  # of the suggestions grow from what people said
_MOST_LINKS = 3
_DECLINES = 0.05


class Deputies(SessionHands):
    """Each acts in a session of their own."""

    def write_and_sign(self, today: date) -> None:
        """Drafts that are begun, signed and handed in today."""
        for one in self.chamber.planned:
            if one.case or one.begins > today:
                continue
            if not one.draft:
                self._begin(one)
            elif one.draft > 0:
                self._go_on(one, today)

    # --- Writing ------------------------------------------------------------------------------------------
    def _begin(self, one: Proposal) -> None:
        dice = self.town.dice("begins", one.is_motion, one.number)
        heard = self._heard(one) if dice.random() < _GROWN or one.is_motion else []
        number = heard[0].deputy.number if heard and heard[0].deputy else dice.choice(self.chamber.members)
        deputy, actor = self.chamber.deputy(number), self.chamber.member(number)
        words = {name: one.words[name] for name in ("title", "facts", "proposal")}
        if not one.is_motion:
            words |= {"verified_how": dice.choice(VerifiedHow.values), "verified": one.words["verified"]}
            words |= {"organ": self.chamber.organ(one.words["organ"])} if dice.random() < 0.4 else {}
        if "delegation" in one.fate:
            seat = deputy.mandates.filter(status="in_force").exclude(delegation="").first()
            words |= {"delegation": seat.delegation} if seat else {}
        form = Form.MOTION if one.is_motion else Form.SUGGESTION
        begun: list[Suggestion] = []

        def write() -> None:
            begun.append(
                services.begin(deputy, actor=actor, opinions=heard, form=form, one_matter=True, **words)
            )

        one.draft = -1  # nobody tries a second time what was refused
        if self.take("begin", write):
            one.draft = begun[0].pk
            self._ask_others(one, begun[0], actor)

    def _heard(self, one: Proposal) -> list[Case]:
        """Opinions that lie with one deputy and stand behind no draft yet."""
        with_deputies = Case.objects.opinions().filter(
            congress=self.chamber.congress, status__in=("to_convert", "with_deputy"), conversions=None,
            deputy__number__in=self.chamber.members,
        )  # fmt: skip
        first = with_deputies.order_by("status", "-pk").first()
        return (
            list(with_deputies.filter(deputy=first.deputy_id).order_by("pk")[:_MOST_LINKS]) if first else []
        )

    def _ask_others(self, one: Proposal, draft: Suggestion, actor: Actor) -> None:
        """As many as a motion needs and, but for the one that is to fall, some to spare."""
        wanted = 3 if "joint" in one.fate else 0
        if one.is_motion:
            wanted = services.motions.needed(self.chamber.congress).n - 1 + (0 if "falls" in one.fate else 2)
        if not wanted:
            return
        others = [number for number in self.chamber.members if number != draft.deputy.number]
        at = one.number * 5 % len(others)
        one.signers = (others[at:] + others[:at])[:wanted]
        until = datetime.combine(one.hands_in + timedelta(days=3), time(18), ZONE)
        deputies = [self.chamber.deputy(number) for number in one.signers]
        self.take("invite", lambda: services.invite(draft, deputies, actor=actor, until=until))

    def _go_on(self, one: Proposal, today: date) -> None:
        draft = Suggestion.objects.select_related("deputy", "congress", "organ").get(pk=one.draft)
        for number in one.signers:
            self._sign(one, draft, number, today)
        if today >= one.hands_in:
            self._hand_in(one, draft)

    def _sign(self, one: Proposal, draft: Suggestion, number: str, today: date) -> None:
        row = draft.invitations.filter(deputy__number=number, state=Answer.ASKED).first()
        dice = self.town.dice("signs", one.is_motion, one.number, number)
        span = max(1, (one.hands_in - one.begins).days)
        if row is None or today < one.begins + timedelta(days=int(span * dice.random())):
            return
        actor = self.chamber.member(number)
        if "joint" in one.fate and dice.random() < _DECLINES:
            self.take("decline", lambda: services.decline(draft, actor=actor))
        else:
            self.take("sign_draft", lambda: services.sign(draft, actor=actor, expected_version=draft.version))

    def _hand_in(self, one: Proposal, draft: Suggestion) -> None:
        hand_in = services.motions.hand_in_motion if one.is_motion else services.hand_in
        actor, made = self.chamber.member(draft.deputy.number), []
        if self.take(
            "hand_in_motion" if one.is_motion else "hand_in",
            lambda: made.append(hand_in(draft, actor=actor)),
        ):
            one.case = made[0].pk
            self.chamber.by_case[one.case] = one
        elif timezone.localdate() > one.hands_in + timedelta(days=20):
            self.take("throw_away", lambda: services.throw_away(draft, actor=actor))
            one.draft = -1

    # --- On the way ---------------------------------------------------------------------------------------
    def revise(self, case: Case) -> None:
        """What was sent back is revised after some days, and the co-signers read it again."""
        soon = timezone.localdate(case.status_since) + timedelta(
            days=2 + self.dice(case, "revises").randint(0, 3)
        )
        if timezone.localdate() < soon:
            return
        facts = f"{self.proposal(case).words['facts']}涉及一百二十六户，已逐户核对。"
        if self.take("resubmit", lambda: services.resubmit(case, actor=self.lead(case), facts=facts)):
            for row in self._others(case):
                actor = self.chamber.member(row.deputy.number)
                self.take("confirm_words", lambda actor=actor: services.confirm_words(case, actor=actor))  # type: ignore[misc]

    def withdraw(self, case: Case) -> None:
        """All who signed agree, then the lead deputy withdraws it."""
        for row in self._others(case):
            actor = self.chamber.member(row.deputy.number)
            self.take("agree_to_retract", lambda actor=actor: services.agree_to_retract(case, actor=actor))  # type: ignore[misc]
        note = "反映的事项已经得到解决，请求撤回。"
        self.take("retract", lambda: services.retract(case, actor=self.lead(case), note=note))

    def _others(self, case: Case) -> list[Signatory]:
        return list(Signatory.objects.filter(case=case, leads=False).select_related("deputy").order_by("pk"))

    def rate(self, case: Case) -> None:
        """Some days after the answer; who stays silent is concluded without a rating."""
        fate, dice = self.proposal(case).fate, self.dice(case, "rates")
        soon = timezone.localdate(case.status_since) + timedelta(days=dice.randint(1, 9))
        if "silent" in fate or timezone.localdate() < soon:
            return
        unhappy = "twice" in fate or ("dissatisfied" in fate and not case.rework_count)
        result = 1 if unhappy else dice.choices((3, 2), (4, 1))[0]
        reason = "答复没有写明完成的时间和责任人。" if unhappy else ""
        self.take(
            "rate_answer",
            lambda: services.rate(
                case, actor=self.lead(case), attitude=max(2, result), result=result, reason=reason
            ),
        )


def is_behind_a_draft(case: Case) -> bool:
    """Whether a deputy writes a suggestion of this opinion now: then it is answered by nothing else."""
    return ConversionLink.objects.filter(opinion=case, suggestion__case=None).exists()
