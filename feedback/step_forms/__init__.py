"""The forms of an opinion's steps; imported at start so that each registers itself."""

from casework.searching import search_with
from feedback import purposes
from feedback.search import matching
from feedback.step_forms import (
    answering,
    complaints,
    deputy,
    joining,
    office,
    organs,
    rules,
    suspending,
    urging,
)

search_with(matching)

__all__ = [
    "answering",
    "complaints",
    "deputy",
    "joining",
    "office",
    "organs",
    "purposes",
    "rules",
    "suspending",
    "urging",
]
