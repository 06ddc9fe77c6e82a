"""Co-signing: asked by the deputy who leads, confirmed by each in a session of their own.

Sources: Shandong 7, Shanghai 4, Beijing 10 and 11, Henan 9: who signs has read it, and confirms that it is their wish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from casework.errors import Incomplete, NotAllowed, StepRefused
from deputies.models import posts_of
from suggestions.models import Answer, Invitation
from suggestions.services.drafting import check_in_office
from suggestions.services.inviting import check_invited
from suggestions.services.motions.rules import too_late
from suggestions.services.moving import move

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.actors import Actor
    from deputies.models import Deputy
    from suggestions.models import Suggestion


@transaction.atomic
def invite(
    suggestion: Suggestion,
    deputies: Iterable[Deputy],
    *,
    actor: Actor,
    until: datetime | None = None,
    expected_version: int | None = None,
) -> list[Invitation]:
    """Ask deputies of the same congress who are in office to sign the draft as it stands.

    ``until`` is the cut-off: later nobody can sign. Who is asked already is not asked twice.
    """
    wanted = list(deputies)
    check_invited(suggestion, wanted)
    if not suggestion.title.strip() or not suggestion.proposal.strip():
        raise Incomplete("title", _("Write the title and the proposal first: who signs must know what."))
    if until is not None and until <= timezone.now():
        raise Incomplete("until", _("The time to sign by has passed already. Name a later one."))
    move(suggestion, "invite", actor=actor, expected_version=expected_version)
    if until is not None:
        suggestion.sign_until = until
        suggestion.save(update_fields=["sign_until"])
    asked = [Invitation.objects.get_or_create(suggestion=suggestion, deputy=one) for one in wanted]
    return [row for row, is_new in asked if is_new]


def _asked(suggestion: Suggestion, actor: Actor) -> Invitation:
    """The invitation of the deputy as whom ``actor`` is signed in; nobody signs for another."""
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    row = suggestion.invitations.select_for_update().filter(deputy__in=mine).select_related("deputy").first()
    if row is None:
        raise NotAllowed(_("You have not been asked to sign this suggestion."))
    return row


def why_not_signed(suggestion: Suggestion, row: Invitation) -> str:
    """Why the deputy who was asked cannot sign (any more); empty when they can."""
    if row.state == Answer.SIGNED:
        return _("You have signed this suggestion already.")
    if suggestion.sign_until and timezone.now() > suggestion.sign_until:
        return _("The time to sign ended on %(moment)s. Speak with %(deputy)s, who leads the suggestion.") % {
            "moment": formats.moment(suggestion.sign_until),
            "deputy": suggestion.deputy,
        }
    return too_late(suggestion.congress) if suggestion.is_motion else ""


@transaction.atomic
def sign(suggestion: Suggestion, *, actor: Actor, expected_version: int) -> Invitation:
    """Sign the words of ``expected_version``, which the deputy has read. In their own session alone.

    Refused after the cut-off, twice, with other words than those that were read, and without a mandate in force.
    """
    row = _asked(suggestion, actor)
    check_in_office(row.deputy)
    move(suggestion, "sign", actor=actor, expected_version=expected_version)
    if refused := why_not_signed(suggestion, row):
        raise StepRefused(refused)
    return _answered(row, Answer.SIGNED, actor, version=suggestion.version)


@transaction.atomic
def decline(suggestion: Suggestion, *, actor: Actor) -> Invitation:
    """Do not sign, or take the signature back while the suggestion has not been handed in."""
    row = _asked(suggestion, actor)
    move(suggestion, "decline", actor=actor)
    return _answered(row, Answer.DECLINED, actor, version=None)


def _answered(row: Invitation, state: Answer, actor: Actor, *, version: int | None) -> Invitation:
    row.state, row.answered_at, row.answered_by, row.version = state, timezone.now(), actor.user, version
    row.save(update_fields=["state", "answered_at", "answered_by", "version"])
    return row
