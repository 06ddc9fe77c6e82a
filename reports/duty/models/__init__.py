"""Tables of duty reports, questions and appraisals."""

from reports.duty.models.appraisal import Appraisal, Ballot, Grade, Remark, VoteCode
from reports.duty.models.event import DutyEvent, DutyNotice, Moving
from reports.duty.models.meeting import DutyMeeting, MeetingPhoto
from reports.duty.models.question import VoterQuestion
from reports.duty.models.report import (
    Audience,
    DutyCalendar,
    DutyReport,
    Ground,
    LineState,
    ReportForm,
    ReportKind,
    ReportLine,
    ReportVersion,
    Verdict,
)
from reports.duty.models.round import DutyRound

__all__ = [
    "Appraisal",
    "Audience",
    "Ballot",
    "DutyCalendar",
    "DutyEvent",
    "DutyMeeting",
    "DutyNotice",
    "DutyReport",
    "DutyRound",
    "Grade",
    "Ground",
    "LineState",
    "MeetingPhoto",
    "Moving",
    "Remark",
    "ReportForm",
    "ReportKind",
    "ReportLine",
    "ReportVersion",
    "Verdict",
    "VoteCode",
    "VoterQuestion",
]
