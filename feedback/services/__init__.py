"""The only writers of opinions: keyword-only functions, one transaction each."""

from feedback.services.citizen import add_remark, ask_rework, rate, supply_more, withdraw
from feedback.services.deputy import answer, refer, take_up
from feedback.services.intake import KeyIsTaken, Submission, is_same, submit, submit_page
from feedback.services.joining import PartOf, add_to_earlier, split
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
    why_not_fed_back,
    write_note,
)
from feedback.services.rehoming import rehome
from feedback.services.timeouts import close_due

__all__ = [
    "KeyIsTaken",
    "PartOf",
    "Submission",
    "add_remark",
    "add_to_earlier",
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
    "rehome",
    "return_answer",
    "set_owner",
    "split",
    "submit",
    "submit_page",
    "supply_more",
    "take_back",
    "take_up",
    "why_not_fed_back",
    "withdraw",
    "write_note",
]
