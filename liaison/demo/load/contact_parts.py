"""What the demonstration's reception days and forms both need: whose they are, and the rows of a history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.rules import profile_for
from contacts.models import (
    ContactEvent,
    Inquiry,
    Occasion,
)
from liaison.demo.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from contacts.models.event import Moving
    from deputies.models import Deputy, LiaisonStation
    from liaison.demo.load.rows import Rows
    from liaison.demo.offices import Office
    from liaison.demo.world import World


@dataclass
class Desk:
    """One congress of the demonstration, with what its rows need again and again."""

    world: World
    rows: Rows
    shown: Office
    code: str
    dice: Dice

    @property
    def officer(self) -> User:
        return self.rows.users[self.code, "officer:0"]

    @property
    def today(self) -> date:
        return timezone.localdate(self.rows.now)

    @property
    def rules(self) -> str:
        return profile_for(self.rows.congresses[self.code].rule_profile, self.today).key

    def stations(self) -> Iterator[tuple[LiaisonStation, list[Deputy], bool]]:
        """Each station that receives, its deputies, and whether it is the one whose staff a visitor is."""
        home = self.shown.demo_station("home")
        for station in self.world.stations[self.code]:
            numbers = self.world.members.get((self.code, station.code), [])
            if station.kind in ("home", "station") and numbers:
                row = self.rows.stations[self.code, station.code]
                deputies = [self.rows.deputies[number] for number in numbers]
                is_shown = self.code == self.shown.congress.code and station.code == home
                yield row, self._shown_first(deputies) if is_shown else deputies, is_shown

    def _shown_first(self, deputies: list[Deputy]) -> list[Deputy]:
        """At the home whose staff a visitor is, the deputy a visitor is takes every other day."""
        me = self.rows.deputies[self.shown.demo_deputies[0].number]
        others = [one for one in deputies if one.pk != me.pk]
        return [one for pair in zip([me] * len(others), others, strict=True) for one in pair] or [me]


def at_hour(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def event_of(
    desk: Desk, thing: Occasion | Inquiry, action: str, source: str, target: str, at: datetime
) -> ContactEvent:
    return event_by(thing, action, source, target, at, desk.officer)


def event_by(
    thing: Moving,
    action: str,
    source: str,
    target: str,
    at: datetime,
    user: User | None,
    acting_as: str = "",
    note: str = "",
) -> ContactEvent:
    """A step that ``user`` took, by themselves or the portal where there is nobody."""
    step = thing.table.step(action)
    return ContactEvent(
        **{thing.table.kind: thing},
        action=action,
        from_status=source,
        to_status=target,
        actor_kind="user" if user else "system",
        actor=user,
        acting_as=acting_as or step.who[0],
        at=at,
        note=note,
    )
