"""The rota: which days a pattern names, and where a day off moves them."""

from __future__ import annotations

from datetime import date, time

import pytest

from casework.rules.seed import seeded_calendar
from contacts.rota import Pattern, moved, rota, slots

CALENDAR = seeded_calendar()
ODD = (1, 3, 5, 7, 9, 11)


def test_the_fifteenth_of_odd_months_moves_from_weekends_to_the_next_working_day() -> None:
    found = rota(Pattern(months=ODD, month_day=15), 2026, CALENDAR)
    assert [one.planned_for for one in found] == [date(2026, month, 15) for month in ODD]
    assert [one.day for one in found if one.why] == [date(2026, 3, 16), date(2026, 11, 16)]
    assert all(CALENDAR.is_workday(one.day) for one in found)


def test_every_tuesday_moves_out_of_the_national_day_week_and_says_why() -> None:
    found = rota(Pattern(weekday=1), 2026, CALENDAR)
    october = [one for one in found if one.planned_for == date(2026, 10, 6)]
    assert [(one.day, one.why) for one in october] == [(date(2026, 10, 8), "National Day")]


def test_two_days_that_meet_on_one_are_held_once() -> None:
    """The Thursday and the moved Tuesday of that week would both be 8 October."""
    days = [one.day for one in rota(Pattern(weekday=3), 2026, CALENDAR)]
    assert len(days) == len(set(days))
    assert date(2026, 10, 8) in days


def test_whoever_plans_saturdays_keeps_them_but_for_public_holidays() -> None:
    found = rota(Pattern(weekday=5), 2026, CALENDAR)
    assert date(2026, 3, 14) in [one.day for one in found]
    assert all(one.why != "weekend" for one in found)
    assert any(one.why for one in found)


def test_the_last_friday_and_the_thirty_first_exist_in_every_month() -> None:
    fridays = rota(Pattern(weekday=4, nth=5), 2026, CALENDAR)
    assert [one.planned_for.month for one in fridays] == list(range(1, 13))
    assert all((one.planned_for).weekday() == 4 for one in fridays)
    lasts = {one.planned_for for one in rota(Pattern(month_day=31), 2026, CALENDAR)}
    assert {date(2026, 2, 28), date(2026, 4, 30)} <= lasts


def test_a_pattern_names_one_kind_of_day() -> None:
    for wrong in ({}, {"month_day": 3, "weekday": 1}):
        with pytest.raises(ValueError, match="weekday"):
            Pattern(**wrong)  # type: ignore[arg-type]


def test_a_day_in_a_year_that_is_not_announced_moves_from_statutory_days() -> None:
    assert moved(date(2028, 10, 2), CALENDAR).why
    assert moved(date(2028, 10, 2), CALENDAR).day > date(2028, 10, 2)


def test_conversations_fit_between_the_hours() -> None:
    assert slots(time(9), time(10), 25) == [time(9), time(9, 25)]
    assert slots(time(9), time(9, 10), 25) == []
