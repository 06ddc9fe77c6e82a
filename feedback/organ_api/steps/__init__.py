"""Steps that an organ's system takes: by the same tables, forms and services as its people take them."""

from feedback.organ_api.steps.assignments import (
    Agree,
    Answer,
    AskExtension,
    Disagree,
    ObjectTo,
    RecordContact,
    ReleaseReply,
    SendBack,
    Sign,
    TakeBackDraft,
)
from feedback.organ_api.steps.described import describe
from feedback.organ_api.steps.others import ReleaseReport, ReportMotion, ReportPromise, ReportStatus

describe()

__all__ = [
    "Agree",
    "Answer",
    "AskExtension",
    "Disagree",
    "ObjectTo",
    "RecordContact",
    "ReleaseReply",
    "ReleaseReport",
    "ReportMotion",
    "ReportPromise",
    "ReportStatus",
    "SendBack",
    "Sign",
    "TakeBackDraft",
]
