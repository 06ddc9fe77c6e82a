"""When reports are owed: the pure schedule over any calendar of terms and sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.duty.calendar import Kind, Meeting, Numbers, Office, planned, turn_months

NUMBERS = Numbers(after_session=True, every_year=True, a_term=2, first_month=30, last_month=54, opens=60)
TERM = date(2022, 1, 10)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Office, list[Meeting], date]:
    """A term of five years, a mandate somewhere in it, a session in most years, and the day somebody asks."""
    start = draw(days)
    end = start + timedelta(days=5 * 365)
    since = start + timedelta(days=draw(st.integers(0, 1500)))
    lasts = draw(st.none() | st.integers(1, 1800))
    until = min(end, since + timedelta(days=lasts)) if lasts else end
    sessions = []
    for key in range(draw(st.integers(0, 5))):
        first = start + timedelta(days=365 * key + draw(st.integers(0, 300)))
        sessions.append(Meeting(key + 1, first, first + timedelta(days=draw(st.integers(0, 10)))))
    horizon = draw(st.dates(start, end + timedelta(days=400)))
    return Office(start, end, since, until), sessions, horizon


@given(calendars())
def test_nothing_is_owed_twice_or_out_of_office(calendar: tuple[Office, list[Meeting], date]) -> None:
    office, sessions, horizon = calendar
    found = planned(office, sessions, NUMBERS, horizon)
    assert len({(one.kind, one.key) for one in found}) == len(found)
    for one in found:
        assert one.since <= one.until
        assert one.opens_on <= horizon
        assert one.since >= office.since
        assert office.holds(one.due_on or one.until)


@given(calendars())
def test_every_session_and_every_year_in_office_is_reported_on(
    calendar: tuple[Office, list[Meeting], date],
) -> None:
    office, sessions, horizon = calendar
    found = planned(office, sessions, NUMBERS, horizon)
    reported = {one.key for one in found if one.kind == Kind.SESSION}
    assert reported == {one.key for one in sessions if office.holds(one.ends_on) and one.ends_on <= horizon}
    years = {one.key for one in found if one.kind == Kind.YEARLY}
    opens = [date(year, 12, 31) - timedelta(days=60) for year in range(office.since.year, horizon.year + 1)]
    assert years == {
        day.year
        for day in opens
        if day <= horizon and office.holds(day) and office.holds(date(day.year, 12, 31))
    }


@given(calendars(), st.integers(1, 400))
def test_a_later_look_finds_all_that_an_earlier_one_found(
    calendar: tuple[Office, list[Meeting], date], later: int
) -> None:
    office, sessions, horizon = calendar
    before = planned(office, sessions, NUMBERS, horizon)
    after = planned(office, sessions, NUMBERS, horizon + timedelta(days=later))
    assert [one for one in after if one.opens_on <= horizon] == before


@given(st.integers(0, 10), st.integers(1, 60), st.integers(1, 60))
def test_the_reports_of_a_term_lie_between_first_and_last_month(count: int, first: int, last: int) -> None:
    months = turn_months(Numbers(True, True, count, first, last, 60))
    assert len(months) == count
    assert months == sorted(months)
    if count > 1:
        assert months[0] == first
        assert months[-1] == max(first, last)


def test_a_term_has_two_reports_in_its_middle_and_before_its_end() -> None:
    office = Office(TERM, date(2027, 1, 10), TERM, None)
    found = [one for one in planned(office, [], NUMBERS, date(2027, 1, 1)) if one.kind == Kind.TERM]
    assert [one.due_on for one in found] == [date(2024, 7, 10), date(2026, 7, 10)]


def test_a_year_is_asked_for_on_the_first_of_november() -> None:
    office = Office(TERM, None, TERM, None)
    found = [one for one in planned(office, [], NUMBERS, date(2022, 11, 1)) if one.kind == Kind.YEARLY]
    assert [(one.opens_on, one.due_on) for one in found] == [(date(2022, 11, 1), date(2022, 12, 31))]


@pytest.mark.parametrize("name", ["after_session", "every_year", "a_term"])
def test_what_the_rules_do_not_ask_for_is_not_planned(name: str) -> None:
    off = {"after_session": True, "every_year": True, "a_term": 2, name: 0}
    numbers = Numbers(**off, first_month=30, last_month=54, opens=60)  # type: ignore[arg-type]
    office = Office(TERM, None, TERM, None)
    kinds = {one.kind for one in planned(office, [Meeting(1, TERM, TERM)], numbers, date(2026, 12, 1))}
    left = {"after_session": Kind.SESSION, "every_year": Kind.YEARLY, "a_term": Kind.TERM}
    assert kinds == set(left.values()) - {left[name]}
