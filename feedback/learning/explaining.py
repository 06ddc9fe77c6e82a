"""What is read from a text, and why, as lines for a person. Names words that many messages share, and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from feedback.learning.serving import classifier_of
from feedback.routing import Chosen, propose, reasons, store

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress
    from feedback.learning.model import Model
    from feedback.routing.choice import Alternative

_SAID = 3


def explained(model: Model, text: str) -> list[str]:
    """The three likeliest labels of a bare model, and the words that spoke for each."""
    guesses = model.guesses(text)[:_SAID]
    if not guesses:
        return [_("Nothing in it is known: no topic is proposed.")]
    return [
        f"{round(guess.sure * 100):>3} %  {guess.label}  {'、'.join(model.words(text, guess.label))}"
        for guess in guesses
    ]


def explained_in_service(congress: PeoplesCongress, text: str) -> list[str]:
    """The three steps as the office has them: place, topic, body, each with its reasons; then the best three."""
    world, classify = store.draw(congress), classifier_of(congress)
    choice = propose(text, Chosen(), world, classify)
    learned = (
        _("Model in service: %(version)d") % {"version": classify.version}
        if classify
        else _("Not trained yet: the rules alone propose topics.")
    )
    told = [f"{one.about:<9} {one.percent:>3} %  {one.sentence}" for one in reasons.told(choice.as_json())]
    return [learned, *told, *(_line(one, world.topics) for one in choice.alternatives)]


def _line(one: Alternative, topics: dict[int, str]) -> str:
    return f"{round(one.sure * 100):>3} %  {topics[one.topic_id]}  {'、'.join(one.words)}"
