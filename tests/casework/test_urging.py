"""The ladder: each step once for each date, by the profile's working days, to those who owe the step."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from casework import outbox, rules
from casework.models import Case, Event, Rung, Urging
from casework.services import Part, object_to, release_reply, sign, submit_reply, urge_due
from casework.tasks import urge
from feedback.notices import _waiting
from tests import loops
from tests.factories import County
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 2, tzinfo=timezone.get_default_timezone())  # a Monday
LADDER = [Rung.REMIND, Rung.URGE, Rung.URGE_AGAIN, Rung.SUPERVISE]


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def handled(county: County) -> Case:
    with time_machine.travel(START, tick=False):
        return loops.handling(county)


def go_to(day: date) -> int:
    """The scheduler's turn on the morning of ``day``."""
    with time_machine.travel(datetime.combine(day, time(6), timezone.get_default_timezone()), tick=False):
        return urge_due()


def live_through(days: int, *, step: int = 1) -> None:
    for n in range(0, days, step):
        go_to(START.date() + timedelta(days=n))


def taken(**of: object) -> list[str]:
    return list(Urging.objects.filter(**of).order_by("pk").values_list("rung", flat=True))


def test_each_step_is_taken_on_its_day_and_once(handled):
    share = handled.assignments.get()
    days = rules.urging_days(handled.profile, share.due_on)
    for name, rung in zip(("remind", "urge", "second_urge", "supervise"), LADDER, strict=True):
        go_to(days[name] - timedelta(days=1))
        assert rung not in taken(assignment=share), f"{rung} came before its day"
        go_to(days[name])
        go_to(days[name])
        assert taken(assignment=share)[-1] == rung
    assert taken() == LADDER


@pytest.mark.parametrize("step", [1, 30, 364])
def test_in_a_year_every_step_was_taken_exactly_once_however_long_the_scheduler_slept(handled, step):
    live_through(365, step=step)
    live_through(365, step=step)
    share = handled.assignments.get()
    assert taken(assignment=share) == LADDER
    events = Event.objects.filter(assignment=share, action__in=LADDER)
    assert [event.effects.exclude(name=outbox.ORGANS).count() for event in events] == [1, 1, 1, 1]


def test_a_moved_date_begins_its_ladder_anew(county, handled):
    share = handled.assignments.get()
    go_to(share.due_on)
    share.refresh_from_db()
    later = share.due_on + timedelta(days=30)
    type(share).objects.filter(pk=share.pk).update(due_on=later)
    go_to(later)
    assert taken(due_on=later) == [Rung.REMIND, Rung.URGE]


def test_supervised_handling_names_the_leader_of_the_congress(county, handled):
    county.congress.supervising_leader = "陈志远 县人大常委会副主任"
    county.congress.save()
    live_through(365, step=7)
    handled.refresh_from_db()
    assert handled.supervised_by == "陈志远 县人大常委会副主任"
    assert (handled.urged, handled.assignments.get().urged) == (3, 3)


def test_the_citizens_time_is_nobodys_debt(county):
    with time_machine.travel(START, tick=False):
        asked, answered = loops.needs_info(county), loops.fed_back(county)
    live_through(200, step=10)
    assert taken(case__in=[asked, answered]) == []


def test_a_closed_case_and_a_finished_share_are_left_alone(county):
    with time_machine.travel(START, tick=False):
        loops.withdrawn(county)
        replied = loops.replied(county)
    live_through(200, step=10)
    assert taken(assignment__isnull=False) == []
    assert (
        taken(case=replied, assignment=None) == LADDER[1:]
    )  # the review is the office's, too short to remind


def test_a_clock_shorter_than_the_reminder_begins_with_its_date(county):
    with time_machine.travel(START, tick=False):
        case = loops.submitted(county)
    assert rules.urging_days(case.profile, case.due_on)["remind"] <= START.date()
    live_through(60)
    assert taken(case=case) == LADDER[1:]


def test_where_one_organ_has_answered_and_the_other_objects_the_office_is_urged_to_decide(county):
    """No organ is in turn then: without this the case waits beyond every date and nobody hears of it."""
    with time_machine.travel(START, tick=False):
        parts = [Part(county.organ, "separate"), Part(county.second_organ, "separate")]
        case = loops.assigned(county, parts)
        answering, objecting = (loops.share_of(case, part.organ) for part in parts)
        object_to(objecting, actor=Actor.of(county.second_handler), reason="属于交通部门职责。")
        sign(answering, actor=Actor.of(county.handler))
        submit_reply(answering, actor=Actor.of(county.handler), body=loops.REPLY, category="A")
        release_reply(answering, actor=Actor.of(county.head))
    case.refresh_from_db()
    assert case.status == "handling"
    live_through(365, step=7)
    assert taken(case=case) == LADDER
    event = Event.objects.filter(case=case, action=Rung.URGE).get()
    assert set(_waiting(event)) == {county.officer}


def test_the_office_urges_by_hand_and_names_a_leader(county, handled):
    desk = signed_in(county.officer)
    for action, given in (("urge", {"note": "请于本周五前答复。"}), ("supervise", {"leader": "陈志远"})):
        handled.refresh_from_db()
        sent = given | {"version": handled.version}
        answer = desk.post(reverse("step", args=[handled.number, action]), sent)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
    handled.refresh_from_db()
    assert (handled.urged, handled.supervised_by) == (1, "陈志远")
    page = desk.get(reverse("case", args=[handled.number])).content.decode()
    assert "陈志远" in page and "请于本周五前答复。" in page


def test_the_organs_list_and_the_year_say_who_was_urged(county, handled):
    live_through(365, step=7)
    assert "已催办3次" in signed_in(county.handler).get(reverse("organ_list")).content.decode()
    listed = signed_in(county.committee).get(reverse("year_cases", args=[2026, "supervised"]), follow=True)
    assert handled.title in listed.content.decode()


@pytest.mark.parametrize(
    ("status", "people"),
    [
        ("handling", ("handler", "head")),
        ("with_deputy", ("deputy_user",)),
        ("to_refer", ("officer",)),
    ],
)
def test_those_who_owe_the_step_are_told_and_nobody_else(county, status, people):
    with time_machine.travel(START, tick=False):
        case = loops.TO_STATUS[status](county)
    live_through(60)
    event = case.events.filter(action=Rung.URGE).first()
    told = set(_waiting(event))
    assert {getattr(county, name) for name in people} <= told
    assert county.second_handler not in told and county.committee not in told


def test_urging_is_not_shown_to_the_citizen(handled):
    live_through(60)
    assert not handled.events.filter(action__in=LADDER, is_public=True).exists()
    assert handled.events.filter(action__in=LADDER).exists()


def test_the_scheduler_urges_by_itself(handled):
    with time_machine.travel(START + timedelta(days=200)):
        urge()
    assert Rung.SUPERVISE in taken()
