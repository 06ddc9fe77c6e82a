"""Publication: one officer prepares the redacted copy and proposes, another decides; three exceptions in law.

Sources: Law on Deputies, article 51; Shandong 27; Henan 29; Anhui's 20 working days after the reply.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks
from casework.errors import Incomplete, NotAllowed, StepRefused
from casework.rules import profile_by_key
from casework.services import advance
from feedback.text import mask_personal
from suggestions.models import Decision, LegalException, Publication, Suggestion
from suggestions.searching import index_cases

if TYPE_CHECKING:
    from accounts.actors import Actor
    from casework.models import Case, Event

_COPY = ("title", "facts", "proposal", "answer")


@dataclass(frozen=True, slots=True)
class Copy:
    """The words that anyone may read: what is in the files with private data left out."""

    title: str = ""
    facts: str = ""
    proposal: str = ""
    answer: str = ""


def publication_of(suggestion: Suggestion) -> Publication:
    return Publication.objects.get_or_create(suggestion=suggestion)[0]


def start_clock(case: Case) -> Publication:
    """From each answer on: the day by which it is to be public (the profile's clock ``publish``)."""
    row = publication_of(Suggestion.objects.get(case=case))
    if case.answered_at and not row.published_at:
        row.due_on = clocks.planned(case, "publish", timezone.localdate(case.answered_at)).due_on
        row.save(update_fields=["due_on"])
    return row


def first_copy(suggestion: Suggestion) -> Copy:
    """A first redacted copy: personal data starred out, and what tells how to reach the deputies left out."""
    case = suggestion.case
    replies = (
        case.replies.filter(state="approved").exclude(assignment__role="assist").order_by("pk")
        if case
        else []
    )
    answer = "\n\n".join(reply.body for reply in replies)
    words = (suggestion.title, suggestion.facts, suggestion.proposal, answer)
    contacts = _contacts(suggestion)
    return Copy(*(redacted(text, contacts) for text in words))


def redacted(text: str, contacts: list[str]) -> str:
    """``text`` with personal data starred out, and with the ``contacts`` of those who signed."""
    masked, _found = mask_personal(text)
    for known in contacts:
        masked = masked.replace(known, "***")
    return masked


def _contacts(suggestion: Suggestion) -> list[str]:
    return contacts_of(suggestion.case) if suggestion.case else []


def contacts_of(case: Case) -> list[str]:
    """Telephones, mail and post addresses of the deputies who signed: never published with what they signed."""
    rows = case.signatories.select_related("deputy")
    known = [value for row in rows for value in (row.deputy.phone, row.deputy.email, row.deputy.address)]
    return [value for value in known if len(value.strip()) > 4]


@transaction.atomic
def propose(
    case: Case,
    *,
    actor: Actor,
    decision: str,
    copy: Copy | None = None,
    exception: str = "",
    note: str = "",
    expected_version: int | None = None,
) -> Event:
    """Propose to publish whole, a part, or not at all; less than the whole only for an exception in law."""
    suggestion = Suggestion.objects.get(case=case)
    row = publication_of(suggestion)
    if row.is_public:
        raise StepRefused(_("It is public already. Take it down first."))
    copy = copy or Copy()
    check_proposal(decision, exception, note, deputy_may=_deputy_may(suggestion))
    if decision != Decision.NONE:
        check_copy({name: getattr(copy, name) for name in _COPY}, _contacts(suggestion))
    event = advance(
        case,
        "propose_publication",
        actor=actor,
        note=note,
        given={"decision"},
        expected_version=expected_version,
    )
    for name in _COPY:
        setattr(row, name, "" if decision == Decision.NONE else getattr(copy, name))
    row.decision, row.exception, row.note = decision, exception, note
    row.proposed_by, row.proposed_at = actor.user, timezone.now()
    row.decided_by = row.decided_at = row.published_at = row.taken_down_at = None
    row.save()
    return event


def check_proposal(decision: str, exception: str, note: str, *, deputy_may: bool) -> None:
    """Incomplete unless less than the whole names an exception in law, and says what falls under it.

    ``deputy_may``: the rules leave it to the deputy, and the deputy has asked for it (Henan, article 29).
    """
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
    if exception == LegalException.DEPUTY and not deputy_may:
        raise Incomplete("exception", _("The rules of this place do not leave it to the deputy."))
    if not note.strip():
        raise Incomplete("note", _("Say what in it falls under the exception."))


def _deputy_may(suggestion: Suggestion) -> bool:
    rules = profile_by_key(suggestion.case.profile)  # type: ignore[union-attr]
    return suggestion.keep_back and bool(rules.switch("deputy_may_withhold_publication"))


def check_copy(words: dict[str, str], contacts: list[str]) -> None:
    """Incomplete for a part without words, and for one in which personal data stand."""
    for name, text in words.items():
        if not text.strip():
            raise Incomplete(name, _("The copy for the public lacks words here."))
        if mask_personal(text)[1] or any(known in text for known in contacts):
            raise Incomplete(
                name, _("There is personal data in it: a telephone, an address, a number. Star it out.")
            )


@transaction.atomic
def confirm(case: Case, *, actor: Actor, expected_version: int | None = None) -> Event:
    """The second person decides as proposed; who proposed cannot."""
    row = _waiting(case)
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed(_("Two people decide on publication. A colleague has to confirm your proposal."))
    is_public = row.decision != Decision.NONE and not case.confidential
    event = advance(
        case, "confirm_publication", actor=actor, given={"decision"}, expected_version=expected_version,
        is_public=is_public, public=is_public,
    )  # fmt: skip
    row.decided_by, row.decided_at = actor.user, timezone.now()
    row.published_at = timezone.now() if is_public else None
    row.save(update_fields=["decided_by", "decided_at", "published_at"])
    index_cases([case.pk])
    return event


@transaction.atomic
def refuse(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """The second person does not agree; a new proposal is owed."""
    row = _waiting(case)
    if row.proposed_by_id == actor.user_id:
        raise NotAllowed(_("Two people decide on publication. A colleague has to look at your proposal."))
    event = advance(case, "refuse_publication", actor=actor, note=note, expected_version=expected_version)
    row.proposed_by = row.proposed_at = None
    row.save(update_fields=["proposed_by", "proposed_at"])
    return event


def _waiting(case: Case) -> Publication:
    row = Publication.objects.select_for_update().filter(suggestion__case=case).first()
    if row is None or not row.waits:
        raise StepRefused(_("Nobody has proposed how it is made public."))
    return row


@transaction.atomic
def take_down(case: Case, *, actor: Actor, note: str, expected_version: int | None = None) -> Event:
    """Take it down from the public pages, with a reason; it can be proposed anew."""
    row = Publication.objects.select_for_update().filter(suggestion__case=case).first()
    if row is None or not row.is_public:
        raise StepRefused(_("It is not public."))
    event = advance(
        case, "take_down", actor=actor, note=note, is_public=False, expected_version=expected_version
    )
    row.taken_down_at = timezone.now()
    row.save(update_fields=["taken_down_at"])
    index_cases([case.pk])
    return event
