"""What citizens do in the evening: answer what they were asked, rate, ask again, withdraw, add something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from feedback import services
from liaison.demo.simulation.acting import Hands
from liaison.demo.speech import line

if TYPE_CHECKING:
    from casework.models import Case
    from liaison.demo.dice import Dice
    from liaison.demo.simulation.town import Story


class Citizens(Hands):
    """The steps that a receipt allows."""

    def act(self, case: Case) -> None:
        step = _BY_STATUS.get(case.status)
        if step:
            dice = self.town.dice("citizen", case.pk, case.status, case.status_since)
            step(self, case, self.town.story_of(case), dice)

    def supply(self, case: Case, story: Story, dice: Dice) -> None:
        words = self._says("supply", story) or "在村委会门口。"
        self.take("supply_more", lambda: services.supply_more(case, words=words))

    def rate(self, case: Case, story: Story, dice: Dice) -> None:
        result = dice.choices((3, 2, 1), (66, 19, 15))[0]
        attitude = min(3, result + (dice.random() < 0.5))
        name = {3: "satisfied", 2: "basically", 1: "dissatisfied"}[result]
        reason = self._says(name, story) or ("没有实际进展" if result == 1 else "")
        self.take("rate", lambda: services.rate(case, attitude=attitude, result=result, reason=reason))

    def ask_again(self, case: Case, story: Story, dice: Dice) -> None:
        words = self._says("rework", story) or "请再办理一次。"
        self.take("ask_rework", lambda: services.ask_rework(case, words=words))

    def think_again(self, case: Case) -> None:
        """The day on which they withdraw, or add something, if it is today."""
        story = self.town.story_of(case)
        passed = timezone.localdate() - timezone.localdate(case.opened_at)
        if story.withdraws_after and passed == timedelta(days=story.withdraws_after):
            self.take("withdraw", lambda: services.withdraw(case, words=self._says("withdraw", story)))
        elif story.remarks_after and passed == timedelta(days=story.remarks_after):
            words = self._says("remark", story) or "情况还在继续。"
            self.take("add_remark", lambda: services.add_remark(case, words=words))

    def _says(self, name: str, story: Story) -> str:
        return line(name, story.papers.slots, story.papers.rng)


_BY_STATUS: dict[str, Callable[[Citizens, Case, Story, Dice], None]] = {
    "needs_info": Citizens.supply,
    "fed_back": Citizens.rate,
    "rated": Citizens.ask_again,
}
#: Of those who are asked, so many act, within so many days.
IN_THE_EVENING: dict[str, tuple[float, int]] = {
    "needs_info": (0.65, 9),
    "fed_back": (0.6, 20),
    "rated": (0.55, 8),
}
