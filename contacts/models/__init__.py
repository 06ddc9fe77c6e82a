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
from contacts.models.notice import ContactNotice, ContactNoticeState
from contacts.models.occasion import Duty, Occasion, OccasionKind, Recusal
from contacts.models.record import ContactRecord, ServiceRecord
from contacts.models.visitor import Visitor, VisitorState, Way

__all__ = [
    "AccessCode",
    "Answer",
    "ContactEvent",
    "ContactNotice",
    "ContactNoticeState",
    "ContactRecord",
    "Duty",
    "Inquiry",
    "InquiryKind",
    "Occasion",
    "OccasionKind",
    "Option",
    "Question",
    "QuestionKind",
    "Recusal",
    "Response",
    "ServiceRecord",
    "Source",
    "Visitor",
    "VisitorState",
    "Way",
]
