from suggestions.models.link import ConversionLink, News
from suggestions.models.outcome import Grading, KeySupervision, Mediation
from suggestions.models.publication import Decision, LegalException, Publication
from suggestions.models.suggestion import (
    Answer,
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
    "Grading",
    "Invitation",
    "KeySupervision",
    "LegalException",
    "Mediation",
    "News",
    "Publication",
    "Receiver",
    "Sort",
    "Suggestion",
    "VerifiedHow",
]
