"""Places on a reception day: two at once, twice the same, given back, and nobody named in a row."""

from __future__ import annotations

import threading
from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import AccessLog
from casework.errors import Incomplete, Refused, StepRefused
from contacts import people, services
from contacts.models import Visitor, VisitorState
from feedback import identity
from feedback.identity import Person
from tests.contacts import days
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return County()


def someone(number: int) -> Person:
    return Person(name=f"群众{number}", phone=f"1390000{number:04d}")


def test_a_full_time_is_refused_and_the_next_one_is_free(county: County) -> None:
    occasion = days.announced(county, per_slot=2)
    for number in range(2):
        days.booked(occasion, person=someone(number))
    with pytest.raises(Incomplete) as full:
        days.booked(occasion, person=someone(3))
    assert full.value.field == "slot"
    assert [slot.free for slot in services.slots_of(occasion)] == [0, 2, 2, 2]
    days.booked(occasion, time(9, 30), person=someone(3))


@pytest.mark.django_db(transaction=True)
def test_two_who_book_the_last_place_at_once_get_one_place_between_them() -> None:
    occasion = days.announced(County())
    start = threading.Barrier(4)
    said: list[str] = []

    def book(number: int) -> None:
        start.wait()
        try:
            days.booked(occasion, person=someone(number))
            said.append("booked")
        except Refused:
            said.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["booked", "full", "full", "full"]
    assert Visitor.objects.count() == 1


def test_a_form_sent_twice_is_one_place_with_the_same_code(county: County) -> None:
    occasion = days.announced(county)
    key = uuid4()
    given = {"slot": time(9), "person": days.GUEST, "about": "", "key": key}
    assert services.book(occasion, **given) == services.book(occasion, **given)  # type: ignore[arg-type]


def test_a_telephone_has_one_place_a_day_until_it_is_given_back(county: County) -> None:
    occasion = days.announced(county)
    first = days.booked(occasion)
    with pytest.raises(StepRefused):
        days.booked(occasion, time(9, 30))
    services.give_back(first)
    days.booked(occasion, time(9, 30))
    assert first.state == VisitorState.CANCELLED
    assert first.sealed == ""
    with pytest.raises(StepRefused):
        services.give_back(first)


def test_a_time_of_another_day_a_day_that_began_and_a_cancelled_one_are_refused(county: County) -> None:
    occasion = days.announced(county)
    with pytest.raises(Incomplete):
        days.booked(occasion, time(8))
    with time_machine.travel(occasion.begins_at + timedelta(minutes=1)), pytest.raises(StepRefused):
        days.booked(occasion)
    services.cancel(occasion, actor=Actor.of(county.officer), note="停电。")
    with pytest.raises(StepRefused):
        days.booked(occasion)


def test_who_booked_is_sealed_and_each_look_is_written_down(county: County) -> None:
    visitor = days.booked(days.announced(county))
    assert "王秀兰" not in visitor.sealed
    person = people.open_visitor(visitor, actor=Actor.of(county.officer), purpose="reception")
    assert person == days.GUEST
    look = AccessLog.objects.get(subject_kind="visitor")
    assert (look.user, look.purpose) == (county.officer, "reception")


def test_a_change_of_keys_takes_the_visitors_along(county: County, settings: object) -> None:
    visitor = days.booked(days.announced(county))
    newer = Fernet.generate_key().decode()
    settings.PORTAL_IDENTITY_KEYS = [newer, *settings.PORTAL_IDENTITY_KEYS]  # type: ignore[attr-defined]
    identity._box.cache_clear()
    try:
        assert identity.needing_old_keys() == 1
        assert identity.reseal() == []
        assert identity.needing_old_keys() == 0
        visitor.refresh_from_db()
        assert people.open_visitor(visitor, actor=Actor.system, purpose="notice") == days.GUEST
    finally:
        identity._box.cache_clear()


def test_somebody_at_the_desk_stands_in_the_register_at_once(county: County) -> None:
    occasion = days.held(county)
    visitor = services.walk_in(occasion, person=days.GUEST, about="路灯", key=uuid4())
    assert (visitor.state, visitor.slot) == (VisitorState.CAME, None)
    with pytest.raises(StepRefused):
        services.walk_in(occasion, person=days.GUEST, about="路灯", key=uuid4())
    services.mark(visitor, VisitorState.ABSENT)
    assert Visitor.objects.get().state == VisitorState.ABSENT
    assert timezone.localdate() == occasion.day
