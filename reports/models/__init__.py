from reports.models.rollup import MEASURES, CountMark, DayCount
from reports.models.snapshot import Freezing, FrozenSet, Snapshot

__all__ = ["MEASURES", "CountMark", "DayCount", "Freezing", "FrozenSet", "Snapshot"]
