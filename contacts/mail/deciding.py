"""What becomes of a message: one function that reads and writes nothing, so that it can be asked twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from casework.models import Case
from casework.workflows import OPINION
from contacts.mail import kinds, relays, threads, tokens
from contacts.mail.kinds import Kind
from contacts.mail.sealing import sender_mark
from contacts.models import MailMessage, Outcome
from deputies.models import Deputy, LiaisonStation, PeoplesCongress
from feedback.models import Notice

if TYPE_CHECKING:
    from contacts.mail.reading import Letter
    from contacts.models import Mailbox

_COUNTED = (Outcome.OPINION, Outcome.REMARK, Outcome.MORE, Outcome.HELD)
_REFUSED = {Kind.ENCRYPTED: "encrypted", Kind.INVITATION: "invitation", Kind.EMPTY: "empty"}
#: Held messages whose sender is told so; of the others nobody knows that a person waits for an answer.
_TELLS = frozenset(("closed", "other_sender"))


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of it and why; ``answers``: the sender is written to."""

    outcome: Outcome
    why: str = ""
    case: Case | None = None
    notice: Notice | None = None
    deputy: Deputy | None = None
    station: LiaisonStation | None = None
    answers: bool = False

    def congress_of(self, mailbox: Mailbox) -> PeoplesCongress:
        """Whose the message is: the case's, else that of whom it was sent to, else the mailbox's."""
        whose = self.case or self.deputy or self.station or mailbox
        return whose.congress


def decide(letter: Letter, mailbox: Mailbox, *, too_large: bool = False) -> Decision:
    """What ``letter`` becomes: machines first, since nobody answers them; then what cannot be read; then people."""
    if threads.is_ours(letter):
        return Decision(Outcome.AUTOMATIC, "own")
    thread = threads.of(letter)
    sort = kinds.sort(letter, answers_us=threads.answers_us(letter))
    case = thread.case if thread else None
    if sort.kind is Kind.BOUNCE:
        notice = _notice(letter)
        return Decision(Outcome.BOUNCE, sort.sign, case=notice.event.case if notice else None, notice=notice)
    if sort.kind in (Kind.AUTOMATIC, Kind.DELAY, Kind.LIST):
        return Decision(Outcome.AUTOMATIC, sort.kind.value, case=case)
    decision = _of_a_person(letter, mailbox, sort.kind, thread, too_large)
    return replace(
        decision, answers=decision.answers and not _wants_none(letter) and may_answer(letter.sender)
    )


def _of_a_person(
    letter: Letter, mailbox: Mailbox, kind: Kind, thread: threads.Thread | None, too_large: bool
) -> Decision:
    held = _held(letter, kind)
    if held:
        return Decision(Outcome.HELD, held, case=thread.case if thread else None)
    if too_large or kind in _REFUSED:
        return Decision(Outcome.REFUSED, "too_large" if too_large else _REFUSED[kind], answers=True)
    if thread is not None:
        return continued(thread)
    to = relays.addressed(letter.recipients, mailbox)
    if to.is_unknown:
        return Decision(Outcome.REFUSED, "unknown_address", answers=True)
    why = "several" if to.others else ""
    return Decision(Outcome.OPINION, why, deputy=to.deputy, station=to.station, answers=True)


def continued(thread: threads.Thread) -> Decision:
    """What an answer becomes: a part of its case where the citizen writes and the case is open, else a person looks."""
    case = thread.case
    if not thread.is_the_citizen:
        return Decision(Outcome.HELD, "other_sender", case=case, answers=True)
    if case.status in OPINION.step("supply_more").sources:
        return Decision(Outcome.MORE, case=case)
    if case.status in OPINION.step("add_remark").sources:
        return Decision(Outcome.REMARK, case=case)
    return Decision(Outcome.HELD, "closed", case=case, answers=True)


def _held(letter: Letter, kind: Kind) -> str:
    """Why a person has to look at it first; empty when nobody has to."""
    if not letter.sender:
        return "no_sender"
    if kind is Kind.NOREPLY:
        return "noreply"
    if User.objects.filter(email__iexact=letter.sender, is_active=True).exists():
        return "colleague"
    limits, now = settings.PORTAL_MAIL_LIMITS, timezone.now()
    lately = MailMessage.objects.filter(outcome__in=_COUNTED)
    own = lately.filter(sender_mark=sender_mark(letter.sender), recorded_at__gte=now - timedelta(days=1))
    if own.count() >= limits["sender"]:
        return "many_of_sender"
    if lately.filter(recorded_at__gte=now - timedelta(hours=1)).count() >= limits["all"]:
        return "many_at_all"
    return ""


def _wants_none(letter: Letter) -> bool:
    """Whether the sender's own server asks that no machine answers."""
    asked = letter.marks.get("x-auto-response-suppress", "")
    return "all" in asked or "autoreply" in asked


def may_answer(sender: str) -> bool:
    """Whether this sender has had fewer answers than the limit since yesterday: what writes back for ever ends."""
    since = timezone.now() - timedelta(days=1)
    told = MailMessage.objects.filter(
        sender_mark=sender_mark(sender), is_answered=True, recorded_at__gte=since
    )
    return told.count() < settings.PORTAL_MAIL_LIMITS["answers"]


def _notice(letter: Letter) -> Notice | None:
    """The notice that came back: by its Message-ID among the references, in the report, or anywhere in the words."""
    told = [tokens.read_id(one) for one in letter.references]
    told += tokens.ids_in(f"{letter.report}\n{letter.text}")
    keys = [one[1] for one in told if one and one[0] == "n"]
    found = Notice.objects.filter(event__in=keys, way="email", to_user=None)
    return found.select_related("event__case").order_by("-pk").first()
