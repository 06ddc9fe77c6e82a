from suggestions.models.link import ConversionLink, News
from suggestions.models.motion import Motion, Outcome, Proposer
from suggestions.models.outcome import Grading, KeySupervision, Mediation
from suggestions.models.publication import Decision, LegalException, MotionPublication, Publication
from suggestions.models.suggestion import (
    Answer,
    Form,
    Invitation,
    Receiver,
    Sort,
    Suggestion,
    VerifiedHow,
)

__all__ = [
    "Answer",
    "ConversionLink",
    "Decision",
    "Form",
    "Grading",
    "Invitation",
    "KeySupervision",
    "LegalException",
    "Mediation",
    "Motion",
    "MotionPublication",
    "News",
    "Outcome",
    "Proposer",
    "Publication",
    "Receiver",
    "Sort",
    "Suggestion",
    "VerifiedHow",
]
