"""How a suggestion looks on the pages that every kind of case shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import clocks
from casework.access import visible_to
from casework.faces import Face
from casework.models import Communication
from casework.models.assignment import HandlingRole
from suggestions.models import ConversionLink, Publication, Suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.actors import Actor
    from casework.models import Case


def context(case: Case, roles: Collection[str], actor: Actor) -> dict[str, Any]:
    """The suggestion itself, who signed it, how the organs spoke with the deputy, and what it grew from."""
    suggestion = Suggestion.objects.select_related("deputy", "organ", "division", "key", "mediation").get(
        case=case
    )
    suggestion.case = case
    return {
        "suggestion": suggestion,
        "signatories": list(case.signatories.select_related("deputy")),
        "contacts": _contacts(case, roles),
        "links": links_of(suggestion, actor),
        "gradings": list(suggestion.gradings.all()),
        "publication": Publication.objects.filter(suggestion=suggestion).first(),
        "speak_by": _speak_by(case),
    }


def _contacts(case: Case, roles: Collection[str]) -> list[Communication]:
    """Every organ that has it, the deputies and the office read them: nothing is said behind a deputy's back."""
    if case.assigned_at is None:
        return []
    rows = Communication.objects.filter(assignment__case=case).select_related(
        "assignment__organ", "recorded_by"
    )
    return list(rows)


def _speak_by(case: Case) -> clocks.Planned | None:
    """Until when an organ that answers has to speak with the deputy, while one has not yet."""
    if case.assigned_at is None or case.status not in ("assigned", "handling"):
        return None
    shares = case.assignments.live().exclude(role=HandlingRole.ASSIST).filter(communications=None)
    share = shares.order_by("pk").first()
    if share is None:
        return None
    return clocks.planned(case, "first_contact", timezone.localdate(share.assigned_at))


def links_of(suggestion: Suggestion, actor: Actor) -> list[ConversionLink]:
    """The opinions it grew from, as far as this reader sees them; of the others only that they are."""
    rows = list(suggestion.links.select_related("opinion__division", "opinion__topic"))
    if actor.user is None:
        return []
    seen = set(
        visible_to(actor.user).filter(pk__in=[row.opinion_id for row in rows]).values_list("pk", flat=True)
    )
    for row in rows:
        row.may_read = row.opinion_id in seen  # type: ignore[attr-defined]
    return rows


SUGGESTION = Face(
    title=_("What the deputy proposes"),
    words="suggestions/_words.html",
    parts="suggestions/_parts.html",
    facts="suggestions/_facts.html",
    reply="suggestions/_letter.html",
    context=context,
)
