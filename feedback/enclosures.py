"""What organs enclosed with their replies, on its way to the citizen: the office passes on what it has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from casework.models import Attachment
from casework.models.assignment import HandlingRole
from casework.models.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from casework.models import Case, Event
    from casework.models.reply import ReplyQuerySet


def replies_of_organs(case: Case) -> ReplyQuerySet:
    """The approved replies of the organs that were asked last, without those that only helped the one in charge."""
    if case.assigned_at is None:
        return case.replies.none()
    found = case.replies.filter(state=ReplyState.APPROVED, assignment__assigned_at=case.assigned_at)
    return found.exclude(assignment__role=HandlingRole.ASSIST)  # its reply speaks for both


def enclosures_of(case: Case) -> QuerySet[Attachment]:
    """What may go to the citizen with the answer."""
    return Attachment.objects.filter(reply__in=replies_of_organs(case).values("pk")).order_by("pk")


def enclose(event: Event, chosen: Collection[int]) -> None:
    """Pass the ``chosen`` ones on with the answer that ``event`` is."""
    keys = enclosures_of(event.case).filter(pk__in=chosen).values_list("pk", flat=True)
    Attachment.objects.filter(pk__in=list(keys)).update(event=event)


def enclosed_with(case: Case, answers: Sequence[Event]) -> QuerySet[Attachment]:
    """What the citizen got with ``answers``; who is answered together with others gets what the first of them got."""
    if not answers:
        return Attachment.objects.none()
    got = Q(event__in=[event.pk for event in answers])
    if case.leading_id:
        got |= Q(event__case=case.leading_id, event__action="feed_back", event__taken_back=None)
    return Attachment.objects.filter(got, from_citizen=False).order_by("pk")
