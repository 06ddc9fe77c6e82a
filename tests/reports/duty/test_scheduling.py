"""The schedule as the portal keeps it: once each, made up after days without a scheduler, excused, missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from deputies.models import Mandate, Post, Session
from reports.duty.models import DutyCalendar, DutyEvent, DutyNotice, DutyReport
from reports.duty.services import drafting, publishing, scheduling
from reports.duty.services.together import advance_together
from tests.factories import County, DeputyFactory
from tests.reports.duty import ways

pytestmark = pytest.mark.django_db


def at(day: date) -> time_machine.travel:
    return time_machine.travel(f"{day}T04:00:00Z", tick=False)


@pytest.fixture
def county() -> County:
    """The schedule has been kept since the first of October; nothing opens yet."""
    county = County()
    with at(date(2026, 9, 1)):
        DutyCalendar.objects.create(congress=county.congress, since=date(2026, 9, 1))
    return county


def _day(county: County, day: date) -> None:
    with at(day):
        scheduling.follow()


def _yearly() -> DutyReport:
    return DutyReport.objects.get(kind="yearly")


def _reminders(report: DutyReport) -> list[str]:
    marks = DutyEvent.objects.filter(report=report, action="remind").values_list("mark", flat=True)
    return [mark.split(":")[0] for mark in marks]


def test_the_year_is_scheduled_asked_for_and_reminded_of_once_each(county: County) -> None:
    _day(county, date(2026, 10, 20))
    assert _yearly().status == "scheduled"
    for day in (date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 2)):
        _day(county, day)
    assert _yearly().status == "notified"
    for day in (
        date(2026, 12, 1),
        date(2026, 12, 1),
        date(2026, 12, 2),
        date(2026, 12, 24),
        date(2026, 12, 30),
    ):
        _day(county, day)
    assert _reminders(_yearly()) == ["first", "second", "last"]
    assert _yearly().events.filter(action="notify").count() == 1  # type: ignore[attr-defined]


def test_after_days_without_a_scheduler_the_latest_reminder_counts(county: County) -> None:
    _day(county, date(2026, 11, 1))
    _day(county, date(2026, 12, 29))
    _day(county, date(2026, 12, 29))
    assert _reminders(_yearly()) == ["second"]


def test_what_was_handed_in_is_neither_reminded_of_nor_missed(county: County) -> None:
    _day(county, date(2026, 11, 1))
    with at(date(2026, 11, 20)):
        report = _yearly()
        drafting.start(report, actor=ways.me(county))
        drafting.save(report, ways.TEXT, report.base, actor=ways.me(county))
        drafting.submit(report, actor=ways.me(county))
    for day in (date(2026, 12, 24), date(2027, 1, 20)):
        _day(county, day)
    assert _yearly().status == "submitted"
    assert _reminders(_yearly()) == []


def test_it_is_missed_after_the_days_of_grace_and_can_still_be_handed_in(county: County) -> None:
    _day(county, date(2026, 11, 1))
    _day(county, date(2027, 1, 10))
    assert _yearly().status == "notified"
    _day(county, date(2027, 1, 11))
    assert (_yearly().status, _yearly().missed_on) == ("missed", date(2027, 1, 11))
    with at(date(2027, 1, 15)):
        report = _yearly()
        drafting.start(report, actor=ways.me(county))
        drafting.save(report, ways.TEXT, report.base, actor=ways.me(county))
        drafting.submit(report, actor=ways.me(county))
        publishing.publish(report, actor=ways.office(county), audience="public")
    report = _yearly()
    assert report.is_late
    assert report.missed_on == date(2027, 1, 11)


def test_what_was_due_before_the_schedule_is_asked_of_nobody() -> None:
    county = County()
    Session.objects.create(term=county.term, number=1, starts_on=date(2023, 1, 5), ends_on=date(2023, 1, 8))
    _day(county, date(2026, 3, 2))
    assert not DutyReport.objects.filter(due_on__lt=date(2026, 3, 2)).exists()


def test_the_report_after_a_session_has_thirty_days_from_its_close(county: County) -> None:
    session = Session.objects.create(
        term=county.term, number=5, starts_on=date(2026, 10, 9), ends_on=date(2026, 10, 12)
    )
    _day(county, date(2026, 10, 12))
    report = DutyReport.objects.get(kind="session")
    assert (report.status, report.due_on) == ("notified", date(2026, 11, 11))
    assert "第五十八条" in report.due_why.sentence()
    session.ends_on = date(2026, 10, 14)
    session.save()
    _day(county, date(2026, 10, 14))
    report.refresh_from_db()
    assert (report.due_on, report.until) == (date(2026, 11, 13), date(2026, 10, 14))


def test_a_date_the_office_set_stays_when_the_calendar_moves(county: County) -> None:
    session = Session.objects.create(
        term=county.term, number=5, starts_on=date(2026, 10, 9), ends_on=date(2026, 10, 12)
    )
    _day(county, date(2026, 10, 12))
    with at(date(2026, 10, 13)):
        report = DutyReport.objects.get(kind="session")
        publishing.move(report, actor=ways.office(county), due_on=date(2026, 12, 1), note="住院")
    session.ends_on = date(2026, 10, 14)
    session.save()
    _day(county, date(2026, 10, 14))
    report.refresh_from_db()
    assert report.due_on == date(2026, 12, 1)


@pytest.mark.parametrize(("status", "article"), [("suspended", "第六十一条"), ("ended", "第六十二条")])
def test_whoever_is_not_in_office_is_excused_with_the_article(
    county: County, status: str, article: str
) -> None:
    _day(county, date(2026, 11, 1))
    ends = {"ends_on": date(2026, 11, 5)} if status == "ended" else {}
    Mandate.objects.filter(deputy=county.deputy).update(status=status, **ends)
    _day(county, date(2026, 11, 6))
    assert _yearly().status == "excused"
    assert article in _yearly().events.get(action="excuse").note  # type: ignore[attr-defined]


def _deputies(county: County, count: int) -> None:
    """So many more deputies in office, who can be written to."""
    mandate = county.deputy.mandates.get()
    users = User.objects.bulk_create(
        User(username=f"member{n}", email=f"member{n}@example.org") for n in range(count)
    )
    for user in users:
        deputy = DeputyFactory(congress=county.congress)
        Post.objects.create(
            user=user,
            role="deputy",
            congress=county.congress,
            deputy=deputy,
            starts_on=mandate.starts_on,
        )
        Mandate.objects.create(
            deputy=deputy,
            term=mandate.term,
            constituency=mandate.constituency,
            starts_on=mandate.starts_on,
        )


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


#: A year in days on which much happens: planned, asked for, reminded of, missed.
_YEAR = (date(2026, 10, 20), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 11))


def test_no_day_of_the_year_costs_a_query_for_each_deputy(county: County) -> None:
    """Twenty more deputies cost a statement more where one can hold no more rows, and no more than that."""
    _deputies(county, 20)
    for day in _YEAR:
        with at(day):
            assert _queries(scheduling.follow) <= 40, day
    assert DutyEvent.objects.filter(action="remind").count() == 21
    assert DutyEvent.objects.filter(action="miss").count() == 21
    told = DutyNotice.objects.filter(event__action="notify").values_list("user__username", flat=True)
    assert len(set(told)) == len(told) == 20  # the deputy of the county has no address


def test_an_hour_in_which_nothing_is_due_costs_few_queries(county: County) -> None:
    _deputies(county, 20)
    for day in _YEAR:
        _day(county, day)
    with at(date(2027, 1, 12)):
        assert _queries(scheduling.follow) <= 16


def test_a_report_that_moves_while_the_schedule_is_looked_through_is_passed_over(county: County) -> None:
    """Whoever read the row before another took a step does not take a second one."""
    _day(county, date(2026, 10, 20))
    seen = list(DutyReport.objects.filter(kind="yearly"))
    _day(county, date(2026, 11, 1))
    with at(date(2026, 11, 1)):
        assert advance_together(seen, "notify") == 0
    assert _yearly().events.filter(action="notify").count() == 1  # type: ignore[attr-defined]


def test_an_excuse_of_the_office_names_its_reason(county: County) -> None:
    _day(county, date(2026, 11, 1))
    with at(date(2026, 11, 3)):
        report = _yearly()
        publishing.excuse(report, actor=ways.office(county), note="因病住院")
    assert (report.status, report.events.last().note) == ("excused", "因病住院")  # type: ignore[attr-defined]
    assert timezone.localdate(report.closed_at) == date(2026, 11, 3)


def test_reports_are_planned_three_months_ahead_and_no_further(county: County) -> None:
    _day(county, date(2026, 7, 1))
    assert not DutyReport.objects.filter(kind="yearly").exists()
    _day(county, date(2026, 11, 1) - timedelta(days=92))
    assert _yearly().status == "scheduled"
