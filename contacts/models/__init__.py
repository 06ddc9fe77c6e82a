from contacts.models.campaign import Campaign, Phase, phase_on
from contacts.models.event import ContactEvent
from contacts.models.guidance import Guidance, GuidanceCopy, GuidanceKind, InspectionVisit
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
from contacts.models.obstruction import Denied, Disclosure, ObstructionReport
from contacts.models.obstruction import Outcome as ObstructionOutcome
from contacts.models.occasion import Duty, Occasion, OccasionKind, Recusal
from contacts.models.plan import ContactPlan, LineOpinion, PlanLine, PlanTopic, TopicSource
from contacts.models.promise import NextStepDone
from contacts.models.record import ContactRecord, ServiceRecord
from contacts.models.visitor import Visitor, VisitorState, Way

__all__ = [
    "AccessCode",
    "Answer",
    "AnswerState",
    "Campaign",
    "ContactEvent",
    "ContactNotice",
    "ContactNoticeState",
    "ContactPlan",
    "ContactRecord",
    "Denied",
    "Disclosure",
    "Duty",
    "Guidance",
    "GuidanceCopy",
    "GuidanceKind",
    "Inquiry",
    "InquiryKind",
    "InspectionVisit",
    "LineOpinion",
    "MailMessage",
    "Mailbox",
    "MinimumNotice",
    "MinimumReminder",
    "MinimumRound",
    "NextStepDone",
    "ObstructionOutcome",
    "ObstructionReport",
    "Occasion",
    "OccasionKind",
    "Option",
    "Outcome",
    "Phase",
    "PlanLine",
    "PlanTopic",
    "Question",
    "QuestionKind",
    "Recusal",
    "ReminderStep",
    "Response",
    "Security",
    "ServiceRecord",
    "Source",
    "TopicSource",
    "Visitor",
    "VisitorState",
    "Way",
    "phase_on",
]
