"""What rows and whole things have in common: the case, its words, its files, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from casework import history
from casework.access import attachments_visible_to
from casework.confidential import is_shielded, shown_name
from casework.faces import face_of
from casework.services import workflow_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.actors import Actor
    from accounts.models import User
    from casework.models import Assignment, Attachment, Case, Event
    from casework.services.advance import Moving


Shown = dict[str, Any]


def version_of(moving: Moving) -> str:
    """Changes with every step of the thing itself or of its case: what ``If-Match`` names."""
    case = moving.case
    return f"{case.version}" if moving is case else f"{moving.version}.{case.version}"


def status_said(moving: Moving) -> str:
    return _(workflow_of(moving).by_status[moving.status].label)


def of_case(case: Case) -> Shown:
    return {
        **picked(case, "number", "kind", "title", "serial", "confidential", "opened_at"),
        "topic": str(case.topic or ""),
        "place": str(case.division or ""),
        "deputy": str(case.deputy or ""),
    }


def picked(one: Any, *names: str) -> Shown:
    """What is given as it stands."""
    return {name: getattr(one, name) for name in names}


def address(name: str, *args: Any) -> str:
    return settings.PORTAL_URL + reverse(name, args=args)


def words_of(case: Case, roles: frozenset[str], actor: Actor) -> list[Shown]:
    said = face_of(case).said(case, roles, actor)
    return [{"name": part.name, "label": str(part.label), "text": part.text} for part in said]


def files_of(case: Case, user: User, roles: frozenset[str]) -> list[Shown]:
    is_hidden = is_shielded(case, roles)
    mine = attachments_visible_to(user).filter(case=case, reply=None).order_by("pk")
    found = [file_row(one, is_hidden) for one in mine]
    if case.joined_count:
        theirs = attachments_visible_to(user).filter(case__leading=case.pk, from_citizen=True).order_by("pk")
        found += [file_row(one, is_hidden=True) for one in theirs]
    return found


def file_row(file: Attachment, is_hidden: bool) -> Shown:
    return {
        "id": file.pk,
        "name": shown_name(file, is_hidden),
        **picked(file, "content_type", "size", "from_citizen"),
        "url": address("organ-api-file", file.pk),
    }


def history_of(
    case: Case, roles: frozenset[str], events: Sequence[Event], mine: Sequence[Assignment]
) -> list[Shown]:
    lines = history.lines(case, events, roles, mine)
    hide = case.opinion.masked if is_shielded(case, roles) else str
    return [
        {
            "at": line.when,
            "note": hide(line.note),
            **picked(line, "what", "who", "reason", "late", "due_on", "undone"),
        }
        for line in lines
    ]
