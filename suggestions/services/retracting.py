"""A deputy withdraws a suggestion in writing: its handling ends; a joint one only when all who signed agree.

Sources: Shandong 9, Shanghai 10, Beijing 13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import StepRefused
from casework.models import Signatory
from casework.rules import profile_by_key
from casework.services import advance
from casework.services.settling import hold
from deputies.models import posts_of
from suggestions.models import Suggestion
from suggestions.services.lodging import standing_signatories

if TYPE_CHECKING:
    from casework.models import Case, Event


def why_not_retracted(case: Case) -> str:
    """Why the suggestion cannot be withdrawn under its rules, or not yet; empty where it can."""
    rule = profile_by_key(case.profile).switches["withdrawal"]
    if rule.value == "before_assignment" and case.assigned_at is not None:
        return _("It has been assigned; a suggestion can be withdrawn before that (%(article)s).") % {
            "article": rule.article
        }
    missing = [str(row.deputy) for row in _others(case) if row.agreed_to_retract_at is None]
    if missing:
        return _("A joint suggestion is withdrawn when all who signed agree. Not yet: %(names)s.") % {
            "names": _(", ").join(missing)
        }
    return ""


def _others(case: Case) -> list[Signatory]:
    suggestion = Suggestion.objects.get(case=case)
    return list(standing_signatories(suggestion).filter(leads=False))


@transaction.atomic
def agree_to_retract(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """A co-signer agrees that the suggestion be withdrawn."""
    event = advance(case, "agree_to_retract", actor=actor, expected_version=expected_version)
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    Signatory.objects.filter(case=case, deputy__in=mine, leads=False, agreed_to_retract_at=None).update(
        agreed_to_retract_at=timezone.now()
    )
    return event


@transaction.atomic
def retract(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Withdraw it, with a reason in writing. Organs that have it are released."""
    hold(case)
    if refused := why_not_retracted(case):
        raise StepRefused(refused)
    event = advance(case, "retract", actor=actor, note=note, expected_version=expected_version)
    for share in case.assignments.live():
        advance(share, "revoke", actor=Actor.system)
    return event
