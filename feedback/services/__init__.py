"""The only writers of opinions: keyword-only functions, one transaction each."""

from feedback.services.citizen import add_remark, ask_rework, rate, supply_more, withdraw
from feedback.services.deputy import answer, refer, take_up
from feedback.services.intake import KeyIsTaken, Submission, is_same, submit, submit_page
from feedback.services.office import (
    ask_more,
    feed_back,
    give_to_deputy,
    record_meeting,
    refuse,
    register,
    return_answer,
    set_owner,
    take_back,
    write_note,
)
from feedback.services.timeouts import close_due

__all__ = [
    "KeyIsTaken",
    "Submission",
    "add_remark",
    "answer",
    "ask_more",
    "ask_rework",
    "close_due",
    "feed_back",
    "give_to_deputy",
    "is_same",
    "rate",
    "record_meeting",
    "refer",
    "refuse",
    "register",
    "return_answer",
    "set_owner",
    "submit",
    "submit_page",
    "supply_more",
    "take_back",
    "take_up",
    "withdraw",
    "write_note",
]
