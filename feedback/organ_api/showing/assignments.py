"""Shares of opinions and suggestions: what the page of the case shows to the organ's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actors import Actor
from casework.access import assignments_visible_to, replies_visible_to, roles_on
from casework.confidential import is_shielded, shielded
from casework.models import Assignment, Case, Communication, Countersignature
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.rules import profile_by_key
from casework.services.letters import owes_letter, why_no_answer_yet
from casework.views.gathered import SPOKEN, gathered
from feedback.organ_api.showing.common import (
    Shown,
    address,
    file_row,
    files_of,
    history_of,
    of_case,
    picked,
    status_said,
    version_of,
    words_of,
)
from feedback.organ_api.showing.promises import promise_row, promises

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from casework.models import Event, Reply
    from casework.models.assignment import AssignmentQuerySet
    from deputies.models import Organ


_JOINED = ("case__topic", "case__division", "case__deputy", "case__opinion", "case__session__term", "organ")


_OF_LETTER = ("number", "answers", "signer", "signer_office", "sealed", "contact", "contact_phone")


def shares(user: User, organ: Organ) -> AssignmentQuerySet:
    """The organ's shares of cases; of one that was handled again the latest alone."""
    mine = assignments_visible_to(user).filter(organ=organ)
    later = Assignment.objects.standing().filter(
        organ=OuterRef("organ"), case=OuterRef("case"), pk__gt=OuterRef("pk")
    )
    return mine.filter(~Exists(later)).select_related(*_JOINED)


def share_row(share: Assignment, user: User) -> Shown:
    case = share.case = shielded(share.case, user)
    return {
        "id": share.pk,
        **of_case(case),
        "status": share.status,
        "status_said": status_said(share),
        "case_status": case.status,
        "case_status_said": status_said(case),
        **picked(share, "role", "part", "due_on", "stands_still", "urged", "assigned_at", "signed_at"),
        **picked(share, "released_at", "closed_at"),
        "is_late": share.closed_at is None and share.due_on < timezone.localdate(),
        "version": version_of(share),
        "url": address("organ-api-assignment", case.number),
    }


def share_whole(share: Assignment, user: User, actions: Sequence[str]) -> Shown:
    """All that the page of the case shows to the organ's people."""
    shown = share_row(share, user)
    case = share.case
    roles = roles_on(user, case, organs={share.organ_id})
    every = list(case.events.select_related("actor").order_by("pk"))
    mine = list(case.assignments.standing().filter(organ=share.organ_id).select_related("organ"))
    return {
        **shown,
        "words": words_of(case, roles, Actor.of(user)),
        "added": _added(case, roles, every),
        "together": _together(case, user, roles),
        "files": files_of(case, user, roles),
        "replies": _replies(case, user),
        "answer_needs": _answer_needs(share),
        "contacts": _contacts(share),
        "objection": _objection(share),
        "extension": _extension(share),
        "countersignatures": _countersignatures(share),
        "promises": [promise_row(one, user) for one in promises(user, share.organ).filter(case=case)],
        "history": history_of(case, roles, every, mine),
        "allowed_actions": list(actions),
    }


def _added(case: Case, roles: frozenset[str], events: Sequence[Event]) -> list[Shown]:
    """What the citizen has added to the first words."""
    hide = case.opinion.masked if is_shielded(case, roles) else str
    return [{"at": one.at, "text": hide(one.note)} for one in events if one.action in SPOKEN]


def _together(case: Case, user: User, roles: frozenset[str]) -> list[Shown]:
    """The opinions that are answered with this one; their files are opened by the same address as its own."""
    return [
        {**picked(one, "title", "body", "opened_at", "number"), "added": one.remarks}
        for one in gathered(case, user, roles).joined
    ]


def _replies(case: Case, user: User) -> list[Shown]:
    """The organ's own replies, on their way too, and what it may read of others'."""
    rows = replies_visible_to(user).filter(case=case).order_by("pk")
    rows = rows.select_related("assignment__organ", "letter").prefetch_related("attachments")
    return [_reply(one) for one in rows]


def _reply(reply: Reply) -> Shown:
    letter = getattr(reply, "letter", None)
    return {
        "id": reply.pk,
        "organ": str(reply.assignment.organ) if reply.assignment else "",
        **picked(reply, "body", "category", "promise", "promised_for", "state", "written_at", "released_at"),
        "letter": picked(letter, *_OF_LETTER) if letter else None,
        "files": [file_row(one, is_hidden=False) for one in reply.attachments.all()],
    }


def _answer_needs(share: Assignment) -> Shown:
    """What the form of the answer asks for under the rules of this case."""
    classes = profile_by_key(share.case.profile).result_classes
    return {
        "classes": [
            {"code": one.code, "label": str(one.label), "is_promise": one.promise} for one in classes.items
        ],
        "letter": owes_letter(share),
        "joined": [
            {"number": one.number, "serial": one.serial, "deputy": one.deputy.name if one.deputy else ""}
            for one in (
                Case.objects.following(share.case).select_related("deputy") if owes_letter(share) else ()
            )
        ],
        "not_yet": why_no_answer_yet(share),
    }


def _contacts(share: Assignment) -> list[Shown]:
    """The organ's own; of a suggestion every organ's: nothing is said behind a deputy's back."""
    rows = Communication.objects.filter(assignment__case=share.case_id).select_related("assignment__organ")
    if share.case.kind != Kind.SUGGESTION:
        rows = rows.filter(assignment__organ=share.organ_id)
    return [
        {"organ": str(one.assignment.organ), **picked(one, "manner", "happened_on", "summary")}
        for one in rows
    ]


def _objection(share: Assignment) -> Shown | None:
    one = share.objections.select_related("proposed_organ").order_by("-pk").first()
    if one is None:
        return None
    return {
        **picked(one, "reason", "made_at", "upheld"),
        "proposed_organ": one.proposed_organ.code if one.proposed_organ else "",
        "decision": one.decision_note,
    }


def _extension(share: Assignment) -> Shown | None:
    one = share.extensions.order_by("-pk").first()
    if one is None:
        return None
    return {
        **picked(one, "reason", "wanted_until", "asked_at", "granted", "new_due_on"),
        "decision": one.decision_note,
    }


def _countersignatures(share: Assignment) -> list[Shown]:
    """What assisting organs said to the drafts of the one that leads; of an assisting one its own."""
    if share.role == HandlingRole.LEAD:
        rows = Countersignature.objects.latest_of(share)
    else:
        own = share.countersignatures.exclude(state="dropped")
        rows = list(own.select_related("assignment__organ"))
    return [
        {"organ": str(one.assignment.organ), **picked(one, "words", "state", "reason", "due_on")}
        for one in rows
    ]
