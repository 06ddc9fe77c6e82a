"""The same person's second opinion on a matter, and one opinion with several matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from casework import services as casework
from casework.errors import Incomplete
from feedback import sameness
from feedback.models import Opinion
from feedback.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.actors import Actor
    from casework.models import Case, Event


@dataclass(frozen=True, slots=True)
class PartOf:
    """One part of a split: its title, and the passages of the citizen's words that concern it."""

    title: str
    words: str


def add_to_earlier(case: Case, leading: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """Put the same person's second opinion under the first; the citizen reads to which number it was added."""
    if not sameness.is_same_person(case, leading):
        raise Incomplete(
            "leading", _("The earlier opinion is not the same person's, or is not open any more.")
        )
    with translation.override(case.opinion.language):
        note = _("It was added to your earlier opinion, number %(number)s.") % {"number": leading.number}
    return casework.join(
        case, leading, actor=actor, action="join_again", note=note, expected_version=expected_version
    )


@transaction.atomic
def split(
    case: Case, parts: Sequence[PartOf], *, actor: Actor, expected_version: int | None = None
) -> list[Case]:
    """Split off ``parts``; the words stay whole and unaltered on the case itself, which is the first part."""
    whole = case.opinion
    for number, part in enumerate(parts, start=2):
        _check(part, whole, number)
    titles = [clean_line(part.title) for part in parts]
    cases = casework.split(case, titles, actor=actor, expected_version=expected_version)
    for one, part in zip(cases, parts, strict=True):
        _opinion(one, part, whole).save(force_insert=True)
    return cases


def _passages(words: str) -> list[str]:
    return [line.strip() for line in clean(words).split("\n") if line.strip()]


def _check(part: PartOf, whole: Opinion, number: int) -> None:
    """A part has a title and repeats what the citizen said, word for word."""
    if not clean_line(part.title):
        raise Incomplete(f"title_{number}", _("Give the part a title."))
    passages = _passages(part.words)
    if not passages:
        raise Incomplete(f"words_{number}", _("Copy the citizen's words that concern this part."))
    foreign = next((line for line in passages if line not in whole.body), None)
    if foreign is not None:
        raise Incomplete(
            f"words_{number}",
            _("These are not the citizen's words: “%(line)s”. Copy passages as they stand, each on a line.")
            % {"line": foreign[:60]},
        )


def _opinion(case: Case, part: PartOf, whole: Opinion) -> Opinion:
    """The part's own row; receipt and identity stay with the whole."""
    passages = _passages(part.words)
    return Opinion(
        case=case,
        body="\n".join(passages),
        place=whole.place,
        happened=whole.happened,
        body_for_organs="\n".join(_hidden(line, whole) for line in passages) if whole.body_for_organs else "",
        place_for_organs=whole.place_for_organs,
        language=whole.language,
        wishes_contact=whole.wishes_contact,
    )


def _hidden(passage: str, whole: Opinion) -> str:
    """The passage as it stands in the words for organs, which have a star for each character hidden."""
    start = whole.body.index(passage)
    if len(whole.body) != len(whole.body_for_organs):
        return whole.masked(passage)
    return whole.body_for_organs[start : start + len(passage)]
