"""What waits for an office from the one above: the number beside the place in its navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contacts.models import GuidanceCopy, InspectionVisit
from deputies.models import posts_of

if TYPE_CHECKING:
    from accounts.models import User


def waiting(user: User) -> int:
    """Papers to acknowledge or to answer, and findings to follow up, of the congresses whose officer the user is."""
    mine = posts_of(user).officer
    copies = GuidanceCopy.objects.waiting().filter(congress__in=mine).order_by().values("pk")
    visits = InspectionVisit.objects.filter(lower__in=mine, status="following").order_by().values("pk")
    return copies.union(visits, all=True).count() if mine else 0
