"""What all who take part in a simulated session share: who they are, and which proposal a case came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.actors import Actor
from liaison.demo.simulation.acting import Hands

if TYPE_CHECKING:
    from casework.models import Case
    from deputies.models import Deputy, Organ
    from liaison.demo.dice import Dice
    from liaison.demo.offices import Office
    from liaison.demo.simulation.clock import Clock
    from liaison.demo.simulation.session.plan import Proposal
    from liaison.demo.simulation.town import Town
    from liaison.demo.simulation.waits import Waits


class Chamber:
    """The congress whose session is simulated: its people by their keys, and what each proposal has become."""

    def __init__(self, town: Town, office: Office, planned: list[Proposal]) -> None:
        self.town, self.office, self.planned = town, office, planned
        self.by_case: dict[int, Proposal] = {}
        self.code = office.congress.code
        self.congress = town.rows.congresses[self.code]
        known = dict.fromkeys([*office.demo_deputies, *office.deputies])
        self.members = [one.number for one in known]

    def actor(self, key: str) -> Actor:
        return Actor.of(self.town.rows.users[self.code, key])

    def deputy(self, number: str) -> Deputy:
        return self.town.rows.deputies[number]

    def member(self, number: str) -> Actor:
        return self.actor(f"deputy:{number}")

    def officer(self, turn: int = 0) -> Actor:
        return self.actor(f"officer:{turn % self.office.officers}")

    def committee(self) -> Actor:
        return self.actor("committee:0")

    def organ_key(self, code: str) -> str:
        return code if (self.code, code) in self.town.rows.organs else "ecology"

    def organ(self, code: str) -> Organ:
        return self.town.rows.organs[self.code, self.organ_key(code)]


class SessionHands(Hands):
    """Takes the steps of one side; ``waits`` says when people come to it."""

    def __init__(self, chamber: Chamber, clock: Clock, waits: Waits) -> None:
        super().__init__(chamber.town, clock)
        self.chamber, self.waits = chamber, waits

    def proposal(self, case: Case) -> Proposal:
        return self.chamber.by_case[case.pk]

    def lead(self, case: Case) -> Actor:
        assert case.deputy is not None, "a suggestion has a deputy who leads it"
        return self.chamber.member(case.deputy.number)

    def owner(self, case: Case) -> Actor:
        """The responsible person; before there is one, the officer in whose turn it falls."""
        return Actor.of(case.owner) if case.owner else self.chamber.officer(self.proposal(case).number)

    def colleague(self, case: Case) -> Actor:
        """An officer who is not the responsible person: the second of two."""
        first = self.owner(case)
        turn = self.proposal(case).number
        others = (self.chamber.officer(turn + more) for more in range(self.chamber.office.officers))
        return next(one for one in others if one.user_id != first.user_id)

    def dice(self, case: Case, about: str) -> Dice:
        return self.town.dice(about, case.pk, case.rework_count)
