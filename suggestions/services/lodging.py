"""Handing in: from here on the suggestion is a case with a receiver, a clock and a history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete, LostRace, NotAllowed
from casework.models import Channel, Signatory
from casework.models.case import Kind
from casework.rules import profile_for
from casework.services import advance, open_case
from deputies.mandates import phase_of
from deputies.models import Mandate, posts_of
from suggestions.models import Answer, Receiver, Suggestion
from suggestions.services.drafting import check_in_office
from suggestions.services.moving import move

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.actors import Actor
    from casework.models import Case, Event
    from deputies.mandates import Phase
    from deputies.models import PeoplesCongress


def receiver_of(congress: PeoplesCongress, phase: Phase) -> Receiver:
    """Who receives it: the presidium of a township, in session the secretariat, else the deputies' work body."""
    if congress.level == "township":
        return Receiver.PRESIDIUM
    return Receiver.SECRETARIAT if phase.in_session else Receiver.WORK_BODY


@transaction.atomic
def hand_in(suggestion: Suggestion, *, actor: Actor, expected_version: int | None = None) -> Case:
    """Hand the draft in. It must be whole, one matter, and verified by the deputy; who has not signed stays out.

    Raises Incomplete with the field that is missing; NotAllowed without a mandate in force.
    """
    Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.is_motion:
        raise ValueError("a motion is handed in as a motion")
    check_in_office(suggestion.deputy)
    check_whole(suggestion)
    phase = phase_of(suggestion.congress)
    _check_delegation(suggestion, phase)
    if expected_version is not None and expected_version != suggestion.version:
        raise LostRace(_("The draft has been changed in another window. Look at it again before you go on."))
    case = _open(suggestion, phase, actor)
    sign_for_good(suggestion, case, actor)
    receiver = receiver_of(suggestion.congress, phase)
    move(suggestion, "hand_in", actor=actor, case=case, receiver=receiver)
    return case


def check_whole(suggestion: Suggestion) -> None:
    """Incomplete for the first thing that is missing (Beijing, article 9)."""
    for name, sentence in (
        ("title", _("Give the suggestion a title.")),
        ("facts", _("Write the facts and the reasons.")),
        ("proposal", _("Write what is proposed.")),
        ("verified_how", _("Say how you verified the matter.")),
        ("verified", _("Say what you found when you verified it: a suggestion never is a letter passed on.")),
    ):
        if suggestion.is_motion and name.startswith("verified"):
            continue  # what was a motion has grounds in its place
        if not str(getattr(suggestion, name)).strip():
            raise Incomplete(name, sentence)
    if not suggestion.one_matter:
        raise Incomplete("one_matter", _("One matter to a suggestion: confirm it, or split the draft."))
    if suggestion.organ and suggestion.organ.congress_id != suggestion.congress_id:
        raise Incomplete("organ", _("The organ belongs to another congress."))


def _check_delegation(suggestion: Suggestion, phase: Phase) -> None:
    """A delegation hands in while the congress meets, through its own member (Chongqing, article 8)."""
    if not suggestion.delegation:
        return
    rule = profile_for(suggestion.congress.rule_profile, timezone.localdate()).switches[
        "delegation_may_suggest"
    ]
    if not rule.value:
        raise Incomplete(
            "delegation",
            _(
                "Here deputies hand in suggestions, one or several together; a delegation does not (%(article)s)."
            )
            % {"article": rule.article},
        )
    if not phase.in_session:
        raise Incomplete("delegation", _("A delegation hands in while the congress meets."))
    held = Mandate.objects.filter(deputy=suggestion.deputy_id, status="in_force")
    if not held.filter(delegation=suggestion.delegation).exists():
        raise Incomplete("delegation", _("You are not of this delegation."))


def _open(suggestion: Suggestion, phase: Phase, actor: Actor) -> Case:
    clock, counted_from = first_clock(suggestion.congress, phase)
    channel, _made = Channel.objects.get_or_create(
        code=Channel.BY_DEPUTIES,
        defaults={"name": "代表提出", "name_en": "by a deputy", "at_desk": False, "position": 90},
    )
    case, _event = open_case(
        kind=Kind.SUGGESTION,
        congress=suggestion.congress,
        title=suggestion.title,
        actor=actor,
        acting="deputy",
        clock=clock,
        counted_from=counted_from,
        channel=channel,
        deputy=suggestion.deputy,
        division=suggestion.division,
        session=phase.session,
        with_deputy_at=timezone.now(),
    )
    return case


def first_clock(congress: PeoplesCongress, phase: Phase) -> tuple[str, date | None]:
    """The clock to the assignment, and from when it counts: the receipt, or in session what the rules say."""
    if not phase.in_session or phase.session is None:
        return "assign", None
    during = profile_for(congress.rule_profile, timezone.localdate()).switch("assign_during_session")
    close = phase.session.ends_on
    return "assign_in_session", close - timedelta(days=1) if during else close


def sign_for_good(suggestion: Suggestion, case: Case, actor: Actor) -> None:
    """What is handed in is signed by who leads, and those who have signed these very words and are still in office."""
    version = suggestion.version
    rows = suggestion.invitations.filter(state=Answer.SIGNED, version=version).select_related("deputy")
    in_office = suggestion.deputy.__class__.objects.in_office().filter(invitations__in=rows)
    signed = rows.filter(deputy__in=in_office)
    if actor.user is None:
        raise NotAllowed(_("Only a deputy has suggestions of their own."))
    Signatory.objects.create(
        case=case,
        deputy=suggestion.deputy,
        leads=True,
        signed_at=timezone.now(),
        signed_by=actor.user,
        words=version,
    )
    Signatory.objects.bulk_create(
        Signatory(
            case=case,
            deputy=row.deputy,
            signed_at=row.answered_at,
            signed_by_id=row.answered_by_id,
            words=version,
        )
        for row in signed
        if row.answered_at and row.answered_by_id  # a check of the table's, too
    )


# --- Sent back and handed in again --------------------------------------------------------------------------
def send_back(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Send it back for revision, saying what is missing."""
    return advance(case, "send_back", actor=actor, note=note, expected_version=expected_version)


@transaction.atomic
def resubmit(case: Case, *, actor: Actor, expected_version: int | None = None, **words: Any) -> Event:
    """Hand the revised words in again. With other words the co-signers' names stay only under what they signed.

    ``words`` are title, facts, proposal, verified and organ, as far as they change.
    """
    suggestion = Suggestion.objects.select_for_update().get(case=case)
    changed = {name: value for name, value in words.items() if getattr(suggestion, name) != value}
    if not changed:
        raise Incomplete(
            "facts", _("Nothing has been changed. Revise the words, or withdraw the suggestion.")
        )
    for name, value in changed.items():
        setattr(suggestion, name, value)
    check_whole(suggestion)
    suggestion.version += 1
    suggestion.save(update_fields=[*changed, "version"])
    Signatory.objects.filter(case=case, leads=True).update(words=suggestion.version)
    phase = phase_of(case.congress)
    clock, counted_from = first_clock(case.congress, phase)
    return advance(
        case, "resubmit", actor=actor, given={"revision"}, clock=clock, counted_from=counted_from,
        expected_version=expected_version, title=suggestion.title,
    )  # fmt: skip


@transaction.atomic
def confirm_words(case: Case, *, actor: Actor) -> None:
    """A co-signer has read the revised words and signs them too; in their own session."""
    suggestion = Suggestion.objects.get(case=case)
    advance(case, "confirm_words", actor=actor)
    mine = posts_of(actor.user).deputy if actor.user else frozenset()
    Signatory.objects.filter(case=case, deputy__in=mine, leads=False).update(
        words=suggestion.version, signed_at=timezone.now(), signed_by=actor.user
    )


def standing_signatories(suggestion: Suggestion) -> QuerySet[Signatory]:
    """Those who signed the words as they are now; who leads comes first."""
    rows = Signatory.objects.filter(case=suggestion.case_id, words=suggestion.version)
    return rows.select_related("deputy")
