"""Motions that the standing committee has given to the organ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.actors import Actor
from casework.access import roles_on, visible_to
from feedback.organ_api.showing.common import (
    Shown,
    address,
    files_of,
    history_of,
    of_case,
    picked,
    status_said,
    version_of,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from casework.models import Case
    from casework.models.case import CaseQuerySet
    from deputies.models import Organ


def motions(user: User, organ: Organ) -> CaseQuerySet:
    """The motions that the standing committee has given to the organ to be carried out."""
    found = visible_to(user).motions().filter(organ=organ)
    return found.select_related("topic", "division", "deputy", "session__term", "organ")


def motion_row(case: Case) -> Shown:
    is_late = case.closed_at is None and case.due_on is not None and case.due_on < timezone.localdate()
    return {
        **of_case(case),
        "status": case.status,
        "status_said": status_said(case),
        **picked(case, "due_on", "closed_at"),
        "is_late": is_late,
        "version": version_of(case),
        "url": address("organ-api-motion", case.number),
    }


def motion_whole(case: Case, user: User, actions: Sequence[str]) -> Shown:
    roles = roles_on(user, case, organs=())
    every = list(case.events.select_related("actor").order_by("pk"))
    return {
        **motion_row(case),
        "words": words_of(case, roles, Actor.of(user)),
        "files": files_of(case, user, roles),
        "history": history_of(case, roles, every, []),
        "allowed_actions": list(actions),
    }
