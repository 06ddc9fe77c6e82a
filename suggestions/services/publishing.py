"""Publication: one officer prepares the redacted copy and proposes, another decides; three exceptions in law.

The same for suggestions and for motions. What is public stays so while a new copy is proposed, and gives way to it when
the second person has decided.
Sources: Law on Deputies, article 51; Shandong 27; Henan 29; Anhui's 20 working days after the reply; of motions
Shanghai, article 24, and the Organic Law, article 42.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.models.case import Kind
from casework.rules import profile_by_key
from casework.services import advance
from casework.services.settling import hold
from feedback.text import mask_personal
from suggestions.models import Decision, LegalException, Motion, MotionPublication, Suggestion
from suggestions.searching import index_cases
from suggestions.services.copies import (
    Copy,
    contacts_of,
    new_publication,
    public_copy,
    publication_waiting,
    publications_of,
)

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case, Event
    from suggestions.services.copies import AnyPublication, MotionCopy

_MAY_BE_EMPTY = "results"  # of a motion on which nothing was decided yet


@transaction.atomic
def start_clock(case: Case) -> None:
    """From each answer on: the day by which it is to be public (the profile's clock ``publish``). May run twice."""
    hold(case)
    if case.answered_at is None:
        return
    rows = publications_of(case)
    row = rows.undecided().first()
    if row is None and not rows.filter(proposed_at__gt=case.answered_at).exists():
        row = new_publication(case)
    if row is not None:
        row.due_on = clocks.planned(case, "publish", timezone.localdate(case.answered_at)).due_on
        row.save()


def deputy_may_keep_back(case: Case) -> bool:
    """Whether the rules leave publication to the deputy, and this one finds it unsuitable (Henan, article 29)."""
    asks = Suggestion.objects.filter(case=case, keep_back=True).exists()
    return asks and bool(profile_by_key(case.profile).switch("deputy_may_withhold_publication"))


@transaction.atomic
def propose(
    case: Case,
    *,
    actor: Actor,
    decision: str,
    copy: Copy | MotionCopy | None = None,
    exception: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Event:
    """Propose to publish whole, a part, or not at all; less than the whole only for an exception in law."""
    hold(case)
    _check_proposal(case, decision, exception, note)
    words = asdict(copy or Copy())
    if decision != Decision.NONE:
        _check_copy(words, contacts_of(case))
    event = advance(
        case, "propose_publication", actor=actor, note=note, given={"decision"}, expected_version=expected_version
    )  # fmt: skip
    row = publications_of(case).undecided().first() or new_publication(case)
    for name, text in words.items():
        setattr(row, name, "" if decision == Decision.NONE else text)
    row.decision, row.exception, row.note = decision, exception, note
    row.proposed_by, row.proposed_at = actor.user, timezone.now()
    row.save()
    return event


def _check_proposal(case: Case, decision: str, exception: str, note: str) -> None:
    """Incomplete unless less than the whole names an exception in law, and says what falls under it."""
    if decision not in Decision.values:
        raise Incomplete("decision", _("Say whether it is published, in part, or not."))
    if decision == Decision.WHOLE:
        if exception:
            raise Incomplete("exception", _("What is published whole has no exception."))
        return
    if exception not in LegalException.values:
        raise Incomplete(
            "exception",
            _("The law knows three exceptions: state secrets, business secrets, private matters."),
        )
    if exception == LegalException.DEPUTY and not deputy_may_keep_back(case):
        raise Incomplete("exception", _("The rules of this place do not leave it to the deputy."))
    if not note.strip():
        raise Incomplete("note", _("Say what in it falls under the exception."))


def _check_copy(words: dict[str, str], contacts: list[str]) -> None:
    """Incomplete for a part without words, and for one in which personal data stand."""
    for name, text in words.items():
        if not text.strip() and name != _MAY_BE_EMPTY:
            raise Incomplete(name, _("The copy for the public lacks words here."))
        if mask_personal(text)[1] or any(known in text for known in contacts):
            raise Incomplete(
                name, _("There is personal data in it: a telephone, an address, a number. Star it out.")
            )


@transaction.atomic
def confirm(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """The second person decides as proposed, who proposed cannot; what was public before gives way to it."""
    hold(case)
    row = _waiting(
        case, actor, _("Two people decide on publication. A colleague has to confirm your proposal.")
    )
    is_public = row.decision != Decision.NONE and not case.confidential
    event = advance(
        case, "confirm_publication", actor=actor, given={"decision"}, expected_version=expected_version,
        is_public=is_public, public=is_public,
    )  # fmt: skip
    now = timezone.now()
    publications_of(case).public().update(taken_down_at=now)
    row.decided_by, row.decided_at, row.published_at = actor.user, now, now if is_public else None
    row.save(update_fields=["decided_by", "decided_at", "published_at"])
    if case.kind == Kind.MOTION:
        Motion.objects.filter(case=case).update(published_at=row.published_at)
    index_cases([case.pk])
    return event


@transaction.atomic
def refuse(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """The second person does not agree; a new proposal is owed."""
    hold(case)
    row = _waiting(
        case, actor, _("Two people decide on publication. A colleague has to look at your proposal.")
    )
    event = advance(case, "refuse_publication", actor=actor, note=note, expected_version=expected_version)
    row.proposed_by = row.proposed_at = None
    row.save(update_fields=["proposed_by", "proposed_at"])
    return event


def _waiting(case: Case, actor: Actor, two_people: str) -> AnyPublication:
    row = publication_waiting(case)
    if row is None:
        raise StepRefused(_("Nobody has proposed how it is made public."))
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed(two_people)
    return row


@transaction.atomic
def take_down(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Take it down from the public pages, with a reason; it can be proposed anew."""
    hold(case)
    row = public_copy(case)
    if row is None or not case.is_public:
        raise StepRefused(_("It is not public."))
    event = advance(
        case, "take_down", actor=actor, note=note, is_public=False, expected_version=expected_version
    )
    row.taken_down_at = timezone.now()
    row.save(update_fields=["taken_down_at"])
    index_cases([case.pk])
    return event


def end_publication(case: Case) -> None:
    """What has become a suggestion is public as that, once it is answered: its copies as a motion are taken down."""
    MotionPublication.objects.filter(motion=case.pk).public().update(taken_down_at=timezone.now())
    index_cases([case.pk])
