"""The opinions a visitor meets first: written one by one, each standing today where its screen wants it. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from liaison.demo.matters import FOLDER
from liaison.demo.plan import Plan

if TYPE_CHECKING:
    from liaison.demo.lives import Life

# Days before today between which such a life may have begun, by where it stands.
_DAYS = {
    "submitted": (0, 8), "needs_info": (1, 20), "registered": (0, 12), "with_deputy": (1, 25),
    "closed": (25, 70), "fed_back": (12, 60), "rated": (14, 80), "rework": (18, 110),
}  # fmt: skip
# These land with the deputy of the demonstration, whose constituency they come from.
_OWN_DEPUTY = ("with_deputy", "deputy_answered", "to_convert", "reply_reviewed")
_LATE_STAGE = {"handling": "reply", "with_deputy": "deputy", "submitted": "screen", "to_refer": "assign"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One opinion and where it stands: ``due`` is late, today, open (neither late nor today) or any."""

    name: str
    obj: str
    matter: str
    setting: str
    status: str
    due: str
    route: str
    channel: str
    title: str
    body: str

    @property
    def earliest(self) -> int:
        return _DAYS.get(self.status, (3, 60))[0]

    @property
    def latest(self) -> int:
        return _DAYS.get(self.status, (3, 60))[1]

    @property
    def is_of_demo_deputy(self) -> bool:
        return self.status in _OWN_DEPUTY and self.setting == "village"

    def plan(self) -> Plan:
        """The route of this scene, and the one thing that is to happen on it."""
        again = self.status in ("rated", "rework")
        return Plan(
            route=self.route,
            late_stage=_LATE_STAGE.get(self.status, "") if self.due in ("late", "today") else "",
            smooth=True,
            quality=1 if again else 3,
            objects=self.status == "objected",
        )

    def fits(self, life: Life, today: date, *, any_due: bool = False) -> bool:
        """Whether the life stands where it should; a day off has nothing that is due on it, hence ``any_due``."""
        if life.status != self.status or (
            self.status == "closed" and not (life.is_public and life.result == 3)
        ):
            return False
        if self.due == "any" or life.due_on is None:
            return True
        if self.due == "late" or not any_due:
            return {"late": life.due_on < today, "today": life.due_on == today}.get(
                self.due, life.due_on > today
            )
        return life.due_on > today


@cache
def scenes() -> tuple[Scene, ...]:
    data = tomllib.loads((FOLDER / "words" / "first_screen.toml").read_text(encoding="utf-8"))
    return tuple(Scene(**{key: value.strip() for key, value in scene.items()}) for scene in data["scene"])
