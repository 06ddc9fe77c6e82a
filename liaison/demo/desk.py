"""What waits on the desks today, and whether one more may. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liaison.demo.lives import Life
    from liaison.demo.scales import Waiting

_REVIEW = ("replied", "deputy_answered")


class Desk:
    """Counts the open lives of today by how they wait; ``waiting`` is the most of each."""

    def __init__(self, waiting: Waiting, now: datetime) -> None:
        self.today = now.date()
        self.found: Counter[str] = Counter()
        self.most = {
            "to_screen": waiting.to_screen,
            "to_review": waiting.to_review,
            "due_today": waiting.due_today,
            "late": waiting.late,
            "rating_today": max(1, waiting.due_today // 4),  # a citizen's date is no work of the office
        }

    def take(self, life: Life) -> None:
        self.found.update(self._ways(life))

    def has_room(self, life: Life) -> bool:
        return all(self.found[way] < self.most[way] for way in self._ways(life))

    def _ways(self, life: Life) -> list[str]:
        if not life.is_open or life.due_on is None:
            return []
        due_today = life.due_on == self.today
        ways = {
            "to_screen": life.status == "submitted",
            "to_review": life.status in _REVIEW,
            "due_today": due_today,
            "late": life.due_on < self.today,
            "rating_today": due_today and life.due_clock == "rating",
        }
        return [way for way, applies in ways.items() if applies]
