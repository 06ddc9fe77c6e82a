"""Date arithmetic: the Civil Code's examples, and properties that hold for every start and every length."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.rules import Calendar, Period, Unit, due, shift_workdays, workdays_between
from casework.rules.days import add_months
from casework.rules.seed import seeded_calendar

CN = seeded_calendar()
PLAIN = Calendar(published=frozenset(range(2000, 2040)))
DAY, WORKDAY, MONTH = Unit.DAY, Unit.WORKDAY, Unit.MONTH

starts = st.dates(date(2004, 1, 1), date(2030, 12, 31))
lengths = st.integers(1, 119)
units = st.sampled_from(list(Unit))
calendars = st.sampled_from([CN, PLAIN])


def on(*, start: str, n: int, unit: Unit, calendar: Calendar = CN) -> str:
    return due(date.fromisoformat(start), Period(n, unit), calendar).date.isoformat()


@pytest.mark.parametrize(
    ("start", "n", "unit", "expected"),
    [
        ("2026-03-02", 1, DAY, "2026-03-03"),  # the day of the event is not counted (201)
        ("2026-03-04", 5, DAY, "2026-03-09"),
        ("2026-03-03", 5, DAY, "2026-03-09"),  # the 8th is a Sunday: the day after it (203)
        ("2026-03-02", 3, MONTH, "2026-06-02"),  # corresponding day (202)
        ("2026-11-30", 3, MONTH, "2027-03-01"),  # no 30 February: the 28th, a Sunday, so Monday
        ("2025-11-30", 3, MONTH, "2026-02-28"),  # the 28th is a Saturday worked in exchange: it stands
        ("2024-08-31", 6, MONTH, "2025-02-28"),
        ("2023-08-29", 6, MONTH, "2024-02-29"),  # leap year keeps the 29th
        ("2026-09-28", 5, DAY, "2026-10-08"),  # ends inside the National Day week
        ("2026-07-01", 3, MONTH, "2026-10-08"),
        ("2026-09-30", 1, WORKDAY, "2026-10-08"),
        ("2026-10-09", 1, WORKDAY, "2026-10-10"),  # a Saturday worked in exchange counts
        ("2026-10-10", 1, WORKDAY, "2026-10-12"),
        ("2025-12-31", 2, WORKDAY, "2026-01-05"),  # Sunday 4 January was worked, and is the first of the two
    ],
)
def test_a_period_ends_where_the_law_says(start: str, n: int, unit: Unit, expected: str) -> None:
    assert on(start=start, n=n, unit=unit) == expected


def test_skipped_days_carry_their_names() -> None:
    found = due(date(2026, 9, 30), Period(1, WORKDAY), CN)
    assert found.skipped == tuple((date(2026, 10, day), "National Day") for day in range(1, 8))
    weekend = due(date(2026, 3, 6), Period(1, WORKDAY), CN)
    assert weekend.skipped == ((date(2026, 3, 7), "weekend"), (date(2026, 3, 8), "weekend"))


@pytest.mark.parametrize("n", [0, -1, 1.5, True, "3", 10_000])
def test_a_period_that_is_no_length_is_refused(n: object) -> None:
    with pytest.raises(ValueError, match="整数"):
        Period(n, DAY)  # type: ignore[arg-type]


def test_a_moment_is_refused_since_its_day_depends_on_the_time_zone() -> None:
    with pytest.raises(TypeError, match="localdate"):
        due(datetime(2026, 3, 2, 23, 30), Period(1, DAY), CN)


def test_beyond_the_last_year_is_an_overflow_and_not_a_wrong_date() -> None:
    for unit in Unit:
        with pytest.raises(OverflowError):
            due(date(9999, 12, 30), Period(5, unit), CN)


@pytest.mark.parametrize(
    ("start", "n", "unit", "provisional"),
    [
        ("2026-09-25", 3, MONTH, False),  # 25 December 2026
        ("2026-12-24", 2, DAY, True),  # the 26th is a Saturday: it ends on the 28th
        ("2026-10-30", 3, MONTH, True),
        ("2026-12-31", 1, WORKDAY, True),
        ("2026-12-18", 5, WORKDAY, False),
        ("2003-12-01", 10, DAY, True),  # before anything was published
    ],
)
def test_an_end_in_a_year_that_is_not_announced_is_provisional(
    start: str, n: int, unit: Unit, provisional: bool
) -> None:
    assert due(date.fromisoformat(start), Period(n, unit), CN).provisional is provisional


@pytest.mark.parametrize("day", ["2011-12-31", "2018-12-29", "2018-12-31"])
def test_the_notice_of_the_next_year_moves_the_last_days_of_a_year(day: str) -> None:
    """Days that differ from their weekday by the notice of the year after."""
    moved = date.fromisoformat(day)
    assert CN.is_workday(moved) is (moved.weekday() > 4)


@pytest.mark.parametrize(
    ("day", "awaits"),
    [("2026-12-25", None), ("2026-12-28", 2027), ("2026-12-31", 2027), ("2027-01-05", 2027)],
)
def test_an_end_on_the_last_days_of_a_year_awaits_the_notice_of_the_next(
    day: str, awaits: int | None
) -> None:
    end = date.fromisoformat(day)
    assert due(end - timedelta(days=1), Period(1, DAY), CN).awaits == awaits
    assert due(end - timedelta(days=1), Period(1, DAY), PLAIN).awaits is None


def test_rolling_into_a_year_that_is_not_announced_is_provisional() -> None:
    known = Calendar({date(2026, 12, 31): False}, frozenset({2026}))
    found = due(date(2026, 12, 30), Period(1, DAY), known)
    assert (found.date, found.provisional) == (date(2027, 1, 4), True)


def test_rolling_out_of_a_year_that_is_not_announced_is_provisional() -> None:
    known = Calendar({date(2026, 12, 31): False, date(2027, 1, 1): False}, frozenset({2027}))
    found = due(date(2026, 12, 30), Period(1, DAY), known)
    assert (found.date, found.provisional) == (date(2027, 1, 4), True)


def test_statutory_days_of_a_year_not_announced_are_off() -> None:
    off = {
        "2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-05-01",
        "2027-06-09", "2027-09-15", "2027-10-01",
    }  # fmt: skip
    assert all(CN.day_off(date.fromisoformat(day)) not in (None, "weekend") for day in off)
    assert CN.is_workday(date(2027, 2, 9))
    assert CN.is_workday(date(2027, 10, 4))


def test_a_day_entered_by_staff_wins_in_every_year() -> None:
    calendar = Calendar({date(2027, 10, 1): True, date(2026, 3, 3): False}, frozenset({2026}))
    assert calendar.is_workday(date(2027, 10, 1))
    assert calendar.day_off(date(2026, 3, 3)) == "weekend"


@given(starts, lengths, units, calendars)
def test_the_end_is_after_the_start_and_never_a_day_off(
    start: date, n: int, unit: Unit, calendar: Calendar
) -> None:
    found = due(start, Period(n, unit), calendar)
    assert found.date > start
    assert calendar.is_workday(found.date)
    assert start not in [day for day, _why in found.skipped]


@given(starts, lengths, calendars)
def test_a_working_day_period_holds_exactly_so_many_working_days(
    start: date, n: int, calendar: Calendar
) -> None:
    found = due(start, Period(n, WORKDAY), calendar)
    assert workdays_between(start, found.date, calendar) == n
    assert (found.date - start).days == n + len(found.skipped)


@given(starts, lengths, units, calendars)
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    start: date, n: int, unit: Unit, calendar: Calendar
) -> None:
    end = due(start, Period(n, unit), calendar).date
    assert due(start + timedelta(days=1), Period(n, unit), calendar).date >= end
    assert due(start, Period(n + 1, unit), calendar).date >= end


@given(starts, lengths, calendars)
def test_calendar_days_end_on_the_day_itself_or_on_the_next_working_day(
    start: date, n: int, calendar: Calendar
) -> None:
    found = due(start, Period(n, DAY), calendar)
    counted = start + timedelta(days=n)
    assert [day for day, _why in found.skipped] == [
        counted + timedelta(days=step) for step in range((found.date - counted).days)
    ]


@given(starts, st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last_of_the_month(start: date, n: int) -> None:
    end = add_months(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(starts, st.integers(-60, 60))
def test_shifting_by_working_days_lands_on_one_and_counts_them(start: date, n: int) -> None:
    day = shift_workdays(start, n, CN)
    earlier, later = sorted((start, day))
    if n > 0:
        assert workdays_between(earlier, later, CN) == n
    if n:
        assert CN.is_workday(day)
    else:
        assert day == start
