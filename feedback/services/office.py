"""What the liaison office and the stations do with an opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.answers import is_acknowledgement, why_not_an_answer
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models.reply import ReplyState
from casework.services import advance
from feedback.enclosures import enclose
from feedback.models import Meeting
from feedback.models.meeting import MeetingKind
from feedback.routing.decisions import record_decision
from feedback.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from accounts.actors import Actor
    from accounts.models import User
    from casework.models import Case, Event, Topic
    from deputies.models import Deputy, LiaisonStation


def ask_more(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Ask the citizen for what is missing; without an answer in time the case closes with a notice."""
    return advance(case, "ask_more", actor=actor, note=note, expected_version=expected_version)


def refuse(case: Case, *, actor: Actor, reason: str, note: str, expected_version: int | None = None) -> Event:
    """Do not accept: a reason from the list, and a text that names the right channel."""
    return advance(case, "refuse", actor=actor, reason=reason, note=note, expected_version=expected_version)


@transaction.atomic
def register(
    case: Case,
    *,
    actor: Actor,
    owner: User | None = None,
    topic: Topic | None = None,
    station: LiaisonStation | None = None,
    title: str = "",
    expected_version: int | None = None,
) -> Event:
    """Accept the opinion; from now on it has a responsible person, by default who registers it."""
    changes: dict[str, Any] = {"owner": owner or actor.user, "registered_at": timezone.now()}
    changes |= {"topic": topic} if topic else {}
    changes |= {"station": station} if station else {}
    changes |= {"title": clean(title)} if title.strip() else {}
    event = advance(case, "register", actor=actor, expected_version=expected_version, **changes)
    record_decision(case)
    return event


def give_to_deputy(
    case: Case, *, actor: Actor, deputy: Deputy, note: str = "", expected_version: int | None = None
) -> Event:
    """Give the case to a deputy of the same congress who is in office."""
    in_office = type(deputy).objects.in_office().filter(pk=deputy.pk, congress_id=case.congress_id)
    if not in_office.exists():
        raise Incomplete("deputy", _("This deputy is not in office in this congress. Choose another."))
    return advance(
        case,
        "give_to_deputy",
        actor=actor,
        note=note,
        expected_version=expected_version,
        deputy=deputy,
        with_deputy_at=timezone.now(),
    )


def take_back(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Take the case back from a deputy who cannot see to it in time."""
    return advance(
        case, "take_back", actor=actor, note=note, expected_version=expected_version, with_deputy_at=None
    )


@transaction.atomic
def return_answer(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Ask the deputy to add to the answer before the citizen gets it."""
    event = advance(case, "return_answer", actor=actor, note=note, expected_version=expected_version)
    case.replies.filter(assignment=None, state=ReplyState.RELEASED).update(
        state=ReplyState.RETURNED, reviewed_by=actor.user, reviewed_at=timezone.now()
    )
    return event


def why_not_fed_back(case: Case) -> str:
    """Why the case is not answered by itself although the table allows it; empty when it is."""
    if case.status == "joined":
        return _("It is answered with the leading case. To answer it by itself, separate it first.")
    return ""


@transaction.atomic
def feed_back(
    case: Case,
    *,
    actor: Actor,
    body: str,
    publish: bool = False,
    enclosed: Collection[int] = (),
    expected_version: int | None = None,
) -> Event:
    """Give the answer to the citizen in the deputy's or the station's name; ``publish`` shows it to everyone.

    A confidential case is never published, whatever is ticked. Those that follow the case get the same answer.
    ``enclosed`` are the files of the organs' replies that go with it.
    """
    why = why_not_fed_back(case)
    if why:
        raise StepRefused(why)
    if body.strip() and is_acknowledgement(body):
        raise Incomplete("body", why_not_an_answer())
    event = advance(
        case,
        "feed_back",
        actor=actor,
        note=body,
        expected_version=expected_version,
        answered_at=timezone.now(),
        attitude=None,
        result=None,
        is_public=publish and not case.confidential,
    )
    case.replies.filter(assignment=None, state=ReplyState.RELEASED).update(
        state=ReplyState.APPROVED, reviewed_by=actor.user, reviewed_at=timezone.now()
    )
    enclose(event, enclosed)
    return event


@transaction.atomic
def record_meeting(
    case: Case,
    *,
    actor: Actor,
    kind: str,
    held_on: date,
    participants: str,
    outcome: str,
    expected_version: int | None = None,
) -> Event:
    """The meeting or the expert opinion after a second dissatisfaction, told to the citizen; it closes the case."""
    if kind not in MeetingKind.values:
        raise Incomplete("kind", _("Say whether it was a meeting or an expert opinion."))
    if held_on > timezone.localdate():
        raise Incomplete("held_on", _("A meeting cannot be recorded before it has taken place."))
    if held_on < timezone.localdate(case.status_since):
        raise Incomplete("held_on", _("It took place before the citizen was dissatisfied again."))
    for name, said in (("participants", participants), ("outcome", outcome)):
        if not said.strip():
            raise Incomplete(name, _("Write down who took part and what came of it."))
    if actor.user is None:
        raise NotAllowed(_("Only somebody of the office can take this step."))
    event = advance(
        case, "record_meeting", actor=actor, note=clean(outcome), given={"meeting"},
        expected_version=expected_version,
    )  # fmt: skip
    Meeting.objects.create(
        opinion=case.opinion,
        kind=kind,
        held_on=held_on,
        participants=clean(participants),
        outcome=clean(outcome),
        recorded_by=actor.user,
    )
    return event


def set_owner(case: Case, *, actor: Actor, owner: User, expected_version: int | None = None) -> Event:
    """Hand the responsibility to a colleague."""
    return advance(case, "set_owner", actor=actor, owner=owner, expected_version=expected_version)


def write_note(case: Case, *, actor: Actor, note: str) -> Event:
    """A note for colleagues; the citizen does not see it."""
    return advance(case, "note", actor=actor, note=clean(note))
