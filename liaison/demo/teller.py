"""How an opinion is treated from screening to the end: who acts, how fast, and what goes wrong. Pure.

The shares are believable, not measured: about one in twelve is refused, half go to a deputy, who answers
half of those; one assignment in twenty-five is objected to; seven in a hundred have a late step.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from liaison.demo.clocks import ZONE, evening
from liaison.demo.journey import Journey, NotYet
from liaison.demo.speech import line

if TYPE_CHECKING:
    from liaison.demo.clocks import Workdays
    from liaison.demo.lives import Life
    from liaison.demo.matters import Matter
    from liaison.demo.papers import Papers
    from liaison.demo.plan import Cast, Plan

_MANNERS, _MANNER_TOTALS = ("phone", "visit", "meeting", "writing"), (6, 9, 11, 12)
_QUALITIES, _QUALITY_TOTALS = (3, 2, 1), (64, 93, 100)
_GRADES = {3: (0.79, 0.17), 2: (0.6, 0.28), 1: (0.2, 0.3)}  # satisfied, basically; the rest is dissatisfied


class Teller:
    """Tells one life: ``tell`` takes it as far as it has come by now."""

    def __init__(
        self,
        journey: Journey,
        matter: Matter,
        papers: Papers,
        cast: Cast,
        workdays: Workdays,
        rng: Random,
        plan: Plan,
    ) -> None:
        self.j, self.life = journey, journey.life
        self.matter, self.papers, self.cast = matter, papers, cast
        self.workdays, self.rng, self.plan = workdays, rng, plan
        self.quality = 3
        plan.settle(rng)

    def tell(self) -> Life:
        try:
            self._screen()
        except NotYet:
            self._unpropose()
        return self.life

    def _unpropose(self) -> None:
        """What still waits to be screened gets the real router's proposal, once it is in the tables."""
        life = self.life
        if life.status == "submitted" and life.acts and life.acts[-1].action == "propose":
            life.acts.pop()
            life.version -= 1

    # --- When ---------------------------------------------------------------------------------------------
    def _number(self, stage: str, early: float = 1.0) -> int:
        """The working day of a step within its clock; ``early`` above 1 leans to its beginning."""
        due_on = self.life.due_on
        assert due_on is not None
        first = self.workdays.first_from(self.j.at)
        last = max(first, self.workdays.last_until(due_on))
        if stage and stage == self.plan.late_stage:
            self.plan.late_stage = ""
            return last + 1 + int(self.rng.expovariate(0.45))
        return first + int((last - first + 1) * self.rng.random() ** early * self.plan.brisk)

    def _by_due(self, stage: str, early: float = 1.0) -> datetime:
        return self.workdays.moment(self._number(stage, early), self.j.at, self.rng)

    def _soon(self, most: int = 2) -> datetime:
        """Within ``most`` working days."""
        first = self.workdays.first_from(self.j.at)
        return self.workdays.moment(first + int(most * self.rng.random() ** 1.5), self.j.at, self.rng)

    def _citizen(self, most: int) -> datetime:
        """An evening within ``most`` days and within the citizen's own clock."""
        assert self.life.due_on is not None
        day = self.j.at.date() + timedelta(days=int(most * self.rng.random() ** 1.6))
        at = evening(min(day, self.life.due_on), self.rng)
        return at if at > self.j.at else self.j.at + timedelta(minutes=self.rng.randint(9, 50))

    def _ran_out(self) -> datetime:
        """The sweep that closes what has run out comes soon after midnight."""
        assert self.life.due_on is not None
        day = self.life.due_on + timedelta(days=1)
        return datetime.combine(day, time(0, self.rng.randint(0, 9), self.rng.randint(0, 59)), ZONE)

    def _happens(self, share: float) -> bool:
        return not self.plan.smooth and self.rng.random() < share

    # --- Screening ----------------------------------------------------------------------------------------
    def _screen(self) -> None:
        self.j.submit()
        self.j.plain(self.j.at + timedelta(seconds=self.rng.randint(1, 40)), "propose", "system")
        reason = self.life.said.reason
        if reason:
            at = self._by_due("screen")
            self.j.plain(at, "refuse", self.cast.officer, self.papers.refusal(reason, at), reason)
            return
        if self.plan.route == "lapsed" or self._happens(0.05):
            self._ask_more()
        if self.plan.route == "withdrawn" and self._happens(0.5):
            return self.j.plain(self._citizen(2), "withdraw", "citizen", self._says("withdraw"))
        self._register()
        self._after_registration()

    def _ask_more(self) -> None:
        at = self._by_due("screen", 1.4)
        self.j.plain(at, "ask_more", self.cast.screener, self.papers.line("ask_more", at))
        if self.plan.route == "lapsed":
            self.j.plain(self._ran_out(), "lapse", "system")
            raise NotYet
        self.j.plain(self._citizen(9), "supply_more", "citizen", self._says("supply"))

    def _register(self) -> None:
        said = self.life.said
        at = self._by_due("screen")
        self.j.register(
            at, self.cast.screener, title=said.office_title, topic=self.matter.code, station=self.cast.station
        )
        self.papers.slots["title"] = self.life.title

    def _says(self, name: str) -> str:
        return line(name, self.papers.slots, self.rng)

    def _after_registration(self) -> None:
        route = self.plan.route
        if route == "withdrawn":
            return self.j.plain(self._citizen(3), "withdraw", "citizen", self._says("withdraw"))
        if self._happens(0.012):
            self.j.set_owner(self._soon(1), self.cast.officer, self.cast.colleague)
        if route in ("deputy", "deputy_refers", "taken_up"):
            return self._to_deputy(route)
        if route == "station_refers" or self.cast.screener != self.cast.officer:
            at = self._by_due("pass_on")
            self.j.plain(at, "refer", self.cast.screener, self.papers.line("refer", at))
        self._to_organs()

    # --- The deputy ---------------------------------------------------------------------------------------
    def _to_deputy(self, route: str) -> None:
        at = self._by_due("pass_on", 1.3)
        giver = self.cast.officer if self.life.status == "rework" else self.cast.screener
        self.j.give_to_deputy(
            at, giver, self.cast.deputy.partition(":")[2], self.papers.line("to_deputy", at)
        )
        self._between()
        if route == "taken_up":
            at = self._by_due("", 1.2)
            self.j.plain(at, "take_up", self.cast.deputy, self.papers.line("take_up", at))
            route = self.rng.choice(("deputy", "deputy_refers"))
        at = self._by_due("deputy", 1.2)
        if route == "deputy_refers":
            self.j.plain(at, "refer", self.cast.deputy, self.papers.line("refer", at))
            return self._to_organs()
        self._deputy_answers(at)

    def _deputy_answers(self, at: datetime) -> None:
        self.j.answer(at, self.cast.deputy, self.papers.answer(at))
        if self._happens(0.03):
            at = self._by_due("", 1.5)
            self.j.return_answer(at, self.cast.officer, self.papers.line("return_answer", at))
            at = self._by_due("")
            self.j.answer(at, self.cast.deputy, self.papers.answer(at))
        self._feed_back(self._by_due("review", 2.2))

    # --- Organs -------------------------------------------------------------------------------------------
    def _to_organs(self) -> None:
        self._assign(self._parts())
        self._between()
        if self.plan.objects or (self._happens(0.04) and len(self.life.live()) == 1):
            self._objection()
        self._handle()

    def _parts(self) -> list[tuple[str, str, str]]:
        others = [code for code in self.cast.others if code != self.cast.organ]
        draw = self.rng.random()
        if not others or draw < 0.8 or self.plan.smooth:
            return [(self.cast.organ, "lead", "")]
        second = others[0] if draw < 0.96 else self.rng.choice(others)
        if draw < 0.95:
            return [(self.cast.organ, "lead", "现场核查与执法"), (second, "assist", "配合核查")]
        return [(self.cast.organ, "separate", "现场核查与执法"), (second, "separate", "设施修复")]

    def _assign(self, parts: list[tuple[str, str, str]]) -> None:
        at = self._by_due("assign", 1.3)
        self.j.assign(at, self.cast.officer, parts, self.papers.line("assign", at))

    def _objection(self) -> None:
        place = self.life.live()[0]
        proposed = next((code for code in self.cast.others if code != self.life.shares[place].organ), "")
        self.j.object(self._soon(3), place, self.papers.line("object", self.j.at), proposed)
        upheld = bool(proposed) and self.rng.random() < 0.65
        at = self._by_due("", 1.3)
        note = self.papers.line("uphold" if upheld else "refuse_object", at)
        self.j.decide_objection(at, self.cast.officer, upheld, note)
        if upheld:
            self._assign([(proposed, "lead", "")])

    def _handle(self) -> None:
        """Signed for, the citizen spoken with, now and then more time asked for, then the replies."""
        for place in self._unsigned():
            self.j.sign(self._soon(), place)
        lead = self.life.live()[0]
        if self._happens(0.68):
            at = self._soon(4)
            manner = self.rng.choices(_MANNERS, cum_weights=_MANNER_TOTALS)[0]
            self.j.record_contact(at, lead, manner, self.papers.line("contact", at))
        if not self.life.extensions and self._happens(0.05):
            self._extension(lead)
        self.quality = self.plan.quality or self.rng.choices(_QUALITIES, cum_weights=_QUALITY_TOTALS)[0]
        self._reply(self.life.live())
        self._review()

    def _unsigned(self) -> list[int]:
        return [place for place in self.life.live() if self.life.shares[place].status == "assigned"]

    def _extension(self, place: int) -> None:
        at = self._by_due("", 0.6)
        self.j.ask_extension(at, place, self.papers.line("extension", at))
        at = self._soon(2)
        granted = self.rng.random() < 0.75
        note = self.papers.line("grant" if granted else "refuse_extension", at)
        self.j.decide_extension(at, self.cast.officer, granted, note)

    def _reply(self, places: list[int]) -> None:
        """Each organ drafts and its head releases; assisting ones before the lead, some never."""
        places = [
            place for place in reversed(places)
            if self.life.shares[place].role != "assist" or self.rng.random() < 0.8
        ]  # fmt: skip
        number = self._number("reply", 0.8)
        for place in places:
            self._draft(place, number)
            at = self.workdays.moment(max(number, self.workdays.first_from(self.j.at)), self.j.at, self.rng)
            self.j.release_reply(at, place)

    def _draft(self, place: int, number: int) -> None:
        first = self.workdays.first_from(self.j.at)
        at = self.workdays.moment(max(first, number - self.rng.randint(0, 2)), self.j.at, self.rng)
        self.j.submit_reply(at, place, *self.papers.reply(at, self.quality))
        if self._happens(0.05):
            at = self._soon(1)
            self.j.send_back(at, place, self.papers.line("send_back", at))
            at = self._soon(1)
            self.j.submit_reply(at, place, *self.papers.reply(at, max(2, self.quality)))

    def _review(self) -> None:
        if self._happens(0.55 if self.quality == 1 else 0.03):
            at = self._by_due("", 2)
            self.j.return_replies(at, self.cast.officer, self.papers.line("return_reply", at))
            self.quality = self.rng.choice((2, 3))
            self._reply([place for place in self.life.live() if self.life.shares[place].status == "handling"])
        self.j.approve_replies(self._by_due("review", 2.6), self.cast.officer)
        self._feed_back(self._by_due("feed_back", 1.6))

    # --- The end ------------------------------------------------------------------------------------------
    def _between(self) -> None:
        """What comes in between: a remark of the citizen's, a note for colleagues."""
        if self._happens(0.05):
            self.j.plain(self._citizen(2), "add_remark", "citizen", self._says("remark"))
        if self._happens(0.05):
            at = self._soon(1)
            self.j.plain(at, "note", self.cast.officer, self.papers.line("note", at))

    def _feed_back(self, at: datetime) -> None:
        answer = next(one.body for one in reversed(self.life.answers) if self._is_main(one.share))
        person = self.cast.screener if self.rng.random() < 0.5 else self.cast.officer
        publish = self.rng.random() < 0.55
        self.j.feed_back(at, person, self.papers.feed_back(at, answer), publish)
        self._rate()

    def _is_main(self, share: int | None) -> bool:
        """The answer of the leading organ, or the deputy's."""
        return share is None or self.life.shares[share].role != "assist"

    def _rate(self) -> None:
        if self.rng.random() > 0.63:
            return self.j.plain(self._ran_out(), "close_unrated", "system")
        result, attitude = self._grades()
        name = {3: "satisfied", 2: "basically", 1: "dissatisfied"}[min(result, attitude)]
        reason = self._says(name) or ("没有实际进展" if name == "dissatisfied" else "")
        self.j.rate(self._citizen(16), attitude, result, reason)
        if self.life.closed_at is None:
            self._again()

    def _grades(self) -> tuple[int, int]:
        good, fair = _GRADES[self.quality]
        draw = self.rng.random()
        result = 3 if draw < good else 2 if draw < good + fair else 1
        attitude = min(3, result + (self.rng.random() < 0.5))
        return result, attitude

    def _again(self) -> None:
        """Dissatisfied: asks once for it to be handled again, or lets the time run out."""
        if self.rng.random() < 0.4:
            return self.j.plain(self._ran_out(), "close_unsatisfied", "system")
        self.j.ask_rework(self._citizen(6), self._says("rework"))
        self.quality = 3
        if not self.life.shares:
            return self._to_deputy("deputy")
        at = self._soon(4)
        self.j.assign(
            at,
            self.cast.officer,
            [(self.life.organ or self.cast.organ, "lead", "")],
            self.papers.line("assign", at),
        )
        self._handle()
