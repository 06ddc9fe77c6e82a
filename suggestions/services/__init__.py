"""The only writers of suggestions: keyword-only functions, one transaction each.

There is none that makes a suggestion of a citizen's letter: a deputy writes it, links what it grew from, and hands
it in themselves (Law on Deputies, articles 24 and 36; no place accepts letters that are passed on).
"""

from suggestions.services import motions
from suggestions.services.citizens import tell_of
from suggestions.services.copies import (
    Copy,
    MotionCopy,
    answers_of,
    first_copy,
    public_copy,
    publication_waiting,
    publications_of,
)
from suggestions.services.drafting import begin, link, reopen, save, throw_away, unlink
from suggestions.services.examining import accept, make_key, merge, topic_of, turn_down
from suggestions.services.lodging import (
    check_whole,
    confirm_words,
    hand_in,
    receiver_of,
    resubmit,
    send_back,
    standing_signatories,
)
from suggestions.services.publishing import confirm, deputy_may_keep_back, propose, refuse, take_down
from suggestions.services.rating import conclude_due, rate, record_mediation
from suggestions.services.reminding import remind, silent_shares, speak_by, unpublished
from suggestions.services.retracting import agree_to_retract, retract, why_not_retracted
from suggestions.services.signing import decline, invite, sign, why_not_signed

__all__ = [
    "Copy",
    "MotionCopy",
    "accept",
    "agree_to_retract",
    "answers_of",
    "begin",
    "check_whole",
    "conclude_due",
    "confirm",
    "confirm_words",
    "decline",
    "deputy_may_keep_back",
    "first_copy",
    "hand_in",
    "invite",
    "link",
    "make_key",
    "merge",
    "motions",
    "propose",
    "public_copy",
    "publication_waiting",
    "publications_of",
    "rate",
    "receiver_of",
    "record_mediation",
    "refuse",
    "remind",
    "reopen",
    "resubmit",
    "retract",
    "save",
    "send_back",
    "sign",
    "silent_shares",
    "speak_by",
    "standing_signatories",
    "take_down",
    "tell_of",
    "throw_away",
    "topic_of",
    "turn_down",
    "unlink",
    "unpublished",
    "why_not_retracted",
    "why_not_signed",
]
