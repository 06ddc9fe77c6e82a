"""A year passes over cases at every status under several rules: each reminder, urging and closing comes once.

Nobody does anything all year. What must happen is worked out here from the rows as they stand on the first day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actors import Actor
from casework import rules
from casework.models import Assignment, Case, Commitment, Event, Rung
from casework.services import Part, object_to, remind_of_promises, urge_due
from casework.workflows import ASSIGNMENT, COMMITMENT, OPINION
from contacts import minimum
from contacts import rules as contact_rules
from contacts.models import MinimumRound
from contacts.services import remind_of_minimum
from deputies.models import PeoplesCongress
from feedback.services import close_due
from tests import loops
from tests.factories import County

START = datetime(2025, 9, 10, 10, tzinfo=timezone.get_default_timezone())  # the National Day week lies ahead
FIRST = START.date()
RULES = ("demo", "shanghai", "zhejiang", "henan")
WITH_A_NUMBER = ("demo", "shanghai")  # of contacts a year
LADDER = {
    "remind": Rung.REMIND,
    "urge": Rung.URGE,
    "second_urge": Rung.URGE_AGAIN,
    "supervise": Rung.SUPERVISE,
}
ENDS = {"needs_info": "lapse", "fed_back": "close_unrated", "rated": "close_unsatisfied"}
PROMISED = {"remind_promise": "remind", "promise_due": None}
Step = tuple[int, int | None, int | None, str, date]


@pytest.fixture(scope="module")
def standing(module_transaction: None) -> None:
    """Under each rules one case at each open status, one with three organs, one promise at each open status."""
    with time_machine.travel(START, tick=False):
        for name in RULES:
            county = County()
            county.congress.rule_profile = name
            county.congress.save()
            for status in OPINION.open_names:
                loops.TO_STATUS[status](county)
            _with_three_organs(county)
            for status in COMMITMENT.open_names:
                loops.promise_at(county, status)


def _with_three_organs(county: County) -> None:
    """One leads, one assists and has objected, one assists."""
    parts = [Part(county.organ), Part(county.second_organ, "assist"), Part(county.third_organ, "assist")]
    case = loops.assigned(county, parts)
    share = loops.share_of(case, county.second_organ)
    object_to(share, actor=Actor.of(county.second_handler), reason="属于交通部门职责。")


def running(stopped: int) -> list[date]:
    """The days on which the scheduler runs: all of a year, but for ``stopped`` of them soon after the first."""
    days = [FIRST + timedelta(days=number) for number in range(366)]
    return days[:3] + days[3 + stopped :]


class Expected:
    """What a year brings, from the rows of the first day and the days of the rules."""

    def __init__(self, days: list[date]) -> None:
        self.days = days
        self.steps: Counter[Step] = Counter()
        #: A case is put under supervision once, with the first of its organs.
        self.supervised: dict[int, date] = {}
        for case in Case.objects.open():
            self.of_the_case(case)
        for share in Assignment.objects.filter(case__closed_at=None).select_related("case"):
            self.of_the_share(share)
        for case_id, planned in self.supervised.items():
            self.add(case_id, None, None, Rung.SUPERVISE, planned)
        for promise in Commitment.objects.open().select_related("case"):
            self.of_the_promise(promise)

    def add(self, case: int, share: int | None, promise: int | None, action: str, planned: date) -> bool:
        """On the first day from ``planned`` on that the scheduler runs."""
        day = next((day for day in self.days if day >= planned), None)
        if day:
            self.steps[case, share, promise, action, day] += 1
        return bool(day)

    def ladder(self, rules_of: str, due_on: date, counted_from: date) -> Iterator[tuple[str, date]]:
        for name, planned in rules.urging_days(rules_of, due_on).items():
            if planned > counted_from:
                yield LADDER[name], planned

    def of_the_case(self, case: Case) -> None:
        if case.status in ENDS:
            self.add(case.pk, None, None, ENDS[case.status], case.due_on + timedelta(days=1))
        elif case.status not in ("assigned", "handling", "joined"):
            for rung, planned in self.ladder(case.profile, case.due_on, case.due_from):
                self.add(case.pk, None, None, rung, planned)

    def of_the_share(self, share: Assignment) -> None:
        if share.status not in ASSIGNMENT.step("remind").sources:
            return
        for rung, planned in self.ladder(
            share.case.profile, share.due_on, timezone.localdate(share.assigned_at)
        ):
            is_added = self.add(share.case_id, share.pk, None, rung, planned)
            if is_added and rung == Rung.SUPERVISE:
                self.supervised[share.case_id] = min(planned, self.supervised.get(share.case_id, planned))

    def of_the_promise(self, promise: Commitment) -> None:
        if promise.status == "released":  # the office owes a look at the second answer
            due = rules.clock(promise.case.profile, "opinion.review", FIRST).due
            self.add(promise.case_id, promise.assignment_id, promise.pk, "review_due", due)
        for action, rung in PROMISED.items():
            if promise.status in COMMITMENT.step(action).sources:
                days = rules.urging_days(promise.case.profile, promise.due_on)
                planned = days[rung] if rung else promise.due_on
                self.add(promise.case_id, promise.assignment_id, promise.pk, action, max(planned, FIRST))


def live_through(days: list[date]) -> None:
    """The scheduler runs early in the morning, and on some days twice."""
    for number, day in enumerate(days):
        at = datetime.combine(day, time(6) if number else time(11), timezone.get_default_timezone())
        with time_machine.travel(at, tick=False):
            for _turn in range(2 if number % 20 == 0 else 1):
                urge_due()
                remind_of_promises()
                close_due()
                remind_of_minimum()


def expected_rounds(days: list[date]) -> Counter[tuple[int, int, str, date]]:
    """The reminders of the yearly minimum: on each day the latest that has come, unless it or a later one was taken."""
    found: Counter[tuple[int, int, str, date]] = Counter()
    for congress in PeoplesCongress.objects.filter(rule_profile__in=RULES):
        taken = (0, -1)
        for day in days:
            key = contact_rules.key_for(congress, day)
            come = [step for step, on in minimum.planned(key, day.year).items() if on <= day]
            if congress.rule_profile in WITH_A_NUMBER and come and (day.year, len(come)) > taken:
                taken = (day.year, len(come))
                found[congress.pk, day.year, come[-1], day] += 1
    return found


def rounds() -> Counter[tuple[int, int, str, date]]:
    rows = MinimumRound.objects.all()
    return Counter((one.congress_id, one.year, one.step, timezone.localdate(one.taken_at)) for one in rows)


def happened(after: int) -> Counter[Step]:
    by_system = Event.objects.filter(actor_kind="system", pk__gt=after)
    return Counter(
        (event.case_id, event.assignment_id, event.commitment_id, event.action, timezone.localdate(event.at))
        for event in by_system
    )


@pytest.mark.django_db
@pytest.mark.parametrize("stopped", [0, 1, 7, 30])
def test_whatever_falls_due_in_a_year_is_done_once_also_after_the_scheduler_stood_still(
    standing: None, stopped: int
) -> None:
    days = running(stopped)
    expected = Expected(days).steps
    last = Event.objects.latest("pk").pk
    live_through(days)
    found = happened(last)
    assert found == expected, sorted(map(str, (found - expected) + (expected - found)))
    assert set(found.values()) == {1}
    assert rounds() == expected_rounds(days)
    assert {one.step for one in MinimumRound.objects.all()} == {"first", "second", "last"}
    assert {step[3] for step in found} == {*LADDER.values(), *ENDS.values(), *PROMISED, "review_due"}


@pytest.mark.django_db
def test_after_a_year_of_silence_every_open_case_is_supervised_or_waits_for_nobody_else(
    standing: None,
) -> None:
    live_through(running(0)[::30])
    joined = Case.objects.open().exclude(status="joined")
    assert all(case.supervised_by for case in joined), [
        case.status for case in joined if not case.supervised_by
    ]
    assert not Case.objects.open().filter(status__in=ENDS).exists()
