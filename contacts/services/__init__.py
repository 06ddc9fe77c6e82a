"""The only writers of this room: keyword-only functions, one transaction each."""

from contacts.services.advance import advance, allowed_steps
from contacts.services.booking import book, give_back, mark, sign_in, slots_of, walk_in, why_not_booked
from contacts.services.days import (
    Plan,
    announce,
    cancel,
    change,
    hold,
    on_day,
    plan,
    plan_year,
    postpone,
    record,
    set_duty,
    why_not_announced,
)
from contacts.services.following import follow
from contacts.services.hearing import Heard, convey, hear, help_given, keep, note
from contacts.services.recusing import recuse
from contacts.services.telling import not_reached, send_owed

__all__ = [
    "Heard",
    "Plan",
    "advance",
    "allowed_steps",
    "announce",
    "book",
    "cancel",
    "change",
    "convey",
    "follow",
    "give_back",
    "hear",
    "help_given",
    "hold",
    "keep",
    "mark",
    "not_reached",
    "note",
    "on_day",
    "plan",
    "plan_year",
    "postpone",
    "record",
    "recuse",
    "send_owed",
    "set_duty",
    "sign_in",
    "slots_of",
    "walk_in",
    "why_not_announced",
    "why_not_booked",
]
