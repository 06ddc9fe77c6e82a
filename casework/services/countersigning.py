"""Countersigning: the assisting organs agree to the draft of the one that leads, or say in writing why not.

Only where the rules of the case ask for it. Whoever stays silent past its date no longer holds the draft back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework import clocks
from casework.answers import tells_disagreement
from casework.errors import Refused, StepRefused
from casework.models import Assignment, Consent, Countersignature, Reply
from casework.models.assignment import HandlingRole
from casework.models.reply import ReplyState
from casework.rules import current_calendar, profile_by_key, shift_workdays
from casework.services.advance import advance
from casework.services.settling import hold
from casework.workflows import ASSIGNMENT

if TYPE_CHECKING:
    from datetime import date

    from casework.models import Case


def is_countersigned(case: Case) -> bool:
    """Whether the rules under which the case began ask for it."""
    return profile_by_key(case.profile).switch("reply_countersign") is True


def circulate(lead: Assignment, reply: Reply, *, actor: Actor) -> None:
    """Ask every assisting organ that has not spoken to these words; with nobody to ask the head may release."""
    if lead.role != HandlingRole.LEAD or not is_countersigned(lead.case):
        return
    for share in _to_be_asked(lead, reply):
        _ask(share, reply)
    if lead.status == "drafted" and _is_waited_for(reply):
        advance(lead, "circulate", actor=actor)


def ask_all(case: Case) -> None:
    """An organ that assists from now on is asked about the drafts that have not been released yet."""
    drafts = Reply.objects.filter(
        case=case, state=ReplyState.SUBMITTED, assignment__status__in=["drafted", "circulated"]
    )
    for reply in drafts.select_related("assignment"):
        if reply.assignment is not None:
            reply.assignment.case = case
            circulate(reply.assignment, reply, actor=Actor.system)


def _to_be_asked(lead: Assignment, reply: Reply) -> list[Assignment]:
    said = {row.assignment_id: row for row in Countersignature.objects.latest_of(lead)}
    assisting = lead.case.assignments.filter(
        role=HandlingRole.ASSIST, status__in=[*ASSIGNMENT.step("ask_countersign").sources, "to_agree"]
    )
    return [
        share
        for share in assisting.select_related("organ")
        if not _has_spoken(said.get(share.pk), share, reply)
    ]


def _has_spoken(row: Countersignature | None, share: Assignment, reply: Reply) -> bool:
    """Who agreed to other words is asked again; who disagreed is not, where the new words say so."""
    if row is None or row.state == Consent.SILENT:
        return False
    if row.state == Consent.DISAGREED and _tells_of(share, reply):
        return True
    return row.words == reply.words


def _tells_of(share: Assignment, reply: Reply) -> bool:
    return tells_disagreement((share.organ.name, share.organ.short_name), reply.body)


def _ask(share: Assignment, reply: Reply) -> None:
    """The share waits for the head's word; what it stood at before is kept for afterwards."""
    due_on = _due(share.case)
    row = Countersignature(reply=reply, assignment=share, words=reply.words, due_on=due_on)
    if share.status == "to_agree":  # another organ that leads asks as well
        other = share.countersignatures.asked().earliest("pk")
        row.stood, row.stood_due_on = other.stood, other.stood_due_on
    else:
        # A draft of its own opinion goes no further: what it has to say, it says to the draft.
        own = share.replies.filter(state=ReplyState.SUBMITTED).update(state=ReplyState.DRAFT)
        row.stood, row.stood_due_on = "handling" if own else share.status, share.due_on
        advance(share, "ask_countersign", actor=Actor.system, due_on=due_on)
    row.save()


def _due(case: Case) -> date:
    """Early enough for the lead to answer; where its own date is here or over, the next working day."""
    inner, last = clocks.countersign(case, timezone.localdate()).due, case.answer_due_on
    if last is None or inner <= last:
        return inner
    return max(last, shift_workdays(timezone.localdate(), 1, current_calendar()))


@transaction.atomic
def countersign(
    share: Assignment, *, actor: Actor, agreed: bool, reason: str = "", expected_version: int | None = None
) -> Countersignature:
    """The head of an assisting organ agrees to the draft, or disagrees with a written reason."""
    hold(share.case)
    row = share.countersignatures.asked().select_related("reply__assignment").first()
    if row is None:
        raise StepRefused(_("No draft waits for your organ's countersignature any more."))
    now = timezone.now()
    advance(
        share, "agree" if agreed else "disagree", actor=actor, note=reason, expected_version=expected_version,
        due_on=row.stood_due_on, signed_at=share.signed_at or now, released_at=now,
    )  # fmt: skip
    row.state = Consent.AGREED if agreed else Consent.DISAGREED
    row.reason, row.answered_by, row.answered_at = reason, actor.user, now
    row.save(update_fields=["state", "reason", "answered_by", "answered_at"])
    _ask_for_another(share)
    _go_on(row.reply, share.case)
    return row


def _ask_for_another(share: Assignment) -> None:
    """With several organs that lead the next one's draft is asked about at once."""
    waiting = share.countersignatures.filter(state=Consent.ASKED).first()
    if waiting:
        advance(share, "ask_countersign", actor=Actor.system, due_on=waiting.due_on)


def _is_waited_for(reply: Reply) -> bool:
    return reply.countersignatures.asked().filter(due_on__gte=timezone.localdate()).exists()


def _go_on(reply: Reply, case: Case, note: str = "") -> None:
    """With nobody left to wait for, the head of the organ that leads may release the draft."""
    lead = reply.assignment
    if lead is None or lead.status != "circulated" or _is_waited_for(reply):
        return
    lead.case = case
    advance(lead, "countersigned", actor=Actor.system, note=note)


def stop(reply: Reply, state: Consent) -> None:
    """Nobody is asked about this draft any more; whoever has not answered goes back to where they stood."""
    for row in reply.countersignatures.asked().select_related("assignment"):
        row.state = state
        row.save(update_fields=["state"])
        share = row.assignment
        share.case = reply.case
        if not share.countersignatures.asked().exists():
            advance(share, "stop_countersign", actor=Actor.system, back_to=row.stood, due_on=row.stood_due_on)


def check_disagreements(lead: Assignment, reply: Reply) -> None:
    """A reply is released against an assisting organ's disagreement only where it says so."""
    for row in Countersignature.objects.latest_of(lead):
        if row.state == Consent.DISAGREED and not _tells_of(row.assignment, reply):
            raise StepRefused(
                _(
                    "%(organ)s does not agree. Send the draft back to be amended, or to say so in a sentence of"
                    " its own that names %(organ)s."
                )
                % {"organ": row.assignment.organ.name}
            )


def end_silence(today: date | None = None) -> int:
    """Drafts for which everybody's time to countersign is over go on to the head; returns how many."""
    today = today or timezone.localdate()
    waits = Countersignature.objects.asked().filter(reply__assignment=OuterRef("pk"), due_on__gte=today)
    over = Assignment.objects.filter(~Exists(waits), status="circulated")
    return sum(_end(key) for key in list(over.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _end(key: int) -> int:
    lead = Assignment.objects.select_related("case").get(pk=key)
    silent = [row for row in Countersignature.objects.latest_of(lead) if row.state == Consent.ASKED]
    names = ", ".join(row.assignment.organ.name for row in silent)
    note = _("Did not answer in time: %(organs)s") % {"organs": names} if names else ""
    try:
        advance(lead, "countersigned", actor=Actor.system, note=note)
    except Refused:  # somebody was faster
        return 0
    return 1
