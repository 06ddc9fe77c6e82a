"""A deputy writes: begin, keep, link the opinions it grew from, throw away. Nothing here is a case yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from casework.access import visible_to
from casework.errors import Incomplete, NotAllowed, StepRefused
from suggestions.models import Answer, ConversionLink, Form, Suggestion
from suggestions.models.suggestion import WORDS
from suggestions.services.moving import move

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.actors import Actor
    from casework.models import Case
    from deputies.models import Deputy

MOST_LINKS = 50


def in_office(deputy: Deputy) -> bool:
    """Whether the deputy's mandate is in force: neither suspended nor ended (Law on Deputies, articles 61 to 63)."""
    return type(deputy).objects.in_office().filter(pk=deputy.pk).exists()


def check_in_office(deputy: Deputy) -> None:
    if not in_office(deputy):
        raise NotAllowed(
            _(
                "The mandate of %(deputy)s is not in force. Only deputies in office hand in and sign suggestions."
            )
            % {"deputy": deputy}
        )


@transaction.atomic
def begin(
    deputy: Deputy,
    *,
    actor: Actor,
    opinions: Iterable[Case] = (),
    form: str = Form.SUGGESTION,
    **words: Any,
) -> Suggestion:
    """A new draft of ``deputy``, of a suggestion or by ``form`` of a motion, linked to the ``opinions`` it grows from.

    Their words are not taken over."""
    check_in_office(deputy)
    suggestion = Suggestion.objects.create(
        congress_id=deputy.congress_id, deputy=deputy, form=form, **_only(words)
    )
    for case in opinions:
        link(suggestion, case, actor=actor)
    return suggestion


def save(
    suggestion: Suggestion, *, actor: Actor, expected_version: int | None = None, **words: Any
) -> Suggestion:
    """Keep the words of a draft as they are now, whole or not; with other words all are asked to sign anew."""
    changed = {name: value for name, value in _only(words).items() if getattr(suggestion, name) != value}
    move(suggestion, "save", actor=actor, expected_version=expected_version, **changed)
    return suggestion


def _only(words: dict[str, Any]) -> dict[str, Any]:
    unknown = set(words) - set(WORDS)
    if unknown:
        raise ValueError(f"no words of a suggestion: {sorted(unknown)}")
    return words


@transaction.atomic
def link(suggestion: Suggestion, case: Case, *, actor: Actor) -> ConversionLink:
    """Link an opinion that the deputy reads. A link and no copy: the opinion stays its own case."""
    move(suggestion, "save", actor=actor)
    seen = visible_to(actor.user) if actor.user else None  # type: ignore[arg-type]
    if seen is None or not seen.opinions().filter(pk=case.pk, congress=suggestion.congress_id).exists():
        raise Incomplete("opinion", _("This is no opinion that has been given to you."))
    if suggestion.links.count() >= MOST_LINKS:
        raise Incomplete("opinion", _("More opinions than this cannot be linked to one suggestion."))
    return ConversionLink.objects.get_or_create(suggestion=suggestion, opinion=case)[0]


@transaction.atomic
def unlink(suggestion: Suggestion, case: Case, *, actor: Actor) -> None:
    """Take the link to an opinion away, while the suggestion is a draft."""
    move(suggestion, "save", actor=actor)
    suggestion.links.filter(opinion=case).delete()


@transaction.atomic
def reopen(suggestion: Suggestion, *, actor: Actor) -> None:
    """Change the words of a draft that is being signed: whoever has signed the old ones is asked again."""
    move(suggestion, "reopen", actor=actor)
    suggestion.invitations.filter(state=Answer.SIGNED).update(
        state=Answer.ASKED, answered_at=None, answered_by=None, version=None
    )


@transaction.atomic
def throw_away(suggestion: Suggestion, *, actor: Actor) -> None:
    """End a draft: nobody reads it any more."""
    if suggestion.case_id:
        raise StepRefused(_("It has been handed in; it can be withdrawn."))
    move(suggestion, "throw_away", actor=actor)
    suggestion.links.all().delete()
    suggestion.invitations.all().delete()
