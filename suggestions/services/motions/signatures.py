"""Signatures of a motion that has been handed in: given while it is incomplete, taken back, and what follows.

Sources: Organic Law, article 22; Law on Deputies, article 15; Shanghai, article 13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import NotAllowed, StepRefused
from casework.models import Signatory
from casework.rules import profile_by_key
from casework.services import advance
from casework.services.settling import hold
from deputies.models import posts_of
from suggestions.models import Answer, Invitation, Motion, Suggestion
from suggestions.services.drafting import check_in_office
from suggestions.services.inviting import check_invited
from suggestions.services.motions import rules

if TYPE_CHECKING:
    from casework.models import Case, Event
    from deputies.models import Deputy


@transaction.atomic
def sign_motion(case: Case, *, actor: Actor) -> Signatory:
    """A deputy who was asked, or whose signature stands under older words, signs the motion while it is incomplete.

    Refused after the cut-off, twice, and without a mandate in force.
    """
    hold(case)
    suggestion = Suggestion.objects.get(case=case)
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    asked = Invitation.objects.filter(suggestion=suggestion, deputy__in=mine).select_related("deputy").first()
    old = Signatory.objects.filter(case=case, deputy__in=mine, leads=False).select_related("deputy").first()
    found = old or asked
    if found is None or actor.user is None:
        raise NotAllowed(_("You have not been asked to sign this motion."))
    check_in_office(found.deputy)
    if case.status != "incomplete":
        raise StepRefused(_("The motion is not open for signatures now."))
    if why := rules.too_late(case.congress):
        raise StepRefused(why)
    if old and old.words == suggestion.version and old.withdrawn_at is None:
        raise StepRefused(_("You have signed this motion already."))
    row, _made = Signatory.objects.update_or_create(
        case=case, deputy=found.deputy,
        defaults={
            "words": suggestion.version, "signed_at": timezone.now(), "signed_by": actor.user, "withdrawn_at": None,
            "agreed_to_retract_at": None,
        },
    )  # fmt: skip
    advance(case, "add_signature", actor=actor)
    Invitation.objects.filter(suggestion=suggestion, deputy=found.deputy).update(
        state=Answer.SIGNED, answered_at=timezone.now(), answered_by=actor.user, version=suggestion.version
    )
    return row


@transaction.atomic
def ask_more(case: Case, deputies: list[Deputy], *, actor: Actor) -> None:
    """The deputy who leads asks further deputies in office to sign a motion that is incomplete."""
    suggestion = Suggestion.objects.get(case=case)
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    if suggestion.deputy_id not in mine:
        raise NotAllowed(_("Only the deputy who leads it completes a motion."))
    if case.status != "incomplete":
        raise StepRefused(_("The motion is not open for signatures now."))
    check_invited(suggestion, deputies)
    for deputy in deputies:
        Invitation.objects.get_or_create(suggestion=suggestion, deputy=deputy)


def _mine(case: Case, actor: Actor) -> Signatory:
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    row = rules.standing(case).filter(deputy__in=mine, leads=False).first()
    if row is None:
        raise StepRefused(_("Your signature does not stand under this motion."))
    return row


@transaction.atomic
def drop_signature(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Take the own signature back. With too few left it goes back to collecting before the cut-off; after it, the rules
    end it or let it go on; on the agenda the presidium decides.
    """
    hold(case)
    event = advance(case, "drop_signature", actor=actor, note=note, expected_version=expected_version)
    row = _mine(case, actor)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    if rules.shortfall(case):
        _too_few(case)
    return event


def _too_few(case: Case) -> None:
    may_collect = case.status in ("received", "before_presidium", "to_committee")
    if may_collect and not rules.too_late(case.congress):
        advance(case, "fall_short", actor=Actor.system)
    elif case.status in ("incomplete", "on_agenda"):
        return  # collected again, or the presidium's to decide
    elif profile_by_key(case.profile).switch("too_few_left") == "ends":
        advance(case, "lapse", actor=Actor.system)


@transaction.atomic
def agree_to_withdraw(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """A deputy who signed agrees that the motion be withdrawn."""
    event = advance(case, "agree_to_withdraw", actor=actor, expected_version=expected_version)
    row = _mine(case, actor)
    row.agreed_to_retract_at = timezone.now()
    row.save(update_fields=["agreed_to_retract_at"])
    return event


def why_not_withdrawn(case: Case) -> str:
    """Who has not agreed yet; empty when all who stand behind the motion have."""
    rows = rules.standing(case).filter(leads=False, agreed_to_retract_at=None)
    names = [str(row.deputy) for row in rows]
    if not names:
        return ""
    return _("A motion is withdrawn when all who stand behind it agree. Not yet: %(names)s.") % {
        "names": _(", ").join(names)
    }


@transaction.atomic
def withdraw_motion(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Withdraw it, when all have agreed. On the agenda it is asked for, and the presidium consents."""
    hold(case)
    if why := why_not_withdrawn(case):
        raise StepRefused(why)
    if case.status == "on_agenda":
        event = advance(case, "ask_withdrawal", actor=actor, note=note, expected_version=expected_version)
        Motion.objects.filter(case=case).update(withdrawal_asked_at=timezone.now())
        return event
    return advance(case, "withdraw_motion", actor=actor, note=note, expected_version=expected_version)


@transaction.atomic
def consent(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """The presidium's consent to a withdrawal that was asked for before the vote; the deliberation ends."""
    if Motion.objects.get(case=case).withdrawal_asked_at is None:
        raise StepRefused(_("Nobody has asked to withdraw the motion."))
    return advance(case, "consent", actor=actor, note=note, expected_version=expected_version)


@transaction.atomic
def end_deliberation(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """The presidium consents to end it because too few are left (Shanghai, article 13)."""
    if not rules.shortfall(case):
        raise StepRefused(_("Enough deputies stand behind the motion; it goes on."))
    return advance(case, "end_deliberation", actor=actor, note=note, expected_version=expected_version)
