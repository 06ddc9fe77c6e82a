"""What happens by itself when the citizen's time has run out."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Refused
from casework.models import Case
from casework.services import advance

_ENDS = {"needs_info": "lapse", "fed_back": "close_unrated", "rated": "close_unsatisfied"}


def close_due(today: date | None = None) -> int:
    """Close the cases in which the citizen did not answer, rate or ask again in time; returns how many.

    Whatever fell due is found, however long the scheduler stood still.
    """
    overdue = Case.objects.late(today or timezone.localdate()).filter(kind="opinion", status__in=_ENDS)
    done = 0
    # Keys first: SQLite refuses to write while a read of the same connection is still open.
    for key in list(overdue.order_by("pk").values_list("pk", flat=True)):
        done += _close(overdue.filter(pk=key).first())
    return done


def _close(case: Case | None) -> int:
    """0 where the citizen acted at the same moment: then nothing has run out."""
    if case is None:
        return 0
    try:
        advance(case, _ENDS[case.status], actor=Actor.system)
    except Refused:
        return 0
    return 1
