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
from contacts.services.inquiries import (
    Asked,
    Draft,
    Filled,
    answer,
    open_inquiry,
    prolong,
    publish,
    rewrite,
    write,
)
from contacts.services.minimum import remind_of_minimum, send_reminders
from contacts.services.printing import print_codes, print_forms
from contacts.services.promising import may_settle, settle_next_step
from contacts.services.recusing import recuse
from contacts.services.telling import not_reached, send_owed

__all__ = [
    "Asked",
    "Draft",
    "Filled",
    "Heard",
    "Plan",
    "advance",
    "allowed_steps",
    "announce",
    "answer",
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
    "may_settle",
    "not_reached",
    "note",
    "on_day",
    "open_inquiry",
    "plan",
    "plan_year",
    "postpone",
    "print_codes",
    "print_forms",
    "prolong",
    "publish",
    "record",
    "recuse",
    "remind_of_minimum",
    "rewrite",
    "send_owed",
    "send_reminders",
    "set_duty",
    "settle_next_step",
    "sign_in",
    "slots_of",
    "walk_in",
    "why_not_announced",
    "why_not_booked",
    "write",
]
