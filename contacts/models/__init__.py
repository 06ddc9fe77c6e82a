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
from contacts.models.notice import ContactNotice, ContactNoticeState
from contacts.models.occasion import Duty, Occasion, OccasionKind, Recusal
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
    "Occasion",
    "OccasionKind",
    "Option",
    "Outcome",
    "Question",
    "QuestionKind",
    "Recusal",
    "Response",
    "Security",
    "ServiceRecord",
    "Source",
    "Visitor",
    "VisitorState",
    "Way",
]
