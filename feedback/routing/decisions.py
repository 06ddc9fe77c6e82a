"""What a person decided beside what was proposed. Every registration is recorded; nothing is guessed afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from casework.models import Case
from feedback.models import Proposal

if TYPE_CHECKING:
    from django.db.models import QuerySet


def record_decision(case: Case) -> None:
    """The topic it was registered under, once more after an undo: one small UPDATE, none where nothing was proposed."""
    Proposal.objects.filter(pk=case.pk).update(decided_topic=case.topic_id, decided_at=timezone.now())


def record_loaded(proposals: QuerySet[Proposal]) -> int:
    """The same for cases that were brought along already registered, dated with their registration."""
    registered = Case.objects.filter(pk=OuterRef("pk"))
    return proposals.filter(case__registered_at__isnull=False, decided_at=None).update(
        decided_topic=Subquery(registered.values("topic")[:1]),
        decided_at=Subquery(registered.values("registered_at")[:1]),
    )
