from casework.models.assignment import Assignment, AssignmentObjection, Communication, ExtensionRequest
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.catalogue import Channel, ReplyTemplate, SavedView, Topic, TopicOrgan
from casework.models.commitment import Commitment, CommitmentReport
from casework.models.complaint import Complaint
from casework.models.countersignature import Consent, Countersignature
from casework.models.event import Effect, Event
from casework.models.joining import Joining
from casework.models.letter import Letter
from casework.models.periodic import PeriodicRun, Reminder
from casework.models.reply import Reply
from casework.models.rules import CalendarDay, CalendarYear, RuleProfile
from casework.models.signatory import Signatory
from casework.models.undo import Undo
from casework.models.urging import Rung, Urging

__all__ = [
    "Assignment",
    "AssignmentObjection",
    "Attachment",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "Channel",
    "Commitment",
    "CommitmentReport",
    "Communication",
    "Complaint",
    "Consent",
    "Countersignature",
    "Effect",
    "Event",
    "ExtensionRequest",
    "Joining",
    "Letter",
    "PeriodicRun",
    "Reminder",
    "Reply",
    "ReplyTemplate",
    "RuleProfile",
    "Rung",
    "SavedView",
    "Signatory",
    "Topic",
    "TopicOrgan",
    "Undo",
    "Urging",
]
