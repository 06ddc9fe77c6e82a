"""The end of an identity: after it nothing in a closed case tells who the citizen was.

Personal Information Protection Law arts 19 and 47: what is not needed any more is deleted or made anonymous. The
masked words take the place of the words (docs/adr/expiry.md); it is the one place where that happens.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from casework.models import Attachment, Case, CommitmentReport, Communication, Event
from feedback import identity
from feedback.hot import joining
from feedback.identity import InvalidToken, Person, hide, unseal
from feedback.models import Identity, Meeting, Opinion, Rating
from feedback.search import index_events

if TYPE_CHECKING:
    from datetime import date

REMOVED = "removed"


def end_expired(today: date | None = None) -> int:
    """Anonymise every closed case whose identity has reached its end; returns how many."""
    keys = list(identity.expired(today).order_by("pk").values_list("pk", flat=True))
    for key in keys:
        anonymise(key)
    return len(keys)


@transaction.atomic
def anonymise(opinion_id: int) -> None:
    """Delete the identity, and mask or delete whatever else tells of the person. Nobody is shown anything."""
    row = Identity.objects.select_for_update().filter(pk=opinion_id).first()
    if row is None:
        return
    person = _person(row)
    whole_and_parts = Case.objects.filter(Q(pk=opinion_id) | Q(split_from=opinion_id))
    for key in whole_and_parts.values_list("pk", flat=True):
        _mask_words(key, person)
        _remove_files(key)
        index_events(list(Event.objects.filter(case=key)[:1]))
    joining.leave(whole_and_parts.values_list("pk", flat=True))
    row.delete()


def _person(row: Identity) -> Person:
    """Nobody where the key is lost: patterns are masked all the same."""
    try:
        return unseal(row.sealed)
    except InvalidToken:
        return Person()


def _mask_words(opinion_id: int, person: Person) -> None:
    _mask(
        Opinion.objects.filter(pk=opinion_id),
        ("body", "place", "happened", "body_for_organs", "place_for_organs"),
        person,
    )
    _mask(Case.objects.filter(pk=opinion_id), ("title", "stood_why"), person)
    _mask(Rating.objects.filter(opinion=opinion_id), ("reason",), person)
    _mask(Meeting.objects.filter(opinion=opinion_id), ("participants", "outcome"), person)
    _mask(CommitmentReport.objects.filter(commitment__case=opinion_id), ("body",), person)
    _mask(Communication.objects.filter(assignment__case=opinion_id), ("summary",), person)
    # Past the guard of the append-only table: who did what and when stays, the words are masked.
    _mask(QuerySet(Event).filter(case=opinion_id), ("note",), person)


def _mask(rows: QuerySet, fields: tuple[str, ...], person: Person) -> None:  # type: ignore[type-arg]
    for row in list(rows.values("pk", *fields)):
        masked = {field: hide(row[field], person) for field in fields}
        if any(masked[field] != row[field] for field in fields):
            rows.filter(pk=row["pk"]).update(**masked)


def _remove_files(case_id: int) -> None:
    """The bytes go after the commit; the rows stay, so that the history still says that there was something."""
    for one in Attachment.objects.filter(case=case_id, from_citizen=True).exclude(name=REMOVED):
        transaction.on_commit(partial(one.file.storage.delete, str(one.file.name)))
        Attachment.objects.filter(pk=one.pk).update(name=REMOVED, file="", size=0)
