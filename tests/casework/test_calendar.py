"""The calendar table: what is announced, loaded once or many times, and edited by staff."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from chinese_calendar import get_holiday_detail, is_workday
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Max

from casework import rules
from casework.models.rules import CalendarDay, CalendarYear
from casework.rules import Period, Unit, due, festivals, loading, seed, shift_workdays, store
from casework.rules.days import add_months

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
EXCEPTIONS = SHARED / "data/calendar/cn_day_exceptions_2004_2026.csv"


@pytest.fixture(autouse=True)
def _fresh_rules() -> object:
    store.forget()
    yield
    store.forget()


def published_exceptions() -> dict[date, set[str]]:
    if not EXCEPTIONS.exists():
        pytest.skip(f"the list of published day exceptions is not at {EXCEPTIONS}")
    found: dict[date, set[str]] = defaultdict(set)
    with EXCEPTIONS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[date.fromisoformat(row["date"])].add(row["kind"])
    return found


def test_every_published_day_exception_agrees_with_the_calendar() -> None:
    calendar = seed.seeded_calendar()
    listed = published_exceptions()
    assert len(listed) > 700
    for day, kinds in listed.items():
        assert calendar.is_workday(day) is ("makeup_workday" in kinds), (day, kinds)


def test_no_other_day_differs_from_its_weekday() -> None:
    listed, calendar = published_exceptions(), seed.seeded_calendar()
    assert set(calendar.exceptions) == set(listed)


def is_worked(day: date, listed: dict[date, set[str]]) -> bool:
    """From the list and the weekday alone, as somebody with a wall calendar would say it."""
    return "makeup_workday" in listed[day] if day in listed else day.weekday() < 5


def next_worked(day: date, listed: dict[date, set[str]]) -> date:
    return next(one for one in (day + timedelta(days=n) for n in range(30)) if is_worked(one, listed))


def nth_worked(day: date, n: int, listed: dict[date, set[str]]) -> date:
    """The n-th working day after ``day``, or before it."""
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_worked(day, listed):
            day += step
    return day


def test_a_period_of_days_or_months_that_ends_on_a_published_exception_ends_as_the_list_says() -> None:
    """Civil Code 203, on every one of them: a day off puts the end off, a weekend that is worked does not."""
    calendar, listed = seed.seeded_calendar(), published_exceptions()
    for day in listed:
        if day.year == 2026 and day > date(2026, 12, 20):
            continue  # the end could roll into a year that is not announced
        expected = next_worked(day, listed)
        assert due(day - timedelta(days=7), Period(7, Unit.DAY), calendar).date == expected
        month_before = add_months(day, -3)
        if add_months(month_before, 3) == day:
            assert due(month_before, Period(3, Unit.MONTH), calendar).date == expected


@pytest.mark.parametrize("n", [1, 2, 3, 5, 7, 10, 15, 30])
def test_working_days_around_every_published_exception_are_those_of_the_list(n: int) -> None:
    calendar, listed = seed.seeded_calendar(), published_exceptions()
    for day in listed:
        start = day - timedelta(days=1)
        if not date(2004, 3, 1) <= day <= date(2026, 10, 31):
            continue  # beyond both ends of the list nobody knows
        end = due(start, Period(n, Unit.WORKDAY), calendar)
        assert end.date == nth_worked(start, n, listed), (day, n)
        assert all(not is_worked(skipped, listed) for skipped, _why in end.skipped)
        assert (end.date - start).days == n + len(end.skipped)
        assert shift_workdays(day, n, calendar) == nth_worked(day, n, listed)
        assert shift_workdays(day, -n, calendar) == nth_worked(day, -n, listed)


def test_every_published_exception_is_skipped_under_a_name() -> None:
    calendar, listed = seed.seeded_calendar(), published_exceptions()
    for day, kinds in listed.items():
        assert bool(calendar.day_off(day)) is ("makeup_workday" not in kinds), (day, kinds)


@pytest.mark.django_db
def test_the_loaded_table_holds_every_published_exception() -> None:
    """What a portal counts with is the table, not the package."""
    listed = published_exceptions()
    loading.load_calendar()
    rows = dict(CalendarDay.objects.values_list("date", "is_workday"))
    assert rows == {day: "makeup_workday" in kinds for day, kinds in listed.items()}


def test_the_calendar_agrees_with_its_source_on_every_day_of_every_year() -> None:
    calendar = seed.seeded_calendar()
    for ordinal in range(date(2004, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        assert calendar.is_workday(day) is is_workday(day), day


def test_the_tabled_festivals_follow_the_method_that_finds_the_published_ones() -> None:
    """Qingming is a solar term; the lunar festivals lie whole months of the moon apart."""
    for year, (spring, qingming, dragon_boat, mid_autumn) in festivals.MOVING.items():
        first, fifth, eighth = (date(year, *each) for each in (spring, dragon_boat, mid_autumn))
        assert qingming in ((4, 4), (4, 5))
        assert date(year, 1, 21) <= first <= date(year, 2, 20)
        assert (fifth - first).days in (*range(121, 125), *range(150, 154))
        assert (eighth - fifth).days in (*range(97, 101), *range(127, 130))


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_tabled_festivals_are_the_ones_of_the_announced_years(year: int) -> None:
    spring, *others = (date(year, *each) for each in festivals.MOVING[year])
    names = (festivals.QINGMING, festivals.DRAGON_BOAT, festivals.MID_AUTUMN)
    assert [get_holiday_detail(day) for day in others] == [(True, name) for name in names]
    assert get_holiday_detail(spring) == (True, festivals.SPRING)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2025-01-28", "2025-05-31", "2025-10-06", "2026-04-05", "2026-02-16"])
def test_a_festival_of_an_announced_year_is_not_entered_as_worked(day: str) -> None:
    with pytest.raises(ValidationError, match="is_workday"):
        CalendarDay(date=date.fromisoformat(day), is_workday=True).full_clean()


def test_the_festivals_have_the_same_names_as_in_announced_years() -> None:
    tabled = {festivals.NEW_YEAR, festivals.SPRING, festivals.QINGMING, festivals.LABOUR,
              festivals.DRAGON_BOAT, festivals.MID_AUTUMN, festivals.NATIONAL}  # fmt: skip
    days = map(date.fromordinal, range(date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal()))
    assert {name for day in days if (name := get_holiday_detail(day)[1])} == tabled


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    first = loading.load_calendar()
    assert (first.added, first.years_added) == (CalendarDay.objects.count(), list(range(2004, 2027)))
    again = loading.load_calendar()
    assert again == loading.CalendarLoaded()


@pytest.mark.django_db
def test_a_day_entered_by_staff_is_kept_and_counted() -> None:
    staff = {"is_workday": False, "source": "county notice"}
    CalendarDay.objects.create(date=date(2026, 10, 8), name="Local day", **staff)
    CalendarDay.objects.create(date=date(2026, 10, 10), **staff)
    done = loading.load_calendar()
    assert done.kept == 1
    assert not CalendarDay.objects.get(date=date(2026, 10, 10)).is_workday
    assert rules.clock("national", "opinion.screen", date(2026, 9, 30)).due == date(2026, 10, 13)


@pytest.mark.django_db
def test_a_day_the_package_knows_better_now_is_corrected_and_a_vanished_one_removed() -> None:
    loading.load_calendar()
    CalendarDay.objects.filter(date=date(2026, 10, 1)).update(is_workday=True, source="chinesecalendar 1.0")
    CalendarDay.objects.create(date=date(2026, 3, 3), is_workday=False, source="chinesecalendar 1.0")
    done = loading.load_calendar()
    assert (done.changed, done.removed, done.added) == (1, 1, 0)
    assert not CalendarDay.objects.get(date=date(2026, 10, 1)).is_workday


@pytest.mark.django_db
def test_a_date_has_one_row_only() -> None:
    CalendarDay.objects.create(date=date(2026, 3, 3), is_workday=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(date=date(2026, 3, 3), is_workday=True)


@pytest.mark.django_db
def test_announcing_a_year_settles_its_dates() -> None:
    loading.load_calendar()
    before = rules.clock("national", "suggestion.reply", date(2026, 11, 6))
    assert before.provisional
    CalendarYear.objects.create(year=2027, published_at=date(2026, 11, 4), source="State Council notice")
    CalendarDay.objects.create(date=date(2027, 2, 9), is_workday=False, name="Spring Festival")
    store.forget()
    after = rules.clock("national", "suggestion.reply", date(2026, 11, 6))
    assert not after.provisional
    assert after.due == date(2027, 2, 8)  # the table says nothing else of that Monday now


@pytest.mark.django_db
def test_without_a_loaded_year_staff_entries_lie_over_the_shipped_days() -> None:
    CalendarDay.objects.create(date=date(2026, 3, 3), is_workday=False, name="Local day")
    calendar = rules.current_calendar()
    assert calendar.day_off(date(2026, 3, 3)) == "Local day"
    assert calendar.day_off(date(2026, 10, 1)) == "National Day"


@pytest.mark.django_db
def test_the_tables_are_read_once_and_asked_for_changes_with_one_query(
    django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = rules.current_calendar()
    with django_assert_num_queries(0):  # type: ignore[operator]
        for _ in range(3):
            rules.clock("demo", "opinion.screen", date(2026, 3, 2))
    monkeypatch.setattr(store, "FRESH_SECONDS", 0.0)
    with django_assert_num_queries(3):  # type: ignore[operator]  # the question, inside a savepoint
        assert rules.current_calendar() is known
    CalendarDay.objects.create(date=date(2026, 3, 3), is_workday=False, name="Local day")
    assert rules.current_calendar() is not known


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_calendar")
    assert "新增年份：2004, 2005" in capsys.readouterr().out
    call_command("load_calendar", "--json")
    assert '"added": 0' in capsys.readouterr().out
    assert CalendarYear.objects.aggregate(last=Max("year"))["last"] == max(seed.years())
