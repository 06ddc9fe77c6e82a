from contacts.models.event import ContactEvent
from contacts.models.inquiry import (
    AccessCode,
    Answer,
    Inquiry,
    InquiryKind,
    Option,
    Question,
    QuestionKind,
    Response,
    Source,
)
from contacts.models.mail import AnswerState, Mailbox, MailMessage, Outcome, Security
from contacts.models.minimum import MinimumNotice, MinimumReminder, MinimumRound, ReminderStep
from contacts.models.notice import ContactNotice, ContactNoticeState
from contacts.models.occasion import Duty, Occasion, OccasionKind, Recusal
from contacts.models.promise import NextStepDone
from contacts.models.record import ContactRecord, ServiceRecord
from contacts.models.visitor import Visitor, VisitorState, Way

__all__ = [
    "AccessCode",
    "Answer",
    "AnswerState",
    "ContactEvent",
    "ContactNotice",
    "ContactNoticeState",
    "ContactRecord",
    "Duty",
    "Inquiry",
    "InquiryKind",
    "MailMessage",
    "Mailbox",
    "MinimumNotice",
    "MinimumReminder",
    "MinimumRound",
    "NextStepDone",
    "Occasion",
    "OccasionKind",
    "Option",
    "Outcome",
    "Question",
    "QuestionKind",
    "Recusal",
    "ReminderStep",
    "Response",
    "Security",
    "ServiceRecord",
    "Source",
    "Visitor",
    "VisitorState",
    "Way",
]
