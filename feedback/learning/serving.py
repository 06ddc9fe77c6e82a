"""The model that serves a congress, read from the database once and kept in the process while it serves."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from casework.models import Topic
from feedback.learning import modelfile
from feedback.models import TopicModel
from feedback.routing.matters import Learned

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from feedback.learning.model import Model

log = structlog.get_logger()
FRESH_SECONDS = 30.0
_MOST_KEPT = 3  # models a process holds, each up to 40 MB
_SAID = 3
_LEAST_SURE = 0.02  # below that a label is not worth a word
_served: dict[int, tuple[float, Classifier | None]] = {}
_models: dict[int, Model] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Classifier:
    """Says to a text which topics it may have. ``version``: the key of its TopicModel."""

    version: int
    model: Model
    topics: dict[str, int]

    def __call__(self, text: str) -> list[Learned]:
        """The likeliest topics with how sure, 0 to 1, and the words that spoke for each; none for a strange text."""
        found = []
        for guess in self.model.guesses(text)[:_SAID]:
            if guess.label in self.topics and guess.sure >= _LEAST_SURE:
                words = tuple(self.model.words(text, guess.label))
                found.append(Learned(self.topics[guess.label], guess.sure, words))
        return found


def classifier_of(congress: PeoplesCongress) -> Classifier | None:
    """What serves the congress, or the next one above it that has a model; None: the rules alone."""
    known = _served.get(congress.pk)
    if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
        with _lock:
            known = _served[congress.pk] = (time.monotonic(), _found(congress))
    return known[1]


def forget() -> None:
    """Ask the database at the next question: after a change, and between tests."""
    _served.clear()


def version_for(congress: PeoplesCongress) -> TopicModel | None:
    """The version in service for the congress: its own, else that of a congress above it. Without its data."""
    seen: set[int] = set()
    here: PeoplesCongress | None = congress
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        version = TopicModel.objects.light().serving().filter(congress=here).first()
        if version is not None:
            return version
        here = here.parent
    return None


def model_of(version: TopicModel) -> Model | None:
    """The model of a version; None, and a line in the log, where its bytes are not what was stored."""
    data = bytes(TopicModel.objects.values_list("data", flat=True).get(pk=version.pk))
    if hashlib.sha256(data).hexdigest() != version.digest:
        log.error("learning.damaged", version=version.pk)
        return None
    try:
        return modelfile.from_bytes(data)
    except modelfile.BadModel as error:
        log.error("learning.damaged", version=version.pk, why=str(error))
        return None


def _found(congress: PeoplesCongress) -> Classifier | None:
    version = version_for(congress)
    if version is None:
        return None
    if version.pk not in _models:
        model = model_of(version)
        if model is None:
            return None
        while len(_models) >= _MOST_KEPT:
            _models.pop(next(iter(_models)))
        _models[version.pk] = model
    topics = dict(Topic.objects.filter(is_active=True).values_list("code", "pk"))
    return Classifier(version.pk, _models[version.pk], topics)
