"""Complaints about deputies: handed over by an office, and handled by the standing committee alone.

Why the same case goes on as another kind, and what is taken away with that: docs/adr/complaints.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.access import readers_of_complaint
from casework.clocks import EXTENSION
from casework.errors import Incomplete, Refused, StepRefused
from casework.models import Case, Complaint, Effect, Undo
from casework.services import advance
from casework.services.settling import hold
from deputies.models import Deputy
from feedback import search
from feedback.models import Opinion, Proposal
from feedback.text import clean, clean_name

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from casework.models import Event

#: What an opinion still owed and a complaint never owes: the office's jobs.
_OF_THE_OFFICE = ("feedback.route", "feedback.index", "feedback.send_on", "feedback.notify_staff")


# --- Whom it is about -----------------------------------------------------------------------------------
def complaint_row(case: Case, *, about: Deputy | None = None, name: str = "", **columns: Any) -> Complaint:
    """The row to store beside a complaint: the deputy where it is known who is meant, and the name in any case."""
    return Complaint(case=case, about=about, about_name=about.name if about else clean_name(name), **columns)


def _only_one(case: Case, name: str) -> Deputy | None:
    """The deputy of the case's congress who alone has this name."""
    found = list(Deputy.objects.filter(congress=case.congress_id, name=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


@transaction.atomic
def name_deputy(case: Case, *, actor: Actor, about: Deputy, expected_version: int | None = None) -> Event:
    """Say which deputy it is about; from now on nothing of it is shown to that person, whatever their posts."""
    event = advance(case, "name_deputy", actor=actor, given={"about"}, expected_version=expected_version)
    Complaint.objects.filter(pk=case.pk).update(about=about, about_name=about.name)
    _check_owner(case)
    return event


def _check_owner(case: Case) -> None:
    if case.owner_id and not readers_of_complaint(case).filter(pk=case.owner_id).exists():
        raise Incomplete(
            "about",
            _("The complaint is about the responsible person. Name another one first, then the deputy."),
        )


# --- From the office to the committee -------------------------------------------------------------------
def why_not_handed_over(case: Case) -> str:
    """Why the opinion cannot be handed over as it stands; empty when it can. Others' words hang on it then."""
    if case.parts_count or case.split_from_id:
        return _("It is split into parts. Take the splitting back; it can only be handed over whole.")
    if case.joined_count or case.leading_id:
        return _("It is handled together with other cases. Separate them first.")
    return ""


@transaction.atomic
def hand_over(
    case: Case, *, actor: Actor, name: str = "", note: str = "", expected_version: int | None = None
) -> Event:
    """The opinion is a complaint about a deputy: from this moment the standing committee alone sees it.

    The number and the citizen's receipt stay; nobody of the office can take it back. The time to inform the
    citizen counts from the day it was received.
    """
    hold(case)
    why = why_not_handed_over(case)
    if why:
        raise StepRefused(why)
    event = advance(
        case, "hand_over", actor=actor, note=clean(note), expected_version=expected_version,
        counted_from=timezone.localdate(case.opened_at), confidential=True, is_public=False, deputy=None,
        station=None, organ=None, topic=None, owner=None, with_deputy_at=None, registered_at=None,
        supervised_by="", urged=0,
    )  # fmt: skip
    about = _only_one(case, clean_name(name))
    complaint_row(case, about=about, name=name, handed_over_at=timezone.now()).save(force_insert=True)
    _take_out_of_the_office(case, event)
    return event


def _take_out_of_the_office(case: Case, event: Event) -> None:
    """What the office's tools made of the words, what could bring the case back, and whom it still would tell."""
    Opinion.objects.filter(pk=case.pk).update(chosen_station=None, chosen_deputy=None)
    Proposal.objects.filter(pk=case.pk).delete()
    Undo.objects.filter(case=case.pk).delete()
    search.forget(case.pk)
    owed = Effect.objects.filter(event__case=case.pk, done_at=None, name__in=_OF_THE_OFFICE)
    owed.exclude(event=event).delete()


# --- The committee's steps ------------------------------------------------------------------------------
def take_on(case: Case, *, actor: Actor, owner: User, expected_version: int | None = None) -> Event:
    """Register it; from now on it has a responsible person."""
    return advance(
        case,
        "take_on",
        actor=actor,
        owner=owner,
        registered_at=timezone.now(),
        expected_version=expected_version,
    )


def inform(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Tell the citizen that it is looked into, by whom and how; the time for the answer begins."""
    return advance(case, "inform", actor=actor, note=clean(note), expected_version=expected_version)


def why_no_more_time(case: Case) -> str:
    return _("More time was taken already; it can be taken once.") if case.due_clock == EXTENSION else ""


def take_more_time(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Put the answer off once, counted from its first date; the citizen reads why."""
    why = why_no_more_time(case)
    if why:
        raise StepRefused(why)
    return advance(
        case, "take_more_time", actor=actor, note=clean(note), counted_from=case.due_on,
        expected_version=expected_version,
    )  # fmt: skip


def give_answer(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Tell the citizen what came of it."""
    return advance(
        case, "give_answer", actor=actor, note=clean(note), answered_at=timezone.now(),
        expected_version=expected_version,
    )  # fmt: skip


def settle(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    return advance(case, "settle", actor=actor, expected_version=expected_version)


def decline(
    case: Case, *, actor: Actor, reason: str, note: str, expected_version: int | None = None
) -> Event:
    """Do not accept: a reason from the list, and a text that names the right channel."""
    return advance(
        case, "decline", actor=actor, reason=reason, note=clean(note), expected_version=expected_version
    )


@transaction.atomic
def transfer(
    case: Case, *, actor: Actor, organ_named: str, note: str, expected_version: int | None = None
) -> Event:
    """Write down to which organ the papers went, and tell the citizen. Nothing goes through the portal."""
    named = clean(organ_named).strip()
    given = {"organ_named"} if named else set()
    event = advance(
        case, "transfer", actor=actor, note=clean(note), given=given, expected_version=expected_version
    )
    Complaint.objects.filter(pk=case.pk).update(transferred_to=named)
    return event


def settle_due(today: date | None = None) -> int:
    """Close the answered complaints whose time to ask the committee above is over; returns how many."""
    overdue = Case.objects.complaints().late(today or timezone.localdate()).filter(status="answered")
    return sum(_settled(case) for case in list(overdue.order_by("pk")))


def _settled(case: Case) -> int:
    try:
        advance(case, "settle_by_time", actor=Actor.system)
    except Refused:  # somebody was faster
        return 0
    return 1
