"""What a step of a leading case means for those that are handled together with it.

They have no organs and no clock of their own: they take over each new date, hear of each step, get the answer,
and never stay behind when the leading case ends in another way.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models.base import ModelState

from accounts.actors import Actor
from casework.access import roles_on
from casework.engine import KEEP
from casework.files import enclose_again
from casework.models import Assignment, Case, Commitment, Reply
from casework.models.assignment import HandlingRole
from casework.models.reply import ReplyState
from casework.workflows import WORKFLOWS

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Event

#: Steps that speak with the leading citizen alone: nobody else hears of them.
_OF_THE_CITIZEN = frozenset({"ask_more", "supply_more"})
#: Steps by which whoever brought a case ends it.
_LEAVES = frozenset({"withdraw", "retract"})
_TELLS_CITIZEN = "feedback.notify"


class Advance(Protocol):
    """``services.advance``, handed in: it calls this module."""

    def __call__(self, moving: Case, action: str, *, actor: Actor, **given: Any) -> Event: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stood before a step."""

    status: str
    due_on: date | None
    due_clock: str
    due_provisional: bool


def standing(moving: Case | Assignment | Commitment) -> Standing:
    if not isinstance(moving, Case):
        return Standing(moving.status, moving.due_on, "", due_provisional=False)
    return Standing(moving.status, moving.due_on, moving.due_clock, moving.due_provisional)


def carry(case: Case, event: Event, stood: Standing, actor: Actor, advance: Advance) -> None:
    """Bring those that follow ``case`` to where its step leaves them; all in the step's own transaction."""
    if stood.status == "joined" and event.action in _LEAVES:
        _let_go(case, advance)
    if not case.joined_count:
        return
    joined = _with_leading(case)
    if not joined:
        return
    if event.action == "feed_back":
        _answer(case, joined, event, actor, advance)
    elif event.action == "release_reply" and WORKFLOWS[case.kind].direct:
        _deliver(case, joined, advance)
    elif not case.is_open:
        _without_a_lead(case, joined, event, stood, advance)
    elif stood != standing(case):
        _follow(joined, event, advance)


def _with_leading(case: Case) -> list[Case]:
    joined = list(Case.objects.following(case))
    for one in joined:
        one.leading = case
    return joined


def _let_go(case: Case, advance: Advance) -> None:
    """A citizen whose case followed another has withdrawn; the leading one counts anew."""
    leading = Case.objects.select_for_update().get(pk=case.leading_id or 0)
    if leading.status in WORKFLOWS[leading.kind].step("let_go").sources:
        advance(leading, "let_go", actor=Actor.system, joined_count=max(0, leading.joined_count - 1))


def _follow(joined: list[Case], event: Event, advance: Advance, **changes: Any) -> None:
    """Each takes over the date; the citizen reads and hears what the leading citizen does, without the words."""
    step = WORKFLOWS[event.case.kind].step(event.action)
    public = step.public and event.action not in _OF_THE_CITIZEN
    action = "follow_told" if public and _TELLS_CITIZEN in step.effects else "follow"
    for one in joined:
        advance(one, action, actor=Actor.system, reason=event.action, public=public, **changes)


def _answer(case: Case, joined: list[Case], event: Event, actor: Actor, advance: Advance) -> None:
    """Each gets the answer as an answer of its own: own notice, own rating, own clock. None is published with it."""
    for one in joined:
        advance(
            one,
            "feed_back",
            actor=actor if _may_answer(actor, one) else Actor.system,
            note=event.note,
            answered_at=case.answered_at,
            assigned_at=case.assigned_at,
            organ=case.organ,
            attitude=None,
            result=None,
        )
    _count(case, 0)


def _deliver(case: Case, joined: list[Case], advance: Advance) -> None:
    """Each deputy who leads one of them is answered by themselves: a reply and a letter of their own (Shandong 20)."""
    sent = list(
        case.replies.filter(state=ReplyState.RELEASED, assignment__closed_at=None)
        .exclude(assignment__role=HandlingRole.ASSIST)
        .select_related("letter")
    )
    for one in joined:
        for reply in sent:
            _address(reply, one)
        advance(
            one,
            "deliver_joined",
            actor=Actor.system,
            answered_at=case.answered_at,
            assigned_at=case.assigned_at,
            organ=case.organ,
        )
    _count(case, 0)


def _address(reply: Reply, case: Case) -> None:
    """The same answer as a letter to another deputy, with a number of its own and that of the deputy's suggestion."""
    letter = getattr(reply, "letter", None)
    copied = copy(reply)
    copied.pk, copied.case, copied.state, copied._state = None, case, ReplyState.APPROVED, ModelState()
    copied.save(force_insert=True)
    for file in reply.attachments.order_by("pk"):
        enclose_again(file, copied)
    if letter is not None:
        own = copy(letter)
        own.reply, own.answers, own._state = copied, str(case.serial), ModelState()
        own.number, own.joined = letter.joined.get(case.number, letter.number), {}
        own.save(force_insert=True)


def _may_answer(actor: Actor, case: Case) -> bool:
    """A station may answer a case that leads others, which are another station's: those the portal answers."""
    return actor.user is not None and bool(roles_on(actor.user, case, organs=()) & {"officer", "station"})


def _without_a_lead(case: Case, joined: list[Case], event: Event, stood: Standing, advance: Advance) -> None:
    """The leading citizen withdrew: another leads. It ended otherwise: each comes back to the office."""
    _count(case, 0)
    if event.action != "withdraw":
        for one in joined:
            advance(one, "come_back", actor=Actor.system, leading=None)
        return
    first, rest = joined[0], joined[1:]
    _take_lead(case, first, len(rest), stood, advance)
    for one in rest:
        one.leading = first
    if rest:
        _follow(rest, event, advance, leading=first)


def _take_lead(case: Case, first: Case, followers: int, stood: Standing, advance: Advance) -> None:
    """At the deputy the date goes on; in the office too, once the leading case was registered."""
    taken: dict[str, Any] = {"leading": None, "joined_count": followers}
    if stood.status == "with_deputy":
        taken |= {"deputy": case.deputy, "with_deputy_at": case.with_deputy_at}
        advance(first, "take_lead_deputy", actor=Actor.system, **taken)
    else:
        clock = {"clock": KEEP} if stood.status == "registered" else {}
        advance(first, "take_lead", actor=Actor.system, **clock, **taken)


def _count(case: Case, followers: int) -> None:
    Case.objects.filter(pk=case.pk).update(joined_count=followers)
    case.joined_count = followers
