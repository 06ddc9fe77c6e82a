"""What the organ has promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.access import commitments_visible_to, roles_on
from casework.confidential import shielded
from feedback.organ_api.showing.common import Shown, address, history_of, picked, status_said, version_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from casework.models import Commitment
    from deputies.models import Organ


def promises(user: User, organ: Organ) -> QuerySet[Commitment]:
    """What the organ has promised."""
    found = commitments_visible_to(user).filter(organ=organ)
    return found.select_related("case__opinion", "organ", "assignment__organ", "reply")


def promise_row(promise: Commitment, user: User) -> Shown:
    case = promise.case = promise.assignment.case = shielded(promise.case, user)
    return {
        "id": promise.pk,
        **picked(case, "number", "title"),
        **picked(
            promise,
            "promise",
            "category",
            "status",
            "made_at",
            "first_due_on",
            "due_on",
            "is_late",
            "closed_at",
        ),
        "status_said": status_said(promise),
        "version": version_of(promise),
        "url": address("organ-api-promise", promise.pk),
    }


def promise_whole(promise: Commitment, user: User, actions: Sequence[str]) -> Shown:
    shown = promise_row(promise, user)
    case = promise.case
    roles = roles_on(user, case, organs=[promise.organ_id])
    events = list(promise.events.select_related("actor").order_by("pk"))
    reports = [
        picked(report, "outcome", "body", "new_due_on", "state", "written_at")
        for report in promise.reports.all()
    ]
    return {
        **shown,
        "reports": reports,
        "history": history_of(case, roles, events, [promise.assignment]),
        "allowed_actions": list(actions),
    }
