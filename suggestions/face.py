"""How a suggestion looks on the pages that every kind of case shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework import clocks
from casework.access import visible_to
from casework.faces import Face, Said
from casework.models import Commitment, Communication
from casework.models.assignment import HandlingRole
from suggestions.models import ConversionLink, Suggestion
from suggestions.services import publications_of
from suggestions.words import grade, session_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.actors import Actor
    from casework.models import Case
    from suggestions.services.copies import AnyPublication


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
        "publications": _publications(case),
        "speak_by": _speak_by(case),
        "shared_promises": _shared_promises(case),
    }


def _shared_promises(case: Case) -> list[Commitment]:
    """What was promised in the answer to the suggestion that it was handled together with."""
    if not case.leading_id:
        return []
    return list(Commitment.objects.made_to(case).exclude(case=case).select_related("organ"))


def _publications(case: Case) -> list[AnyPublication]:
    """The decision that stands and the proposal that waits; of earlier ones the history tells."""
    rows = publications_of(case).filter(proposed_by__isnull=False)
    found = (rows.decided().last(), rows.undecided().first())
    return [row for row in found if row is not None]


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


def said(case: Case, roles: Collection[str], actor: Actor) -> list[Said]:
    """The same for programs: the words, who signed, by when to speak with the deputy, and how it was rated."""
    shown = context(case, roles, actor)
    suggestion = shown["suggestion"]
    names = gettext(", ").join(str(row.deputy) for row in shown["signatories"])
    verified = f"{suggestion.get_verified_how_display()}: {suggestion.verified}"
    parts = [
        Said("facts", _("Facts and reasons"), suggestion.facts),
        Said("proposal", _("What is proposed"), suggestion.proposal),
        Said("verified", _("How it was verified"), verified),
        Said("serial", _("Serial number"), str(case.serial or "")),
        Said("session", _("Session"), session_words(case.session) if case.session else ""),
        Said("receiver", _("Receiving body"), suggestion.get_receiver_display()),
        Said("signed_by", _("Signed by"), names),
    ]
    if key := getattr(suggestion, "key", None):
        parts.append(Said("key", _("Key supervision"), f"{key.leader} · {key.committee}"))
    if shown["speak_by"]:
        parts.append(Said("speak_by", _("To speak with the deputy by"), shown["speak_by"].due_on.isoformat()))
    parts += [Said("rating", _("How the deputy rated it"), _graded(one)) for one in shown["gradings"]]
    return [part for part in parts if part.text]


def _graded(one: Any) -> str:
    attitude = f"{gettext('attitude')} {grade(one.attitude)} · " if one.attitude else ""
    return f"{attitude}{gettext('result')} {grade(one.result)} · {one.reason}".rstrip(" ·")


SUGGESTION = Face(
    title=_("What the deputy proposes"),
    words="suggestions/_words.html",
    parts="suggestions/_parts.html",
    facts="suggestions/_facts.html",
    reply="suggestions/_letter.html",
    context=context,
    said=said,
)
