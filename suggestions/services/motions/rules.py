"""What the rules ask of a motion: how many deputies, until when, and who else may bring one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import formats
from casework.models import Signatory
from casework.rules import profile_by_key, profile_for
from deputies.mandates import phase_of
from deputies.models import Mandate, SpecialCommittee
from suggestions.models import Motion, Proposer, Suggestion

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from casework.models import Case
    from casework.rules import Profile
    from deputies.models import PeoplesCongress


@dataclass(frozen=True, slots=True)
class Needed:
    """How many deputies must stand behind a motion, and the article that says so."""

    n: int
    article: str


def needed(congress: PeoplesCongress, profile: Profile | None = None) -> Needed:
    """30, 10 or 5 by the level of the congress, from its rules."""
    rules = profile or profile_for(congress.rule_profile, timezone.localdate())
    return Needed(rules.limit("motion_cosigners", congress.level), rules.limits["motion_cosigners"].article)


def needed_for(case: Case) -> Needed:
    return needed(case.congress, profile_by_key(case.profile))


def cut_off(congress: PeoplesCongress) -> datetime | None:
    """The moment after which motions of the session that meets are too late; None out of session or while not set."""
    phase = phase_of(congress)
    return phase.session.motion_cutoff if phase.in_session and phase.session else None


def too_late(congress: PeoplesCongress) -> str:
    """The sentence for whoever signs after the cut-off, with the moment; empty before it and out of session."""
    moment = cut_off(congress)
    if moment is None or timezone.now() <= moment:
        return ""
    return _("The cut-off for motions of this session was %(moment)s. Nobody can sign any more.") % {
        "moment": formats.moment(moment)
    }


def phase_in_session(case: Case) -> bool:
    """Whether the congress meets now and the motion was in before its cut-off."""
    return phase_of(case.congress).in_session and Motion.objects.get(case=case).in_session


def standing(case: Case) -> QuerySet[Signatory]:
    """Those who stand behind the motion now: they signed its words as they are, and did not take it back."""
    rows = Signatory.objects.filter(case=case, withdrawn_at=None).select_related("deputy")
    version = Suggestion.objects.filter(case=case).values_list("version", flat=True).first()
    return rows if version is None else rows.filter(words=version)


def delegation_may_move(congress: PeoplesCongress) -> bool:
    rules = profile_for(congress.rule_profile, timezone.localdate())
    return congress.level == "national" or bool(rules.switch("delegation_may_move"))


def delegation_majority(suggestion: Suggestion) -> int:
    """How many deputies of the delegation are more than half of it."""
    seats = Mandate.objects.filter(
        deputy__congress=suggestion.congress_id, status="in_force", delegation=suggestion.delegation
    )
    return seats.values("deputy").distinct().count() // 2 + 1


def hand_to(case: Case, committee: str, **columns: str) -> None:
    """Write down which committee has the motion: by its name today, and by the body itself, which may be renamed.

    A body that no motion went to before is entered.
    """
    name = " ".join(committee.split())
    body, _made = SpecialCommittee.objects.get_or_create(congress_id=case.congress_id, name=name)
    Motion.objects.filter(case=case).update(committee=name, with_body=body, **columns)


def shortfall(case: Case) -> str:
    """Why too few stand behind the motion; empty where they are enough, and for one that a body brings."""
    motion = Motion.objects.get(case=case)
    if motion.proposer in (Proposer.COMMITTEE, Proposer.PRESIDIUM):
        return ""
    held = standing(case).count()
    if motion.proposer == Proposer.DELEGATION:
        need = delegation_majority(Suggestion.objects.get(case=case))
        return "" if held >= need else _too_few(held, need, motion.body)
    rule = needed_for(case)
    return "" if held >= rule.n else _too_few(held, rule.n, rule.article)


def _too_few(held: int, need: int, article: str) -> str:
    return _("%(held)d deputies stand behind the motion; %(need)d are needed (%(article)s).") % {
        "held": held, "need": need, "article": article,
    }  # fmt: skip
