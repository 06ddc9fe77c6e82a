"""The forms of an opinion's steps; imported at start so that each registers itself."""

from casework.searching import rank_with, read_with, search_with, sift_with
from feedback import purposes
from feedback.ranking import ranked
from feedback.search import matching, words_of
from feedback.sifting import sieve_for
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
sift_with(sieve_for)
rank_with(ranked)
read_with("opinion", words_of)

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
