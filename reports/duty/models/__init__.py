"""Tables of duty reports, questions and appraisals."""

from reports.duty.models.appraisal import Appraisal, Ballot, Grade, Remark, VoteCode
from reports.duty.models.event import DutyEvent, DutyNotice, Moving
from reports.duty.models.question import VoterQuestion
from reports.duty.models.report import (
    Audience,
    DutyCalendar,
    DutyMeeting,
    DutyReport,
    Ground,
    LineState,
    ReportForm,
    ReportKind,
    ReportLine,
    ReportVersion,
    Verdict,
)

__all__ = [
    "Appraisal",
    "Audience",
    "Ballot",
    "DutyCalendar",
    "DutyEvent",
    "DutyMeeting",
    "DutyNotice",
    "DutyReport",
    "Grade",
    "Ground",
    "LineState",
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
