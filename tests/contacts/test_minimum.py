"""The yearly minimum of contacts: who is behind when, and reminders that come once, whatever the scheduler does."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.actors import Actor
from contacts import minimum, services
from contacts.models import MinimumNotice, MinimumReminder, MinimumRound
from tests.contacts import days
from tests.factories import County
from tests.office_rules import Set, office_rules
from tests.signing_in import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["office_rules"]
pytestmark = pytest.mark.django_db
YEAR = 2025
FIRST, SECOND, LAST = date(YEAR, 7, 1), date(YEAR, 9, 30), date(YEAR, 11, 30)


def at(day: date) -> time_machine.travel:
    noon = datetime.combine(day, time(12), timezone.get_default_timezone())
    return time_machine.travel(noon, tick=False)


@pytest.fixture
def county(settings: Any) -> County:
    """Four contacts a year, by the rules of the demonstration; both people of it have an e-mail address."""
    settings.PORTAL_NOTICE_BACKENDS = {"email": "feedback.notice_backends.Email"}
    found = County()
    for user, name in ((found.deputy_user, "deputy"), (found.officer, "officer")):
        user.email = f"{name}@example.org"
        user.save()
    return found


def met(county: County, *on: date) -> None:
    for day in on:
        with at(day):
            services.note(
                days.heard(county, heard_on=day, said="", whom="三户"), actor=Actor.of(county.officer)
            )


def remind(day: date) -> int:
    with at(day):
        return services.remind_of_minimum()


# --- How much is due ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("least", "held_from", "on", "due"),
    [
        (4, date(2022, 1, 10), date(2025, 1, 1), 0),
        (4, date(2022, 1, 10), date(2025, 4, 1), 0),  # the 91st day of 365: a quarter is not over
        (4, date(2022, 1, 10), date(2025, 4, 2), 1),
        (4, date(2022, 1, 10), date(2025, 7, 2), 2),
        (4, date(2022, 1, 10), date(2025, 12, 30), 3),
        (4, date(2022, 1, 10), date(2025, 12, 31), 4),
        (4, date(2024, 1, 1), date(2024, 12, 31), 4),  # a leap year
        (4, date(2025, 7, 1), date(2025, 12, 31), 2),  # 184 days of 365
        (4, date(2025, 12, 20), date(2025, 12, 31), 0),
        (1, date(2022, 1, 10), date(2025, 12, 30), 0),
        (0, date(2022, 1, 10), date(2025, 12, 31), 0),
    ],
)
def test_a_whole_contact_is_due_when_its_part_of_the_year_is_over(
    least: int, held_from: date, on: date, due: int
) -> None:
    assert minimum.due_by(least, held_from, on) == due


def test_the_days_of_the_reminders_are_those_of_the_profile(county: County, office_rules: Set) -> None:
    office_rules(
        limit={
            "contacts_first_reminder": 100,
            "contacts_second_reminder": 0,
            "contacts_last_reminder": 10,
        }
    )
    from_rules = minimum.planned(minimum.rules.key_for(county.congress, FIRST), YEAR)
    assert from_rules == {"first": date(YEAR, 9, 22), "last": date(YEAR, 12, 21)}


# --- Who is reminded ------------------------------------------------------------------------------------------
def test_whoever_is_behind_is_reminded_once_and_whoever_is_not_hears_nothing(county: County) -> None:
    other = days.another_deputy(county)
    met(county, date(YEAR, 2, 1), date(YEAR, 3, 1))
    assert remind(FIRST - timedelta(days=1)) == 0
    assert remind(FIRST) == 1
    assert [one.deputy for one in MinimumReminder.objects.all()] == [other]
    assert remind(FIRST) == remind(FIRST + timedelta(days=1)) == 0


def test_the_last_reminder_is_for_everybody_to_whom_one_is_missing(county: County) -> None:
    met(county, *(date(YEAR, month, 1) for month in (2, 3, 4)))
    assert [remind(day) for day in (FIRST, SECOND, LAST)] == [0, 0, 1]
    one = MinimumReminder.objects.get()
    assert (one.had, one.due, one.owed) == (3, 3, 4)


def test_a_missed_day_is_made_up_and_of_several_missed_steps_the_last_counts(county: County) -> None:
    assert remind(SECOND + timedelta(days=9)) == 1
    assert [one.step for one in MinimumRound.objects.all()] == ["second"]
    assert remind(SECOND + timedelta(days=10)) == 0


def test_whoever_has_made_up_by_the_day_it_runs_is_left_alone(county: County) -> None:
    met(county, *(SECOND + timedelta(days=n) for n in range(1, 4)))
    assert remind(SECOND + timedelta(days=5)) == 0
    assert MinimumRound.objects.get().behind == 0


def test_nobody_is_reminded_of_a_year_that_is_over(county: County) -> None:
    assert remind(date(YEAR + 1, 1, 3)) == 0


def test_where_no_number_is_in_force_nobody_is_reminded_and_the_page_says_so(county: County) -> None:
    county.congress.rule_profile = "national"
    county.congress.save()
    assert [remind(day) for day in (FIRST, SECOND, LAST)] == [0, 0, 0]
    page = signed_in(county.officer).get(reverse("contact_figures"), headers={"accept-language": "en"})
    assert "set no number of contacts a year" in page.content.decode()


def test_shanghai_and_beijing_ask_for_two_a_year_by_their_articles(county: County) -> None:
    for name, article in (("shanghai", "第三十条"), ("beijing", "第二十二条")):
        county.congress.rule_profile = name
        least = minimum.least_in(county.congress, YEAR, LAST)
        assert (least.value, least.is_in_force) == (2, True)
        assert article in least.source()


# --- Who is told ----------------------------------------------------------------------------------------------
def test_the_deputy_and_the_officers_are_written_to_once(county: County) -> None:
    remind(FIRST)
    with at(FIRST):
        assert services.send_reminders() == 2
        assert services.send_reminders() == 0
    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {"deputy@example.org", "officer@example.org"}
    assert reverse("my_duty") in told["deputy@example.org"]
    assert reverse("contact_figures") in told["officer@example.org"]
    assert "演示县人大代表联系群众办法" in told["deputy@example.org"]


def test_a_mail_server_that_is_down_delays_the_reminder_and_loses_none(county: County, settings: Any) -> None:
    remind(FIRST)
    with settings_of_a_dead_server(settings), at(FIRST):
        assert services.send_reminders() == 0
    owed = MinimumNotice.objects.filter(user__in=[county.deputy_user, county.officer])
    assert [one.state for one in owed] == ["owed", "owed"]
    with at(FIRST + timedelta(days=1)):
        assert services.send_reminders() == 2
    assert {message.to[0] for message in mail.outbox} == {"deputy@example.org", "officer@example.org"}


@contextmanager
def settings_of_a_dead_server(settings: Any) -> Iterator[None]:
    """A port at which nobody listens."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    yield
    settings.EMAIL_BACKEND = before


def test_whoever_has_no_address_is_known_to_the_operator(county: County) -> None:
    county.deputy_user.email = ""
    county.deputy_user.save()
    remind(FIRST)
    with at(FIRST):
        services.send_reminders()
    page = signed_in(county.operator).get(reverse("admin:contacts_minimumnotice_changelist"))
    assert county.deputy_user.display_name in page.content.decode()


# --- Whatever the scheduler does ------------------------------------------------------------------------------
def expected(ran: list[date], contacts: list[date]) -> Iterator[tuple[str, date]]:
    """By hand: on each day it runs the latest step whose day has come, unless that one or a later one was taken."""
    steps = [("first", FIRST), ("second", SECOND), ("last", LAST)]
    taken = -1
    for day in sorted(set(ran)):
        come = [number for number, (_step, on) in enumerate(steps) if on <= day]
        if not come or come[-1] <= taken:
            continue
        taken = come[-1]
        had = sum(one <= day for one in contacts)
        gone = (day - date(YEAR, 1, 1)).days + 1
        owed = 4 if steps[taken][0] == "last" else 4 * gone // 365
        if had < owed:
            yield steps[taken][0], day


_DAYS = st.integers(0, 364).map(lambda n: date(YEAR, 1, 1) + timedelta(days=n))


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ran=st.lists(_DAYS, max_size=12), contacts=st.lists(_DAYS, max_size=5, unique=True))
def test_over_any_clock_each_step_is_taken_once_and_only_for_whoever_is_behind(
    county: County, ran: list[date], contacts: list[date]
) -> None:
    MinimumRound.objects.all().delete()
    county.deputy.contact_records.all().delete()
    due = list(expected(ran, contacts))
    told: list[tuple[str, date]] = []
    left = sorted(contacts)
    for day in sorted(ran):  # a day may stand there twice: two schedulers, or a turn that was repeated
        come = [one for one in left if one <= day]
        met(county, *come)
        left = left[len(come) :]
        if remind(day):
            told.append((MinimumRound.objects.latest("pk").step, day))
    assert told == due
    assert MinimumReminder.objects.count() == len(due)


# --- The office's list ----------------------------------------------------------------------------------------
def test_the_office_and_the_committee_read_who_is_below_with_the_article(county: County) -> None:
    today = timezone.localdate()
    other = days.another_deputy(county)
    for back in range(4):
        services.note(
            days.heard(county, heard_on=today - timedelta(days=back), said=""), actor=Actor.of(county.officer)
        )
    for user in (county.officer, county.committee):
        page = signed_in(user).get(reverse("contact_figures")).content.decode()
        assert other.name in page and "演示县人大代表联系群众办法" in page
        if today.timetuple().tm_yday > 4:
            assert f'?deputy={county.deputy.pk}"' not in page
