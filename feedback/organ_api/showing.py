"""Cases as an organ's system reads them: what the organ's page shows to its people, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import history
from casework.access import (
    assignments_visible_to,
    attachments_visible_to,
    commitments_visible_to,
    replies_visible_to,
    roles_on,
    visible_to,
)
from casework.confidential import is_shielded, shielded, shown_name
from casework.faces import face_of
from casework.models import Assignment, Case, Communication, Countersignature
from casework.models.assignment import HandlingRole
from casework.models.case import Kind
from casework.models.reply import ReplyState
from casework.rules import profile_by_key
from casework.services import workflow_of
from casework.services.letters import owes_letter, why_no_answer_yet
from casework.views.gathered import SPOKEN, gathered

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Attachment, Commitment, Event, Reply
    from casework.models.assignment import AssignmentQuerySet
    from casework.models.case import CaseQuerySet
    from casework.services.advance import Moving
    from deputies.models import Organ

Shown = dict[str, Any]
_JOINED = ("case__topic", "case__division", "case__deputy", "case__opinion", "case__session__term", "organ")


# --- What there is ------------------------------------------------------------------------------------------
def shares(user: User, organ: Organ) -> AssignmentQuerySet:
    """The organ's shares of cases; of one that was handled again the latest alone."""
    mine = assignments_visible_to(user).filter(organ=organ)
    later = Assignment.objects.standing().filter(
        organ=OuterRef("organ"), case=OuterRef("case"), pk__gt=OuterRef("pk")
    )
    return mine.filter(~Exists(later)).select_related(*_JOINED)


def motions(user: User, organ: Organ) -> CaseQuerySet:
    """The motions that the standing committee has given to the organ to be carried out."""
    found = visible_to(user).motions().filter(organ=organ)
    return found.select_related("topic", "division", "deputy", "session__term", "organ")


def promises(user: User, organ: Organ) -> QuerySet[Commitment]:
    """What the organ has promised."""
    found = commitments_visible_to(user).filter(organ=organ)
    return found.select_related("case__opinion", "organ", "assignment__organ", "reply")


# --- One row ------------------------------------------------------------------------------------------------
def version_of(moving: Moving) -> str:
    """Changes with every step of the thing itself or of its case: what ``If-Match`` names."""
    case = moving.case
    return f"{case.version}" if moving is case else f"{moving.version}.{case.version}"


def status_said(moving: Moving) -> str:
    return _(workflow_of(moving).by_status[moving.status].label)


def share_row(share: Assignment, user: User) -> Shown:
    case = share.case = shielded(share.case, user)
    return {
        "id": share.pk,
        **_of_case(case),
        "status": share.status,
        "status_said": status_said(share),
        "case_status": case.status,
        "case_status_said": status_said(case),
        "role": share.role,
        "part": share.part,
        "due_on": share.due_on,
        "is_late": share.closed_at is None and share.due_on < timezone.localdate(),
        "stands_still": share.stands_still,
        "urged": share.urged,
        "assigned_at": share.assigned_at,
        "signed_at": share.signed_at,
        "released_at": share.released_at,
        "closed_at": share.closed_at,
        "version": version_of(share),
        "url": address("organ-api-assignment", case.number),
    }


def motion_row(case: Case) -> Shown:
    is_late = case.closed_at is None and case.due_on is not None and case.due_on < timezone.localdate()
    return {
        **_of_case(case),
        "status": case.status,
        "status_said": status_said(case),
        "due_on": case.due_on,
        "is_late": is_late,
        "closed_at": case.closed_at,
        "version": version_of(case),
        "url": address("organ-api-motion", case.number),
    }


def promise_row(promise: Commitment, user: User) -> Shown:
    case = promise.case = promise.assignment.case = shielded(promise.case, user)
    return {
        "id": promise.pk,
        "number": case.number,
        "title": case.title,
        "promise": promise.promise,
        "category": promise.category,
        "status": promise.status,
        "status_said": status_said(promise),
        "made_at": promise.made_at,
        "first_due_on": promise.first_due_on,
        "due_on": promise.due_on,
        "is_late": promise.is_late,
        "closed_at": promise.closed_at,
        "version": version_of(promise),
        "url": address("organ-api-promise", promise.pk),
    }


def _of_case(case: Case) -> Shown:
    return {
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "serial": case.serial,
        "topic": str(case.topic) if case.topic else "",
        "place": str(case.division) if case.division else "",
        "deputy": str(case.deputy) if case.deputy else "",
        "confidential": case.confidential,
        "opened_at": case.opened_at,
    }


def address(name: str, *args: Any) -> str:
    return settings.PORTAL_URL + reverse(name, args=args)


# --- One whole ----------------------------------------------------------------------------------------------
def share_whole(share: Assignment, user: User, actions: Sequence[str]) -> Shown:
    """All that the page of the case shows to the organ's people."""
    shown = share_row(share, user)
    case = share.case
    roles = roles_on(user, case, organs={share.organ_id})
    every = list(case.events.select_related("actor").order_by("pk"))
    mine = list(case.assignments.standing().filter(organ=share.organ_id).select_related("organ"))
    return {
        **shown,
        "words": _words(case, roles, Actor.of(user)),
        "added": _added(case, roles, every),
        "together": _together(case, user, roles),
        "files": _files(case, user, roles),
        "replies": _replies(case, user),
        "answer_needs": _answer_needs(share),
        "contacts": _contacts(share),
        "objection": _objection(share),
        "extension": _extension(share),
        "countersignatures": _countersignatures(share),
        "promises": [promise_row(one, user) for one in promises(user, share.organ).filter(case=case)],
        "history": _history(case, roles, every, mine),
        "allowed_actions": list(actions),
    }


def motion_whole(case: Case, user: User, actions: Sequence[str]) -> Shown:
    roles = roles_on(user, case, organs=())
    every = list(case.events.select_related("actor").order_by("pk"))
    return {
        **motion_row(case),
        "words": _words(case, roles, Actor.of(user)),
        "files": _files(case, user, roles),
        "history": _history(case, roles, every, []),
        "allowed_actions": list(actions),
    }


def promise_whole(promise: Commitment, user: User, actions: Sequence[str]) -> Shown:
    shown = promise_row(promise, user)
    case = promise.case
    roles = roles_on(user, case, organs=[promise.organ_id])
    events = list(promise.events.select_related("actor").order_by("pk"))
    reports = [
        {
            "outcome": report.outcome,
            "body": report.body,
            "new_due_on": report.new_due_on,
            "state": report.state,
            "written_at": report.written_at,
        }
        for report in promise.reports.all()
    ]
    return {
        **shown,
        "reports": reports,
        "history": _history(case, roles, events, [promise.assignment]),
        "allowed_actions": list(actions),
    }


def _words(case: Case, roles: frozenset[str], actor: Actor) -> list[Shown]:
    said = face_of(case).said(case, roles, actor)
    return [{"name": part.name, "label": str(part.label), "text": part.text} for part in said]


def _added(case: Case, roles: frozenset[str], events: Sequence[Event]) -> list[Shown]:
    """What the citizen has added to the first words."""
    hide = case.opinion.masked if is_shielded(case, roles) else str
    return [{"at": one.at, "text": hide(one.note)} for one in events if one.action in SPOKEN]


def _together(case: Case, user: User, roles: frozenset[str]) -> list[Shown]:
    """The opinions that are answered with this one; their files are opened by the same address as its own."""
    return [
        {
            "title": one.title,
            "body": one.body,
            "opened_at": one.opened_at,
            "number": one.number,
            "added": one.remarks,
        }
        for one in gathered(case, user, roles).joined
    ]


def _files(case: Case, user: User, roles: frozenset[str]) -> list[Shown]:
    is_hidden = is_shielded(case, roles)
    mine = attachments_visible_to(user).filter(case=case, reply=None).order_by("pk")
    found = [_file(one, is_hidden) for one in mine]
    if case.joined_count:
        theirs = attachments_visible_to(user).filter(case__leading=case.pk, from_citizen=True).order_by("pk")
        found += [_file(one, is_hidden=True) for one in theirs]
    return found


def _file(file: Attachment, is_hidden: bool) -> Shown:
    return {
        "id": file.pk,
        "name": shown_name(file, is_hidden),
        "content_type": file.content_type,
        "size": file.size,
        "from_citizen": file.from_citizen,
        "url": address("organ-api-file", file.pk),
    }


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
        "body": reply.body,
        "category": reply.category,
        "promise": reply.promise,
        "promised_for": reply.promised_for,
        "state": reply.state,
        "written_at": reply.written_at,
        "released_at": reply.released_at,
        "letter": {
            "number": letter.number,
            "answers": letter.answers,
            "signer": letter.signer,
            "signer_office": letter.signer_office,
            "sealed": letter.sealed,
            "contact": letter.contact,
            "contact_phone": letter.contact_phone,
        }
        if letter
        else None,
        "files": [_file(one, is_hidden=False) for one in reply.attachments.all()],
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
        {
            "organ": str(one.assignment.organ),
            "manner": one.manner,
            "happened_on": one.happened_on,
            "summary": one.summary,
        }
        for one in rows
    ]


def _objection(share: Assignment) -> Shown | None:
    one = share.objections.select_related("proposed_organ").order_by("-pk").first()
    if one is None:
        return None
    return {
        "reason": one.reason,
        "proposed_organ": one.proposed_organ.code if one.proposed_organ else "",
        "made_at": one.made_at,
        "upheld": one.upheld,
        "decision": one.decision_note,
    }


def _extension(share: Assignment) -> Shown | None:
    one = share.extensions.order_by("-pk").first()
    if one is None:
        return None
    return {
        "reason": one.reason,
        "wanted_until": one.wanted_until,
        "asked_at": one.asked_at,
        "granted": one.granted,
        "new_due_on": one.new_due_on,
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
        {
            "organ": str(one.assignment.organ),
            "words": one.words,
            "state": one.state,
            "reason": one.reason,
            "due_on": one.due_on,
        }
        for one in rows
    ]


def _history(
    case: Case, roles: frozenset[str], events: Sequence[Event], mine: Sequence[Assignment]
) -> list[Shown]:
    lines = history.lines(case, events, roles, mine)
    hide = case.opinion.masked if is_shielded(case, roles) else str
    return [
        {
            "at": line.when,
            "what": line.what,
            "who": line.who,
            "note": hide(line.note),
            "reason": line.reason,
            "late": line.late,
            "due_on": line.due_on,
            "undone": line.undone,
        }
        for line in lines
    ]


def draft_of(share: Assignment) -> Reply | None:
    """The reply that is on its way inside the organ."""
    return share.replies.filter(state__in=[ReplyState.DRAFT, ReplyState.SUBMITTED]).last()
