"""Bodies that nobody answers for: no responsible person, or one whose account is closed; congresses without a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from deputies.models import LiaisonBody, PeoplesCongress
from deputies.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEPT = 60  # seconds


def bodies_without_owner(congresses: Iterable[int]) -> list[LiaisonBody]:
    nobody = Q(responsible=None) | Q(responsible__is_active=False)
    found = LiaisonBody.objects.filter(nobody, congress__in=list(congresses))
    people = ("congress", "responsible", "substitute")
    return list(found.select_related(*people).order_by("congress", "name"))


def answering_for(congress: int) -> set[int]:
    """Keys of the users who answer for the bodies of a congress today, the substitute where the other has left."""
    bodies = LiaisonBody.objects.filter(congress=congress).select_related("responsible", "substitute")
    return {one.answering.pk for one in bodies if one.answering is not None}


def congresses_without_body(congresses: Iterable[int]) -> list[PeoplesCongress]:
    return list(PeoplesCongress.objects.filter(pk__in=list(congresses), liaison_bodies=None))


def at_and_below(congress: PeoplesCongress) -> list[int]:
    """Keys of the congress and of those directly below it, which its office sees to."""
    return [congress.pk, *PeoplesCongress.objects.filter(parent=congress).values_list("pk", flat=True)]


def flagged(congresses: frozenset[int]) -> list[str]:
    """What the office's page says: names of bodies without an owner, and of congresses without a body."""
    keys = ",".join(map(str, sorted(congresses)))
    return remembered(f"deputies.flagged.{keys}", _KEPT, lambda: _flagged(congresses))


def _flagged(congresses: frozenset[int]) -> list[str]:
    """Of these congresses and of those directly below them."""
    kept = Q(pk__in=congresses) | Q(parent__in=congresses)
    keys = list(PeoplesCongress.objects.filter(kept).values_list("pk", flat=True))
    nobody = [one.name for one in bodies_without_owner(keys)]
    return nobody + [one.name for one in congresses_without_body(keys)]
