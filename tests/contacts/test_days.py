"""Reception days: planned, announced in time, moved, cancelled, held and recorded."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Incomplete, LostRace, NotAllowed, StepRefused
from casework.models import Reminder
from casework.services import allowed_steps as steps_of_a_case
from contacts import people, rules, services
from contacts.models import ContactNotice, ContactRecord, Occasion, VisitorState
from tests.contacts import days
from tests.factories import County

pytestmark = pytest.mark.django_db
NOON = "2026-12-01 12:00"  # a Tuesday


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def mailed(settings: object) -> list[mail.EmailMessage]:
    settings.PORTAL_NOTICE_BACKENDS = {  # type: ignore[attr-defined]
        "email": "feedback.notice_backends.Email",
        "sms": "feedback.notice_backends.Nowhere",
    }
    return mail.outbox


# --- Announcing -------------------------------------------------------------------------------------------
@time_machine.travel(NOON)
def test_a_day_is_announced_three_days_ahead_and_not_later(county: County) -> None:
    officer = Actor.of(county.officer)
    services.announce(days.planned(county, date(2026, 12, 4)), actor=officer)
    late = days.planned(county, date(2026, 12, 3))
    with pytest.raises(StepRefused, match="12月4日") as refused:
        services.announce(late, actor=officer)
    assert "代表法" in str(refused.value)
    assert late.status == "planned"


def test_a_day_without_a_deputy_is_not_announced(county: County) -> None:
    with pytest.raises(StepRefused):
        services.announce(days.planned(county, deputies=[]), actor=Actor.of(county.officer))


@time_machine.travel(NOON)
def test_a_holiday_chosen_by_hand_moves_and_keeps_the_day_it_was_planned_for(county: County) -> None:
    occasion = days.planned(county)
    services.change(occasion, actor=Actor.of(county.officer), day=date(2027, 1, 1))
    assert occasion.planned_for == date(2027, 1, 1)
    assert occasion.day > date(2027, 1, 1)
    assert occasion.moved_why == "New Year's Day"


def test_a_station_has_one_reception_day_at_a_time(county: County) -> None:
    first = days.planned(county)
    with pytest.raises(StepRefused):
        days.planned(county, first.day)
    second = days.planned(county, first.day, starts=time(14), ends=time(16))
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.filter(pk=second.pk).update(starts=first.starts)


def test_a_plan_sent_twice_is_one_day(county: County) -> None:
    first = days.planned(county)
    assert days.planned(county, first.day, key=first.key) == first


@pytest.mark.parametrize("role", ["deputy", "handler", "head", "committee", "operator"])
def test_nobody_else_plans_or_announces(county: County, role: str) -> None:
    occasion = days.planned(county)
    with pytest.raises(NotAllowed):
        services.announce(occasion, actor=Actor.of(county.staff[role]))


def test_two_colleagues_at_once_take_one_step(county: County) -> None:
    occasion = days.planned(county)
    other = Occasion.objects.get(pk=occasion.pk)
    services.announce(occasion, actor=Actor.of(county.officer))
    with pytest.raises(LostRace):
        services.announce(other, actor=Actor.of(county.colleague))


# --- Moving and cancelling --------------------------------------------------------------------------------
@time_machine.travel(NOON)
def test_who_booked_is_told_of_a_new_day_and_keeps_the_time(
    county: County, mailed: list[mail.EmailMessage]
) -> None:
    occasion = days.announced(county, days.WORKDAY)
    visitor = days.booked(occasion)
    services.postpone(occasion, actor=Actor.of(county.officer), day=date(2026, 12, 22), note="代表参加会议。")
    services.send_owed()
    services.send_owed()
    visitor.refresh_from_db()
    assert [letter.to for letter in mailed] == [["xiulan@example.org"]]
    assert "12月22日" in mailed[0].body
    assert "代表参加会议" in mailed[0].body
    assert "夜间噪声" not in mailed[0].body
    assert visitor.slot == time(9)
    assert visitor.expires_on > date(2026, 12, 22)


@time_machine.travel(NOON)
def test_a_day_is_not_postponed_to_tomorrow(county: County) -> None:
    occasion = days.announced(county, days.WORKDAY)
    with pytest.raises(Incomplete, match="12月4日"):
        services.postpone(occasion, actor=Actor.of(county.officer), day=date(2026, 12, 2), note="提前。")


def test_who_left_no_address_is_named_to_the_desk_when_a_day_is_cancelled(
    county: County, mailed: list[mail.EmailMessage]
) -> None:
    occasion = days.announced(county)
    silent = days.booked(occasion, person=people.Person(name="李"))
    reached = days.booked(occasion, time(9, 30))
    services.cancel(occasion, actor=Actor.of(county.officer), note="停电。")
    services.send_owed()
    assert services.not_reached(occasion) == [silent]
    assert reached.number not in str(mailed[0].subject)
    assert occasion.closed_at is not None


def test_a_mail_server_that_is_down_delays_a_notice_and_loses_none(
    county: County, mailed: list[mail.EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    occasion = days.announced(county)
    days.booked(occasion)
    services.cancel(occasion, actor=Actor.of(county.officer), note="停电。")

    def down(*args: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        assert services.send_owed() == 0
    assert ContactNotice.objects.filter(state="owed", way="email", visitor__isnull=False).count() == 1
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert services.send_owed() == 1


# --- Who is on duty ---------------------------------------------------------------------------------------
def test_a_deputy_withdraws_and_another_one_takes_the_day(county: County) -> None:
    occasion = days.announced(county)
    visitor = days.booked(occasion, deputy=county.deputy)
    other = days.another_deputy(county)
    deputy = Actor.of(county.deputy_user)
    with pytest.raises(Incomplete, match="值班"):
        services.recuse(occasion, actor=deputy, deputy=county.deputy, reason="涉及亲属")
    recusal = services.recuse(occasion, actor=deputy, deputy=county.deputy, reason="涉及亲属", taken_by=other)
    visitor.refresh_from_db()
    assert visitor.deputy == other
    assert recusal.reason == "涉及亲属"
    assert list(occasion.duties.filter(withdrew_at=None).values_list("deputy", flat=True)) == [other.pk]
    assert "涉及亲属" not in occasion.events.get(action="recuse").note


def test_a_deputy_does_not_withdraw_somebody_else(county: County) -> None:
    other = days.another_deputy(county)
    occasion = days.announced(county, deputies=[county.deputy, other])
    with pytest.raises(NotAllowed):
        services.recuse(
            occasion, actor=Actor.of(county.deputy_user), deputy=other, reason="—", taken_by=county.deputy
        )


def test_a_deputy_who_withdrew_from_one_conversation_does_not_enter_it(county: County) -> None:
    other = days.another_deputy(county)
    occasion = days.held(county, deputies=[county.deputy, other])
    visitor = services.walk_in(occasion, person=days.GUEST, about="", key=occasion.key)
    officer = Actor.of(county.officer)
    services.recuse(
        occasion, actor=officer, deputy=county.deputy, reason="同村亲属", taken_by=other, visitor=visitor
    )
    with pytest.raises(StepRefused):
        services.hear(occasion, days.heard(county), actor=officer, visitor=visitor)
    record = services.hear(occasion, days.heard(county, deputy=other), actor=officer, visitor=visitor)
    assert record.case is not None
    assert record.case.deputy == other


# --- Holding ----------------------------------------------------------------------------------------------
def test_the_register_opens_on_the_day_and_the_minutes_are_due_two_working_days_later(county: County) -> None:
    with time_machine.travel(NOON):
        occasion = days.announced(county, date(2026, 12, 11))  # a Friday
        with pytest.raises(StepRefused):
            services.hold(occasion, actor=Actor.of(county.officer))
    with time_machine.travel("2026-12-11 09:00"):
        services.hold(occasion, actor=Actor.of(county.officer))
    assert occasion.due_on == date(2026, 12, 15)
    why = rules.explain_minutes(occasion)
    assert why is not None
    assert "2 个工作日" in why.sentence()


def test_a_matter_becomes_an_opinion_that_reaches_the_deputy_who_heard_it(county: County) -> None:
    occasion = days.held(county)
    visitor = services.walk_in(occasion, person=days.GUEST, about="夜间噪声", key=occasion.key)
    record = services.hear(
        occasion,
        days.heard(county, person=people.Person()),
        actor=Actor.of(county.station_staff),
        visitor=visitor,
    )
    case = record.case
    assert case is not None
    assert (case.status, case.deputy, case.station) == ("with_deputy", county.deputy, county.station)
    assert case.channel == county.visit
    assert case.opinion.identity.sealed
    assert [step.action for step in steps_of_a_case(case, Actor.of(county.deputy_user))]
    visitor.refresh_from_db()
    assert (visitor.state, visitor.sealed, visitor.phone_mark) == (VisitorState.CAME, "", "")
    assert (record.heard_on, record.conveyed_on, record.said) == (occasion.held_on, timezone.localdate(), "")
    assert record.is_organised is False


def test_a_matter_entered_twice_is_one_opinion(county: County) -> None:
    occasion = days.held(county)
    said = days.heard(county)
    officer = Actor.of(county.officer)
    first = services.hear(occasion, said, actor=officer)
    assert services.hear(occasion, said, actor=officer) == first
    assert ContactRecord.objects.count() == 1


def test_minutes_after_the_deadline_are_taken_and_count_as_late(county: County) -> None:
    occasion = days.held(county)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        services.record(occasion, actor=Actor.of(county.officer), minutes=days.MINUTES)
    assert occasion.status == "recorded"
    assert occasion.was_late


def test_a_deputy_to_whom_nobody_came_has_a_contact_all_the_same(county: County) -> None:
    occasion = days.recorded(county)
    record = occasion.contact_records.get()
    assert (record.deputy, record.people, record.case) == (county.deputy, 0, None)
    assert record.channel.code == "reception"


def test_minutes_without_words_are_refused(county: County) -> None:
    with pytest.raises(Incomplete):
        services.record(days.held(county), actor=Actor.of(county.officer), minutes="  ")


def test_a_day_with_matters_is_not_cancelled(county: County) -> None:
    occasion = days.held(county)
    services.hear(occasion, days.heard(county), actor=Actor.of(county.officer))
    with pytest.raises(StepRefused):
        services.cancel(occasion, actor=Actor.of(county.officer), note="停电。")


# --- By itself --------------------------------------------------------------------------------------------
def test_the_portal_opens_registers_reminds_once_and_lets_lapse(
    county: County, mailed: list[mail.EmailMessage]
) -> None:
    county.station_staff.email = "station@example.org"
    county.station_staff.save()
    with time_machine.travel(NOON):
        forgotten = days.planned(county, date(2026, 12, 8))
        occasion = days.announced(county, date(2026, 12, 11))
    with time_machine.travel("2026-12-04 12:00"):
        services.follow()
        services.follow()
    assert Reminder.objects.filter(key__startswith="announce-").count() == 1
    for day in ("2026-12-15 12:00", "2026-12-23 12:00"):
        with time_machine.travel(day):
            for _turn in range(3):
                services.follow()
            services.send_owed()
    forgotten.refresh_from_db()
    occasion.refresh_from_db()
    assert forgotten.status == "cancelled"
    assert occasion.status == "held"
    keys = Reminder.objects.filter(key__startswith="minutes-").values_list("key", flat=True)
    assert len(keys) == 2  # on the day they were due and after it, each once
    assert {letter.to[0] for letter in mailed} == {"station@example.org"}


def test_who_visitors_were_is_forgotten_thirty_days_after_the_day(county: County) -> None:
    occasion = days.announced(county)
    visitor = days.booked(occasion)
    assert people.forget_expired(occasion.day + people.KEPT_FOR) == 0
    assert people.forget_expired(occasion.day + people.KEPT_FOR + timedelta(days=1)) == 1
    visitor.refresh_from_db()
    assert (visitor.sealed, visitor.phone_mark, visitor.about) == ("", "", "")
