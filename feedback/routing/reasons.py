"""The sentence for each reason, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES = {
    "place_chosen": gettext_noop("The citizen chose the place: %(place)s."),
    "place_named": gettext_noop("The text names the place: %(place)s."),
    "place_named_for_short": gettext_noop("The text names the place for short: %(place)s."),
    "place_nearly_named": gettext_noop("The text says %(written)s, which is taken for %(place)s."),
    "other_place_named": gettext_noop("But the text also names %(place)s."),
    "village_in_township": gettext_noop("The text names %(place)s, and %(township)s beside it."),
    "villages_of_township": gettext_noop("The text names %(count)s places, all of %(place)s."),
    "same_name_in_townships": gettext_noop("Several places have this name: %(places)s."),
    "several_places_named": gettext_noop("The text names several places: %(places)s."),
    "no_place_named": gettext_noop("No place was chosen, and the text names none."),
    "station_chosen": gettext_noop("The citizen chose the station: %(station)s."),
    "station_named": gettext_noop("The text names the station: %(station)s."),
    "station_of_deputy": gettext_noop("%(deputy)s, whom the citizen chose, receives people at %(station)s."),
    "station_of_place": gettext_noop("%(station)s serves %(place)s."),
    "one_of_stations": gettext_noop("%(count)s stations serve %(place)s; taken in turn: %(station)s."),
    "station_inside": gettext_noop("%(station)s is the only station in %(place)s."),
    "no_station_there": gettext_noop("No open station serves %(place)s."),
    "no_place_no_station": gettext_noop("Without a place there is no station to propose."),
    "deputy_chosen": gettext_noop("The citizen chose the deputy: %(deputy)s."),
    "deputy_named": gettext_noop("The text addresses the deputy %(deputy)s."),
    "only_deputy": gettext_noop("%(deputy)s is the only deputy elected there."),
    "deputy_of_station": gettext_noop("%(deputy)s was elected there and receives people at the station."),
    "one_of_deputies": gettext_noop("%(count)s deputies could be asked; taken in turn: %(deputy)s."),
    "no_deputy_for_place": gettext_noop("No deputy in office is known for the place."),
    "topic_chosen": gettext_noop("The citizen chose the topic: %(topic)s."),
    "topic_words": gettext_noop("Words that speak for %(topic)s: %(words)s."),
    "other_topic_too": gettext_noop("Other words speak for %(topic)s."),
    "topic_learned": gettext_noop("Earlier cases of this kind: %(topic)s (%(percent)s %%)."),
    "topic_learned_words": gettext_noop(
        "Earlier cases of this kind: %(topic)s (%(percent)s %%), for these words: %(words)s."
    ),
    "no_topic_words": gettext_noop("No rule's words occur in the text."),
    "organ_named": gettext_noop("The text names the organ: %(organ)s."),
    "organ_named_and_usual": gettext_noop("The text names %(organ)s, which usually handles the topic."),
    "several_organs_named": gettext_noop("The text names %(count)s organs."),
    "organ_denied": gettext_noop("The text says it is not the business of %(organ)s."),
    "organ_of_rule": gettext_noop("The rule that fits names %(organ)s."),
    "organ_of_topic": gettext_noop("%(organ)s usually handles %(topic)s."),
    "no_organ": gettext_noop("No organ is named, and none is usual for the topic."),
    "below_threshold": gettext_noop(
        "Not sure enough: %(percent)s %%; at least %(threshold)s %% is asked for."
    ),
    "rule_failed": gettext_noop(
        "Topic rule no. %(rule)s failed (%(why)s). A person must decide; correct the rule."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One reason for the reader; ``about`` is division, station, deputy, topic, organ or held."""

    about: str
    sentence: str
    percent: int


def sentence(code: str, params: dict[str, Any]) -> str:
    """The sentence of one reason; a code of an older or newer version shows itself."""
    try:
        return _(SENTENCES[code]) % params
    except KeyError:
        return code


def told(stored: Iterable[dict[str, Any]]) -> list[Told]:
    """The reasons of a Proposal as sentences, in their order."""
    return [
        Told(row["about"], sentence(row["code"], row["params"]), round(float(row.get("confidence", 0)) * 100))
        for row in stored
    ]
