"""Statutory days off in years the State Council has not announced yet.

Measures on Holidays for National Annual Festivals and Memorial Days (2024), article 2.  Only the days of the
law itself: the exchange of weekends and the days in lieu (articles 6 and 7) are known after the announcement.
The four festivals that follow the moon and the sun are tabled from the first year of the Measures to the years
a deadline set now can reach; beyond the table only the days fixed in the solar calendar are known.
"""

from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext_noop

FIRST_YEAR = 2025
"""The Measures of 2024 hold from here on; before, other days were off."""

NEW_YEAR = gettext_noop("New Year's Day")
SPRING = gettext_noop("Spring Festival")
QINGMING = gettext_noop("Tomb-sweeping Day")
LABOUR = gettext_noop("Labour Day")
DRAGON_BOAT = gettext_noop("Dragon Boat Festival")
MID_AUTUMN = gettext_noop("Mid-autumn Festival")
NATIONAL = gettext_noop("National Day")
VICTORY = gettext_noop("Anti-Fascist 70th Day")

FIXED = {
    (1, 1): NEW_YEAR,
    **{(5, day): LABOUR for day in (1, 2)},
    **{(10, day): NATIONAL for day in (1, 2, 3)},
}

# year: first day of the first month, Qingming, fifth day of the fifth month, fifteenth day of the eighth
MOVING = {
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
}


def statutory_day(day: date) -> str | None:
    """The name of the statutory day off on this date, or None."""
    return FIXED.get((day.month, day.day)) or _moving(day.year).get(day)


@lru_cache(maxsize=64)
def _moving(year: int) -> dict[date, str]:
    if year not in MOVING:
        return {}
    spring, *others = (date(year, month, day) for month, day in MOVING[year])
    days = dict(zip(others, (QINGMING, DRAGON_BOAT, MID_AUTUMN), strict=True))
    # New Year's Eve and the first three days of the first month
    days.update({spring + timedelta(days=offset): SPRING for offset in range(-1, 3)})
    return days
