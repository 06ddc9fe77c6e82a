"""From the router's choice to a proposal on the case and, where the office wants it, to the organ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.actors import Actor
from casework.models import Case
from casework.rules import profile_by_key
from casework.services import Part as Share
from casework.services import assign
from casework.services.together import advance_together
from deputies.models import Organ
from feedback.learning.serving import classifier_of
from feedback.models import Opinion, Proposal
from feedback.routing.choice import PARTS, Chosen
from feedback.routing.router import propose
from feedback.routing.store import world_of
from feedback.routing.thresholds import thresholds_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.models import Event
    from feedback.routing.choice import Choice

VERSION = "1"


def propose_for(events: Sequence[Event]) -> None:
    """Propose a way for each case that still waits to be screened. May run twice: a proposal is made once."""
    waiting = Opinion.objects.filter(
        pk__in={event.case_id for event in events}, case__status="submitted", case__proposal=None
    ).select_related("case__congress__division")
    made = [(opinion.case, propose_one(opinion)) for opinion in waiting]
    Proposal.objects.bulk_create([kept(case, choice) for case, choice in made])
    advance_together([(case, _filled(case, choice)) for case, choice in made], "propose", actor=Actor.system)


def propose_one(opinion: Opinion) -> Choice:
    """What the router says to an opinion, written nowhere."""
    case = opinion.case
    chosen = Chosen(
        division_id=case.division_id,
        station_id=opinion.chosen_station_id or case.station_id,
        deputy_id=opinion.chosen_deputy_id or case.deputy_id,
        topic_id=case.topic_id,
        place=opinion.place,
    )
    classify = classifier_of(case.congress)
    return propose(f"{case.title}\n{opinion.body}", chosen, world_of(case.congress), classify)


def kept(case: Case, choice: Choice) -> Proposal:
    """The proposal as it is stored, not stored yet."""
    classify = classifier_of(case.congress)
    keys = {f"{name}_id": getattr(choice, name).id for name in PARTS}
    return Proposal(
        case=case,
        confidence=round(choice.confidence, 3),
        abstained=choice.abstained,
        reasons=choice.as_json(),
        guess_id=choice.guess.id,
        guess_sure=round(choice.guess.confidence, 3),
        alternatives=[one.as_json() for one in choice.alternatives],
        by_model_id=classify.version if classify else None,
        **keys,
    )


def _filled(case: Case, choice: Choice) -> dict[str, Any]:
    """What the case takes over: who may see it and what lists show. Never the deputy, never an organ."""
    if choice.held:
        return {}
    parts = {"division_id": choice.division, "station_id": choice.station, "topic_id": choice.topic}
    return {name: part.id for name, part in parts.items() if part.id and getattr(case, name) is None}


@transaction.atomic
def send_on(case: Case) -> Event | None:
    """Assign a registered case to its topic's usual organ, if the office has switched that on for the topic.

    And only where the rules of the case let a small matter go straight to an organ. None where a switch is off, the
    router was not sure, or it proposed something else.
    """
    usual = world_of(case.congress).usual.get(case.topic_id or 0)
    proposal = Proposal.objects.filter(pk=case.pk, abstained=False).first()
    if case.status != "registered" or usual is None or not usual.sends or proposal is None:
        return None
    if proposal.organ_id != usual.organ_id or proposal.topic_id != case.topic_id:
        return None
    if proposal.confidence < thresholds_of(case.congress).send_from / 100:
        return None
    if not profile_by_key(case.profile).switch("direct_small_matter"):
        return None
    organ = Organ.objects.get(pk=usual.organ_id)
    return assign(case, [Share(organ)], actor=Actor.system)
