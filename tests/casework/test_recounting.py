"""A provisional date becomes firm when its year is announced, and everybody it moves for is told."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from casework import outbox, rules
from casework.models import CalendarDay, CalendarYear, Case, Effect
from casework.rules import loading, store
from casework.services import recount_provisional
from casework.tasks import recount
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db
LATE_IN_DECEMBER = datetime(2026, 12, 28, 2, tzinfo=UTC)


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def handled(county: County) -> Case:
    """Assigned to an organ when the days off of the next year are not known yet."""
    loading.load_calendar()
    CalendarYear.objects.filter(year__gt=2026).delete()
    CalendarDay.objects.filter(date__year__gt=2026).delete()
    store.forget()
    with time_machine.travel(LATE_IN_DECEMBER, tick=False):
        case = loops.handling(county)
    assert case.due_provisional and case.answer_provisional
    return case


def announce(*days_off: date) -> None:
    CalendarYear.objects.create(year=2027, published_at=date(2026, 12, 29), source="notice")
    for day in (date(2027, 1, 1), *days_off):
        CalendarDay.objects.create(date=day, is_workday=False, name="New Year", source="notice")
    store.forget()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def last(case: Case):
    return case.events.last()


def test_a_case_that_follows_another_moves_with_it_and_never_by_itself(county, handled):
    with time_machine.travel(LATE_IN_DECEMBER, tick=False):
        follower = loops.joined(county, handled)
    announce(date(2027, 1, 4))
    assert recount_provisional() == 1
    case, leading = fresh(follower), fresh(handled)
    assert (case.due_on, case.due_provisional) == (leading.due_on, False)
    assert [event.action for event in case.events.all()][-1] == "follow_told"
    assert recount_provisional() == 0


def test_a_day_off_that_was_not_known_moves_the_date_the_share_and_the_answer(handled):
    announce(date(2027, 1, 4))
    assert recount_provisional() == 1
    case = fresh(handled)
    assert case.due_on == rules.shift_workdays(handled.due_on, 1, rules.current_calendar())
    assert (case.answer_due_on, case.due_provisional, case.answer_provisional) == (case.due_on, False, False)
    assert (case.due_from, case.due_clock) == (handled.due_from, handled.due_clock)
    assert case.assignments.get().due_on == case.due_on
    event = last(case)
    assert (event.action, event.is_public) == ("move_date", True)
    assert (event.was_due_on, event.due_on) == (handled.due_on, case.due_on)
    assert set(event.effects.values_list("name", flat=True)) == {
        *("feedback.notify", "feedback.notify_staff", outbox.ORGANS)
    }


def test_a_date_that_stays_is_firm_now_and_nobody_is_disturbed(handled):
    announce()
    owed = Effect.objects.exclude(name=outbox.ORGANS).count()
    assert recount_provisional() == 0
    case = fresh(handled)
    assert (case.due_on, case.due_provisional) == (handled.due_on, False)
    assert (last(case).action, last(case).is_public) == ("confirm_date", False)
    assert Effect.objects.exclude(name=outbox.ORGANS).count() == owed  # a line in a feed disturbs nobody


def test_each_date_is_settled_once(handled):
    announce(date(2027, 1, 4))
    recount_provisional()
    version = fresh(handled).version
    assert recount_provisional() == 0
    assert fresh(handled).version == version


def test_nothing_moves_while_the_year_is_not_announced(handled):
    version = handled.version
    assert recount_provisional() == 0
    assert fresh(handled).version == version


def test_the_answer_that_waits_behind_another_clock_is_counted_anew_too(handled):
    with time_machine.travel(LATE_IN_DECEMBER, tick=False):
        case = loops.replied(County())
    before = case.answer_due_on
    announce(date(2027, 1, 4))
    recount_provisional()
    assert fresh(case).answer_due_on == rules.shift_workdays(before, 1, rules.current_calendar())


def test_a_closed_case_keeps_its_dates(handled):
    with time_machine.travel(LATE_IN_DECEMBER, tick=False):
        case = loops.withdrawn(County())
    version = case.version
    announce(date(2027, 1, 4))
    recount_provisional()
    assert fresh(case).version == version


def test_a_date_that_is_long_over_does_not_become_late_by_counting_it_again(handled):
    announce(date(2027, 1, 4))
    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        recount_provisional()
    assert not fresh(handled).was_late


def test_the_scheduler_counts_by_itself(handled):
    announce(date(2027, 1, 4))
    recount()
    assert not fresh(handled).due_provisional
