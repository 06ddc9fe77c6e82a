"""When people do what waits for them: most in time, some late, some once they are urged, a few never. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liaison.demo.clocks import Workdays
    from liaison.demo.dice import Dice

IN_TIME, LATE, URGED = 0.9, 0.955, 0.99  # the rest stays silent
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Plan:
    """Acts from the day ``on``; or, where ``after`` is set, once they were urged so many times for the date."""

    on: date = _NEVER
    after: int = 0

    def ripe(self, today: date, urged: int) -> bool:
        return today >= self.on or 0 < self.after <= urged


def of_staff(dice: Dice, workdays: Workdays, begun: datetime, due_on: date) -> Plan:
    """What somebody at a desk, in an organ or a deputy plans to do with what lies before them."""
    first = workdays.first_from(begun)
    last = max(first, workdays.last_until(due_on))
    draw = dice.random()
    if draw < IN_TIME:
        return Plan(workdays.days[first + int((last - first + 1) * dice.random() ** 1.4)])
    if draw < LATE:
        return Plan(workdays.days[min(last + 1 + int(dice.expovariate(0.3)), len(workdays.days) - 1)])
    return Plan(after=dice.randint(1, 3) if draw < URGED else 0)


def soon(dice: Dice, begun: date, most: int) -> Plan:
    """Within ``most`` days."""
    return Plan(begun + timedelta(days=int(most * dice.random())))


def of_citizen(dice: Dice, begun: date, *, share: float, most: int) -> Plan:
    """``share`` of the citizens act within ``most`` days; the others let the time run out."""
    return soon(dice, begun, most) if dice.random() < share else Plan()
