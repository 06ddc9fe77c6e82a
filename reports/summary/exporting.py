"""What a file is made of: the latest frozen summary of a period where there is one, else the figures as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import translation

from reports.models import Snapshot
from reports.summary import catalogue, content, freezing, issues, public
from reports.summary.exports import FORMATS, Exported

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from casework.models import Commitment
    from deputies.models import Organ, PeoplesCongress
    from reports.models import SummaryReport
    from reports.summary.periods import Period


def of_live(congress: PeoplesCongress, period: Period) -> Exported:
    """The figures as they stand, in Chinese as every file is."""
    with translation.override("zh-hans"):
        made = content.live(congress, period)
        made["hot"] = issues.of_period(congress, period)
    return Exported(made, catalogue.definitions(), congress.level, {"frozen": False})


def of_snapshot(snapshot: Snapshot) -> Exported:
    origin: dict[str, Any] = {
        "frozen": True,
        "edition": snapshot.edition,
        "reason": snapshot.reason,
        "frozen_at": snapshot.frozen_at.isoformat(timespec="seconds"),
        "checksum": snapshot.checksum,
    }
    return Exported(snapshot.content, snapshot.definitions, snapshot.congress.level, origin)


def of_report(report: SummaryReport) -> Exported:
    """The report's own words over its frozen figures."""
    return replace(of_snapshot(report.snapshot), sections=report.sections)


def for_public(report: SummaryReport) -> Exported:
    """The same with small cells withheld, for whoever reads it on the public site."""
    given = of_report(report)
    return replace(given, content=public.public(given.content))


def best(congress: PeoplesCongress, period: Period) -> Exported:
    kept = freezing.latest(congress, period.key)
    return of_snapshot(kept) if kept is not None else of_live(congress, period)


def with_sheets(
    given: Exported, organs: list[tuple[Organ, Counter[str]]], promises: Iterable[Commitment]
) -> Exported:
    """The same with a sheet of all organs and one of the promises, as of today: no part of what was frozen."""
    return replace(given, organs=organs, promises=list(promises))


def write(given: Exported, kind: str) -> bytes:
    """The file; KeyError for an unknown format."""
    return FORMATS[kind].write(given)
