"""The law as data: rule profiles, clocks that explain themselves, and the working-day calendar.

    from casework import rules
    explained = rules.clock("demo", "opinion.screen", timezone.localdate())
    explained.due, explained.provisional, explained.article, explained.sentence()

`days`, `festivals`, `profile`, `schema` and `checker` are pure; `files` and `seed` read what is shipped;
`store` reads the tables; `loading` writes them.
"""

from casework.rules.days import Calendar, Due, Period, Unit, due, put_off, shift_workdays, workdays_between
from casework.rules.explain import Explained, clock, period_words, stood_still, urging_days
from casework.rules.profile import (
    Clock,
    Profile,
    ResultClass,
    RulesError,
    Text,
    UnknownClock,
    UnknownProfile,
)
from casework.rules.store import current_calendar, profile_by_key, profile_for

__all__ = [
    "Calendar",
    "Clock",
    "Due",
    "Explained",
    "Period",
    "Profile",
    "ResultClass",
    "RulesError",
    "Text",
    "Unit",
    "UnknownClock",
    "UnknownProfile",
    "clock",
    "current_calendar",
    "due",
    "period_words",
    "profile_by_key",
    "profile_for",
    "put_off",
    "shift_workdays",
    "stood_still",
    "urging_days",
    "workdays_between",
]
