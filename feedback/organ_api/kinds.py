"""What a change is to the organ that hears of it: a short list of words that programs can rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from casework.models import Event

_ORGAN = frozenset({"handler", "head"})


class ChangeKind(models.TextChoices):
    ASSIGNED = "assigned", _("assigned to the organ")
    TAKEN_AWAY = "taken_away", _("taken from the organ, or given to another")
    OBJECTION_REFUSED = "objection_refused", _("the objection was refused")
    URGED = "urged", _("reminded or urged")
    EXTENSION_GRANTED = "extension_granted", _("more time was granted")
    EXTENSION_REFUSED = "extension_refused", _("more time was refused")
    DUE_MOVED = "due_moved", _("the date was counted anew")
    CLOCK_STOPPED = "clock_stopped", _("the time stands still")
    CLOCK_RESUMED = "clock_resumed", _("the time goes on")
    COUNTERSIGN = "countersign", _("a draft is to be countersigned, or has been")
    DRAFT_SENT_BACK = "draft_sent_back", _("the head sent the draft back")
    REPLY_APPROVED = "reply_approved", _("the reply was approved or delivered")
    REPLY_RETURNED = "reply_returned", _("the reply was returned")
    ANSWERED = "answered", _("the citizen was given the answer")
    RATED = "rated", _("rated")
    REWORK = "rework", _("to be handled again")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("handled together with others, or no more")
    ADDED = "added", _("the citizen added something")
    PROMISE = "promise", _("a step of a promise")
    CLOSED = "closed", _("closed")
    DONE_HERE = "done_here", _("the organ itself did something")
    CHANGED = "changed", _("anything else")


_KINDS: dict[str, ChangeKind] = {
    action: kind
    for kind, actions in {
        ChangeKind.TAKEN_AWAY: ("revoke", "uphold_objection", "recall"),
        ChangeKind.OBJECTION_REFUSED: ("refuse_objection",),
        ChangeKind.URGED: ("remind", "urge", "urge_again", "supervise"),
        ChangeKind.EXTENSION_GRANTED: ("grant_extension",),
        ChangeKind.EXTENSION_REFUSED: ("refuse_extension",),
        ChangeKind.DUE_MOVED: ("move_date", "confirm_date", "apply_rules"),
        ChangeKind.CLOCK_STOPPED: ("suspend",),
        ChangeKind.CLOCK_RESUMED: ("resume_clock",),
        ChangeKind.COUNTERSIGN: ("ask_countersign", "countersigned", "stop_countersign", "agree", "disagree"),
        ChangeKind.DRAFT_SENT_BACK: ("send_back",),
        ChangeKind.REPLY_APPROVED: ("approve_reply", "deliver", "agree_to_report"),
        ChangeKind.REPLY_RETURNED: ("return_reply",),
        ChangeKind.ANSWERED: ("feed_back",),
        ChangeKind.RATED: ("rate", "rate_answer"),
        ChangeKind.REWORK: ("ask_rework", "have_redone", "redo"),
        ChangeKind.WITHDRAWN: ("withdraw", "withdraw_motion", "retract"),
        ChangeKind.MERGED: ("join", "join_again", "gather", "let_go", "separate", "unjoin", "merge"),
        ChangeKind.ADDED: ("add_remark", "supply_more"),
        ChangeKind.CLOSED: (
            "close",
            "close_unsatisfied",
            "close_unrated",
            "conclude",
            "conclude_unrated",
            "record_meeting",
            "record_mediation",
        ),
    }.items()
    for action in actions
}
_GIVEN = ("assign", "add_organ", "give_to_organ")


def kind_of(event: Event, *, is_given: bool) -> ChangeKind:
    """What ``event`` is to an organ; ``is_given``: it is the one that got the case by it."""
    if event.commitment_id is not None:
        return ChangeKind.PROMISE
    if event.action in _GIVEN:
        return ChangeKind.ASSIGNED if is_given else ChangeKind.CHANGED
    if event.action in _KINDS:
        return _KINDS[event.action]
    return ChangeKind.DONE_HERE if event.acting_as in _ORGAN else ChangeKind.CHANGED
