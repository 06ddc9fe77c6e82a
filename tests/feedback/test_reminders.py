"""Operators hear in November that next year's days off are missing: once a month, and not once they are there."""

from datetime import date
from typing import Any, ClassVar

import pytest

from casework.models import CalendarYear
from casework.rules import loading, store
from feedback.reminders import remind_of_the_calendar
from tests.factories import County

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 2)


class Kept:
    sent: ClassVar[list[tuple[str, str]]] = []

    def send(self, address: str, subject: str, body: str) -> None:
        self.sent.append((address, subject + body))


@pytest.fixture
def operator(settings: Any) -> Any:
    Kept.sent.clear()
    settings.PORTAL_NOTICE_BACKENDS = settings.PORTAL_NOTICE_BACKENDS | {
        "email": "tests.feedback.test_reminders.Kept"
    }
    loading.load_calendar()
    CalendarYear.objects.filter(year__gt=2026).delete()
    store.forget()
    county = County()
    county.operator.email = "operator@example.org"
    county.operator.save()
    county.officer.email = "officer@example.org"
    county.officer.save()
    return county.operator


def test_operators_and_nobody_else_are_told_once_a_month(operator):
    assert remind_of_the_calendar(NOVEMBER) >= 1
    told = [address for address, _words in Kept.sent]
    assert told.count(operator.email) == 1 and "officer@example.org" not in told
    assert "2027" in Kept.sent[0][1]
    assert remind_of_the_calendar(date(2026, 11, 30)) == 0
    assert remind_of_the_calendar(date(2026, 12, 1)) >= 1


@pytest.mark.parametrize("today", [date(2026, 10, 31), date(2025, 11, 15)])
def test_nobody_is_told_before_november_or_when_the_year_is_there(operator, today):
    assert remind_of_the_calendar(today) == 0
    assert Kept.sent == []


def test_once_the_year_is_entered_nobody_is_told(operator):
    CalendarYear.objects.create(year=2027)
    store.forget()
    assert remind_of_the_calendar(NOVEMBER) == 0
