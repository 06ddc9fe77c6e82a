"""The decisions an office has made: cases that were screened, with the topic they were registered under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from casework.models import Case
from feedback.learning.text import joined
from feedback.models import Opinion
from feedback.text import without_personal

if TYPE_CHECKING:
    from deputies.models import PeoplesCongress

MOST = 20_000  # the latest decided cases
_NOT_DECIDED = ("submitted", "needs_info", "not_accepted", "withdrawn")


@dataclass(frozen=True, slots=True)
class Decided:
    """``topic`` is the topic's code, which is the same on every installation; ``text`` holds no numbers of people."""

    case: int
    text: str
    topic: str


def decided(congress: PeoplesCongress, most: int = MOST) -> list[Decided]:
    """The latest decisions of a congress, the oldest first. Confidential opinions and complaints teach nothing."""
    was_decided = Q(registered_at__isnull=False) | Q(closed_at__isnull=False)
    cases = (
        Case.objects.opinions()
        .filter(was_decided, congress=congress, topic__isnull=False, confidential=False)
        .exclude(status__in=_NOT_DECIDED)
    )
    rows = Opinion.objects.filter(pk__in=cases.order_by("-pk").values("pk")[:most]).order_by("pk")
    return [
        Decided(pk, joined(without_personal(title), without_personal(body)), code)
        for pk, title, body, code in rows.values_list("pk", "case__title", "body", "case__topic__code")
    ]
