"""Lets the portal's own router speak to what is open: proposals, and nothing assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.models import Event
from feedback.models import Opinion, Proposal
from feedback.routing.decisions import record_loaded
from feedback.routing.service import kept, propose_for, propose_one

if TYPE_CHECKING:
    from liaison.demo.load.rows import Rows

_BATCH = 500


def write(rows: Rows) -> None:
    """A proposal for every open case; those to be screened get theirs by the step itself."""
    still_open = Opinion.objects.filter(case__closed_at=None).select_related("case__congress__division")
    proposed = still_open.filter(case__events__action="propose").distinct().order_by("pk")
    Proposal.objects.bulk_create(
        [kept(opinion.case, propose_one(opinion)) for opinion in proposed], batch_size=_BATCH
    )
    record_loaded(Proposal.objects.all())
    fresh = Event.objects.filter(action="submit", case__status="submitted", case__proposal=None)
    propose_for(list(fresh.order_by("pk")))
