"""A case as its citizen may know it: a step that can still be undone has not been told to anybody."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.db.models import Q

from casework import snapshots
from casework.models import Case, Undo

if TYPE_CHECKING:
    from casework.models.event import EventQuerySet


def _untold(case: Case) -> Undo | None:
    """The last step, while it can be undone. Once somebody else has acted it stands, and is told."""
    undo: Undo | None = getattr(case, "undo", None)
    return undo if undo and undo.is_open and undo.version == case.version else None


def as_told(case: Case) -> tuple[Case, EventQuerySet]:
    """``case`` as it stood before the step that is not told yet, and the public events up to there.

    The case is a copy to show, never to save or to act on. Costs nothing where ``undo`` was read with the case.
    """
    of_case = Q(assignment=None) | Q(commitment__isnull=False)  # and what became of an organ's promise
    events = case.events.told().filter(of_case).order_by("pk")
    undo = _untold(case)
    if undo is None:
        return case, events
    shown = copy(case)
    for column, value in snapshots.columns_of(Case, undo.before, case.pk).items():
        setattr(shown, column, value)
    return shown, events.filter(pk__lt=undo.first_id)
