"""The only writers of cases and assignments: keyword-only functions, one transaction each."""

from casework.services.advance import acting_as, advance, allowed_steps, check, workflow_of
from casework.services.assignments import (
    Part,
    add_organ,
    ask_extension,
    assign,
    decide_extension,
    decide_objection,
    object_to,
    recall,
    record_contact,
    sign,
)
from casework.services.cases import open_case
from casework.services.joining import join, separate, unjoin, why_not_followed, why_not_joined, why_not_undone
from casework.services.recounting import recount_provisional
from casework.services.replies import (
    approve_replies,
    release_reply,
    return_replies,
    save_draft,
    send_back,
    submit_reply,
)
from casework.services.splitting import MOST_PARTS, split, unsplit, why_not_split, why_not_unsplit
from casework.services.urging import NOBODY_NAMED, supervise, urge, urge_due

__all__ = [
    "MOST_PARTS",
    "NOBODY_NAMED",
    "Part",
    "acting_as",
    "add_organ",
    "advance",
    "allowed_steps",
    "approve_replies",
    "ask_extension",
    "assign",
    "check",
    "decide_extension",
    "decide_objection",
    "join",
    "object_to",
    "open_case",
    "recall",
    "record_contact",
    "recount_provisional",
    "release_reply",
    "return_replies",
    "save_draft",
    "send_back",
    "separate",
    "sign",
    "split",
    "submit_reply",
    "supervise",
    "unjoin",
    "unsplit",
    "urge",
    "urge_due",
    "why_not_followed",
    "why_not_joined",
    "why_not_split",
    "why_not_undone",
    "why_not_unsplit",
    "workflow_of",
]
