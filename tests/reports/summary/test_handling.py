"""How long answers took, and the median of it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from statistics import median as known
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.rules import current_calendar, workdays_between
from reports.summary.handling import Took, median, tenths

ZONE = ZoneInfo("Asia/Shanghai")


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_the_median_of_counts_is_the_median_of_the_values(values: list[int]) -> None:
    assert median(Counter(values)) == known(values)


def test_nothing_has_no_median() -> None:
    assert median({}) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opened", "answered"),
    [((2025, 9, 26), (2025, 10, 10)), ((2025, 2, 1), (2025, 2, 1)), ((2026, 1, 1), (2026, 3, 2))],
)
def test_working_days_are_counted_as_deadlines_count_them(
    opened: tuple[int, int, int], answered: tuple[int, int, int]
) -> None:
    start, end = (datetime(*day, 12, tzinfo=ZONE) for day in (opened, answered))
    took = Took(start.date(), end.date())
    assert took.workdays(start, end) == workdays_between(start.date(), end.date(), current_calendar())


def test_calendar_days_are_rounded_to_a_tenth() -> None:
    start = datetime(2026, 1, 1, 0, 0, tzinfo=ZONE)
    assert tenths(start, datetime(2026, 1, 2, 6, 0, tzinfo=ZONE)) == 12  # 1.25 days; the even tenth
    assert tenths(start, datetime(2025, 12, 31, tzinfo=ZONE)) == 0
