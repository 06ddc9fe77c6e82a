"""The citizens whose opinions a suggestion grew from hear of every public step, and wait for its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.actors import Actor
from casework.history import OF_MOTION
from casework.models import Case
from casework.services import advance
from casework.workflows import MOTION, OPINION
from suggestions.models import ConversionLink, News
from suggestions.services import publishing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.models import Event

ANSWERS = ("release_reply", "deliver_joined")
#: What ends a motion with a result, and what ends it without one.
RESULTS = ("adopt", "reject", "place", "agree_to_report")
ENDS = ("turn_down", "retract", "lapse", "withdraw_motion", "consent", "end_deliberation")


def tell_of(events: Iterable[Event]) -> None:
    """Tell each citizen of each step, once; run twice it tells nobody anew."""
    for event in events:
        if event.action in ANSWERS:
            publishing.start_clock(event.case)
        links = ConversionLink.objects.filter(suggestion__case__in=_concerned(event)).exclude(
            news__event=event
        )
        for link in links.select_related("opinion", "suggestion__case"):
            _tell(link, event)


def _concerned(event: Event) -> list[int]:
    """The case; of what becomes of a promise also those that got it in the same answer."""
    if event.commitment is None:
        return [event.case_id]
    same = Case.objects.filter(leading=event.case_id, replies__released_at=event.commitment.reply.released_at)
    return [event.case_id, *same.values_list("pk", flat=True)]


@transaction.atomic
def _tell(link: ConversionLink, event: Event) -> None:
    opinion = Case.objects.select_for_update().get(pk=link.opinion_id)
    News.objects.create(link=link, event=event)
    if not event.is_public:
        return
    action, changes = _step(opinion, event)
    _take(opinion, action, event, **changes)
    if action == "hear_of":  # a step that moves the leading opinion moves its followers by itself
        for follower in Case.objects.following(opinion):
            _take(follower, action, event)


def told_of(event: Event, action: str) -> str:
    """What the opinion's step says of the other one's: its action, and of a motion that it is one."""
    is_of_motion = event.table is MOTION
    if action == "hear_of":
        return f"{OF_MOTION}{event.action}" if is_of_motion else event.action
    return OF_MOTION if is_of_motion else ""


def _step(opinion: Case, event: Event) -> tuple[str, dict[str, Any]]:
    """Which step of the opinion the step of the suggestion is."""
    if event.action == "submit" and opinion.status in OPINION.step("carry").sources:
        return "carry", {}
    if opinion.status == "carried" and event.action in (*ANSWERS, *RESULTS):
        return "carried_home", {"organ": event.case.organ}
    if opinion.status == "carried" and event.action in ENDS:
        return "set_down", {}
    return "hear_of", {}


def _take(opinion: Case, action: str, event: Event, **changes: Any) -> None:
    if opinion.status in OPINION.step(action).sources:
        reason = told_of(event, action)
        advance(opinion, action, actor=Actor.system, reason=reason, **changes)
