"""The writers of motions: who brings them, who signs, what is decided. Drafts are those of suggestions."""

from casework.workflows import MOTION
from suggestions.services.motions.deciding import (
    ask_again,
    ask_until,
    decide,
    give_to_organ,
    leave_off,
    place,
    refer_first,
    report_handling,
    second_request,
    set_times,
    why_not_again,
)
from suggestions.services.motions.lodging import (
    bring_for,
    check_parts,
    complete,
    hand_in_motion,
    pass_check,
    pass_on,
    return_motion,
    reword,
)
from suggestions.services.motions.rules import (
    cut_off,
    needed,
    needed_for,
    phase_in_session,
    shortfall,
    standing,
    too_late,
)
from suggestions.services.motions.signatures import (
    agree_to_withdraw,
    ask_more,
    consent,
    drop_signature,
    end_deliberation,
    sign_motion,
    why_not_withdrawn,
    withdraw_motion,
)

OPEN = tuple(MOTION.open_names)
#: Where it has come to an end that the public is told of.
DECIDED = tuple(one.name for one in MOTION.statuses if not one.is_open and one.name != "motion_withdrawn")

__all__ = [
    "DECIDED",
    "OPEN",
    "agree_to_withdraw",
    "ask_again",
    "ask_more",
    "ask_until",
    "bring_for",
    "check_parts",
    "complete",
    "consent",
    "cut_off",
    "decide",
    "drop_signature",
    "end_deliberation",
    "give_to_organ",
    "hand_in_motion",
    "leave_off",
    "needed",
    "needed_for",
    "pass_check",
    "pass_on",
    "phase_in_session",
    "place",
    "refer_first",
    "report_handling",
    "return_motion",
    "reword",
    "second_request",
    "set_times",
    "shortfall",
    "sign_motion",
    "standing",
    "too_late",
    "why_not_again",
    "why_not_withdrawn",
    "withdraw_motion",
]
