"""Tables of this room; duty reports keep theirs beside what they do."""

from reports.duty.models import *  # noqa: F403
from reports.models.report import AgendaBody, AgendaItem, SummaryEvent, SummaryReport, SummaryText
from reports.models.rollup import MEASURES, CountMark, DayCount
from reports.models.snapshot import Freezing, FrozenSet, Snapshot

__all__ = [
    "MEASURES",
    "AgendaBody",
    "AgendaItem",
    "CountMark",
    "DayCount",
    "Freezing",
    "FrozenSet",
    "Snapshot",
    "SummaryEvent",
    "SummaryReport",
    "SummaryText",
]
