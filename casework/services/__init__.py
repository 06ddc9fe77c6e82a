"""The only writers of cases and assignments: keyword-only functions, one transaction each."""

from casework.services.advance import acting_as, advance, allowed_steps, check, share_of, workflow_of
from casework.services.assignments import (
    Part,
    add_organ,
    assign,
    decide_objection,
    object_to,
    recall,
    record_contact,
    sign,
)
from casework.services.cases import open_case
from casework.services.commitments import (
    pass_on,
    promises,
    release_report,
    report_promise,
    report_status,
    return_report,
    send_report_back,
    why_not_passed_on,
)
from casework.services.countersigning import countersign, end_silence, is_countersigned
from casework.services.extensions import ask_extension, decide_extension, why_no_extension
from casework.services.going_on import date_if_gone_on, why_not_while_still
from casework.services.joining import join, separate, unjoin, why_not_followed, why_not_joined, why_not_undone
from casework.services.newer_rules import apply_rules, newer_rules
from casework.services.promised_days import remind_of_promises
from casework.services.recounting import recount_provisional
from casework.services.replies import (
    approve_replies,
    release_reply,
    return_replies,
    save_draft,
    send_back,
    submit_reply,
    take_back_draft,
)
from casework.services.splitting import MOST_PARTS, split, unsplit, why_not_split, why_not_unsplit
from casework.services.suspending import (
    resume_clock,
    resume_over,
    suspend,
    why_not_gone_on,
    why_not_suspended,
)
from casework.services.turning import is_picture, may_turn, turn
from casework.services.undoing import forget_offers, session_mark, undo, undoable
from casework.services.urging import NOBODY_NAMED, supervise, urge, urge_due

__all__ = [
    "MOST_PARTS",
    "NOBODY_NAMED",
    "Part",
    "acting_as",
    "add_organ",
    "advance",
    "allowed_steps",
    "apply_rules",
    "approve_replies",
    "ask_extension",
    "assign",
    "check",
    "countersign",
    "date_if_gone_on",
    "decide_extension",
    "decide_objection",
    "end_silence",
    "forget_offers",
    "is_countersigned",
    "is_picture",
    "join",
    "may_turn",
    "newer_rules",
    "object_to",
    "open_case",
    "pass_on",
    "promises",
    "recall",
    "record_contact",
    "recount_provisional",
    "release_reply",
    "release_report",
    "remind_of_promises",
    "report_promise",
    "report_status",
    "resume_clock",
    "resume_over",
    "return_replies",
    "return_report",
    "save_draft",
    "send_back",
    "send_report_back",
    "separate",
    "session_mark",
    "share_of",
    "sign",
    "split",
    "submit_reply",
    "supervise",
    "suspend",
    "take_back_draft",
    "turn",
    "undo",
    "undoable",
    "unjoin",
    "unsplit",
    "urge",
    "urge_due",
    "why_no_extension",
    "why_not_followed",
    "why_not_gone_on",
    "why_not_joined",
    "why_not_passed_on",
    "why_not_split",
    "why_not_suspended",
    "why_not_undone",
    "why_not_unsplit",
    "why_not_while_still",
    "workflow_of",
]
