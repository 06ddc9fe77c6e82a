"""Text search, plugged in from above: this room knows the cases, the room above knows the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from casework.numbers import tidy

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet

Matcher = Callable[["CaseQuerySet", str], "CaseQuerySet"]
_LENGTH_OF_A_NUMBER = 14
_matchers: list[Matcher] = []


def search_with(matcher: Matcher) -> Matcher:
    """Let ``matcher`` narrow a set of cases to those in which some words occur; the last one counts."""
    _matchers[:] = [matcher]
    return matcher


def matching(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """The cases of ``cases`` with these words, or the one with this tracking number."""
    number = tidy(words)
    if len(number) == _LENGTH_OF_A_NUMBER and words.isascii():
        return cases.filter(number=number)
    if _matchers:
        return _matchers[0](cases, words)
    return cases.filter(title__icontains=words)
