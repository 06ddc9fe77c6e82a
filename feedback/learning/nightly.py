"""Learning from the office's own cases, and comparing with what serves. Needs scikit-learn: its own process."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from feedback.learning import cases, measuring, serving, training, turn, versions
from feedback.learning.scores import Scores, scored
from feedback.models import TopicModel
from feedback.routing import Chosen, store
from feedback.routing.matters import choose_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deputies.models import PeoplesCongress
    from feedback.learning.cases import Decided


ENOUGH_NEW = 0.05  # of the cases the last version knew: it is not trained again for less
_HELD_BACK_EACH = 5  # one of five groups is never learned from, and always asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a ``version``, or ``why`` none was made (``few`` cases, ``nothing_new``, ``too_alike``)."""

    version: TopicModel | None
    why: str
    cases: int


def learn(congress: PeoplesCongress, *, anyway: bool = False) -> Outcome:
    """Train on the congress's decided cases and keep the version; ``anyway``: also where little is new."""
    found = cases.decided(congress)
    if len(found) < turn.ENOUGH:
        return Outcome(None, "few", len(found))
    last = TopicModel.objects.light().filter(congress=congress).order_by("-version").first()
    if last and not anyway and len(found) < (last.cases + last.held_back) * (1 + ENOUGH_NEW):
        return Outcome(None, "nothing_new", len(found))
    known, asked = _parted(found)
    try:
        model = training.train([one.text for one in known], [one.topic for one in known])
    except training.TooFewMessages:
        return Outcome(None, "too_alike", len(found))
    truth = [one.topic for one in asked]
    scores = scored(truth, [training.answer(model, one.text) for one in asked])
    before = scored(truth, _served_answers(congress, asked))
    version = versions.keep(
        congress, model, cases=len(known), held_back=len(asked), scores=_kept(scores), before=_kept(before)
    )
    return Outcome(version, version.state, len(found))


def _parted(found: list[Decided]) -> tuple[list[Decided], list[Decided]]:
    """To learn from, and held back. The same cases are held back for every version, and messages that are much alike
    are on one side: what serves has never seen what it is asked either."""
    grouped = measuring.groups([one.text for one in found])
    first: dict[int, int] = {}
    for one, group in zip(found, grouped.tolist(), strict=True):
        first.setdefault(group, one.case)
    known: list[Decided] = []
    asked: list[Decided] = []
    for one, group in zip(found, grouped.tolist(), strict=True):
        held = crc32(str(first[group]).encode()) % _HELD_BACK_EACH == 0
        (asked if held else known).append(one)
    return known, asked


def _served_answers(congress: PeoplesCongress, asked: Sequence[Decided]) -> list[tuple[str, float]]:
    """What serves now says: the model in service, else the rules alone."""
    serving.forget()
    classify = serving.classifier_of(congress)
    if classify is not None:
        return [training.answer(classify.model, one.text) for one in asked]
    world = store.draw(congress)
    codes = store.topic_codes()
    answers = []
    for one in asked:
        part, _organ, _held = choose_topic(one.text, Chosen(), world, None)
        answers.append((codes.get(part.id or 0, ""), part.confidence))
    return answers


def _kept(scores: Scores) -> dict[str, Any]:
    return asdict(scores) | {"calibration_error": scores.calibration_error}
