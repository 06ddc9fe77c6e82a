"""The days of a simulation: people at their desks and at home, and the scheduler in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.models import Assignment, AssignmentObjection, Case, Commitment, ExtensionRequest
from casework.models.case import Kind
from liaison.demo.clocks import ZONE
from liaison.demo.simulation import plans
from liaison.demo.simulation.citizens import IN_THE_EVENING, Citizens
from liaison.demo.simulation.office import AT_THE_OFFICE, URGED_OFTEN, Office
from liaison.demo.simulation.organs import AT_AN_ORGAN, PROMISED, Organs
from liaison.demo.simulation.session import Sitting
from liaison.demo.simulation.waits import Waits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from liaison.demo.arrivals import Channel
    from liaison.demo.simulation.beat import Beat
    from liaison.demo.simulation.clock import Clock
    from liaison.demo.simulation.town import Town

_BEAT = (time(0, 20), time(12, 30), time(18), time(22, 30))
_DESK = (time(9, 30), time(15))
_EVENING = time(20)
_WITH_ORGANS = ("assigned", "handling")
_SEPARATED, _TAKEN_BACK = 0.002, 0.1  # a working day's chance


class Days:
    """Lives through one day after the other; ``clock`` is where they have come to."""

    def __init__(self, town: Town, clock: Clock, beat: Beat) -> None:
        self.town, self.clock, self.beat = town, clock, beat
        self.office, self.organs, self.citizens = (
            Office(town, clock),
            Organs(town, clock),
            Citizens(town, clock),
        )
        self.arrivals = town.arrivals()
        self.said = 0
        self.waits = Waits(town)
        self.sitting = Sitting(town, clock, self.waits)

    def live(self, day: date, look: Callable[[], None]) -> None:
        """One day. ``look`` is called in the first hour, when the scheduler has had its turn."""
        hours: list[tuple[time, Callable[[], None]]] = [(at, self.beat.turn) for at in _BEAT]
        hours.append((_BEAT[0], look))
        hours += [(at, self.at_their_desks) for at in _DESK if self.town.workdays.is_workday(day)]
        hours.append((_EVENING, self.at_home))
        for at, what in sorted(hours, key=lambda pair: pair[0]):
            self._until(datetime.combine(day, at, ZONE))
            what()
        self._until(datetime.combine(day + timedelta(days=1), time(), ZONE))

    def _until(self, moment: datetime) -> None:
        """Opinions come in at moments of their own."""
        while self.said < len(self.arrivals) and self.arrivals[self.said][0] < moment:
            at, channel = self.arrivals[self.said]
            self._say(at, channel)
        self.clock.go_to(moment)

    def _say(self, at: datetime, channel: Channel) -> None:
        self.clock.go_to(at)
        self.town.say(self.said, timezone.localtime(), channel)
        self.said += 1

    # --- At the desks -------------------------------------------------------------------------------------
    def at_their_desks(self) -> None:
        """Everybody looks through their list and takes what its time has come for."""
        self.waits.look()
        for case in _cases(AT_THE_OFFICE):
            if self.sitting.is_being_drafted(case):
                continue  # its deputy writes a suggestion of it
            if self.waits.is_ripe(case, case.due_on, case.status_since):
                self.office.act(case)
            elif case.status in ("with_deputy", "to_convert"):
                self._after_much_urging(case, case, self.office.take_back)
        for share in _shares():
            if not self.waits.is_ripe(share, share.due_on, share.status_since):
                self._after_much_urging(share, share.case, self.office.recall)
            elif _is_still_owed(share):
                self.organs.act(share)
        self._decide()
        self._separate()
        self.sitting.at_their_desks()

    def _after_much_urging(self, waiting: Model, case: Case, step: Callable[[Case], None]) -> None:
        """The office takes a matter from somebody who was put under supervision and stays silent all the same."""
        urged = self.waits.how_often(waiting, waiting.due_on)  # type: ignore[attr-defined]
        if (
            urged >= URGED_OFTEN
            and self.town.dice("takes back", case.pk, case.version).random() < _TAKEN_BACK
        ):
            step(case)

    def _decide(self) -> None:
        """Objections and requests for more time lie on the office's desk beside its cases."""
        objections = AssignmentObjection.objects.filter(
            upheld=None, assignment__status="objected", assignment__case__kind=Kind.OPINION
        )
        for objection in objections.select_related("assignment__case__congress").order_by("pk"):
            if self.waits.is_ripe(objection.assignment, objection.assignment.case.due_on, objection.made_at):
                self.office.decide_objection(objection)
        asked = ExtensionRequest.objects.filter(
            granted=None, assignment__case__status="handling", assignment__case__kind=Kind.OPINION
        )
        for request in asked.select_related("assignment__case__congress").order_by("pk"):
            dice = self.town.dice("plan", "extension", request.pk)
            if plans.soon(dice, timezone.localdate(request.asked_at), 5).ripe(timezone.localdate(), 0):
                self.office.decide_extension(request)
        self._follow_promises()

    def _follow_promises(self) -> None:
        promises = Commitment.objects.filter(status__in=PROMISED, case__kind=Kind.OPINION).order_by("pk")
        for promise in promises.select_related("case__congress", "assignment__organ", "case__opinion"):
            due_on = promise.due_on if promise.status == "open" else timezone.localdate(promise.status_since)
            if self.waits.is_ripe(promise, due_on, promise.status_since):
                promise.assignment.case = promise.case
                self.organs.follow(promise)

    def _separate(self) -> None:
        today = timezone.localdate()
        for case in _cases(("joined",)):
            dice = self.town.dice("separates", case.pk, today)
            if dice.random() < _SEPARATED:
                self.office.separate(case, self.town.story_of(case), dice)

    # --- At home ------------------------------------------------------------------------------------------
    def at_home(self) -> None:
        """Citizens look at their receipts."""
        for case in _cases(tuple(IN_THE_EVENING)):
            share, most = IN_THE_EVENING[case.status]
            dice = self.town.dice("plan", case.pk, case.status, case.status_since)
            since = timezone.localdate(case.status_since)
            if plans.of_citizen(dice, since, share=share, most=most).ripe(timezone.localdate(), 0):
                self.citizens.act(case)
        for case in self._thinking_again():
            self.citizens.think_again(case)

    def _thinking_again(self) -> Iterator[Case]:
        lately = timezone.now() - timedelta(days=45)
        may = [
            key for key, story in self.town.stories.items() if story.withdraws_after or story.remarks_after
        ]
        found = Case.objects.opinions().open().filter(opened_at__gte=lately, split_from=None).order_by("pk")
        known = set(may)
        return (case for case in found.select_related("congress", "leading") if case.pk in known)


def _cases(statuses: tuple[str, ...]) -> list[Case]:
    found = Case.objects.opinions().open().filter(status__in=statuses).order_by("pk")
    return list(found.select_related("congress", "opinion", "leading", "station"))


def _shares() -> list[Assignment]:
    owed = Assignment.objects.filter(
        status__in=AT_AN_ORGAN, case__status__in=_WITH_ORGANS, case__kind=Kind.OPINION
    ).order_by("pk")
    return list(owed.select_related("organ", "case__congress", "case__opinion"))


def _is_still_owed(share: Assignment) -> bool:
    """Look again: what another organ has done since the list was read moves the case, and with it this share."""
    share.refresh_from_db()
    share.case = Case.objects.select_related("congress", "opinion").get(pk=share.case_id)
    return share.status in AT_AN_ORGAN and share.case.status in _WITH_ORGANS
