"""Whether the days off that deadlines will soon need have been announced."""

from __future__ import annotations

from datetime import date

from casework.rules.store import current_calendar

FROM_MONTH = 11  # the State Council announces the next year in November


def missing_year(today: date) -> int | None:
    """The next year, from November on while its days off are not in the calendar; else None."""
    year = today.year + 1
    return year if today.month >= FROM_MONTH and year not in current_calendar().published else None
