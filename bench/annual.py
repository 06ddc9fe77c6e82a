"""The annual summary at size: its daily counts made, kept up and read; the slow query beside them; its files."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.models import Event
from reports.models import CountMark, DayCount
from reports.summary import counting, exporting, periods, rollups
from reports.summary.exports import FORMATS
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.county import County
    from bench.report import Report

_TOUCHED = 200  # events of a busy minute


def measure(report: Report, county: County, against_a_list: Callable[[str, str], None]) -> None:
    """Print how long each part takes; ``against_a_list`` compares a page with the bare list."""
    period = periods.year(timezone.localdate().year)
    family = counting.family_of(county.congress)
    scope = Scope.of(family.keys, period)
    report.head(f"The annual summary of {period.key}")
    made = _timed(report, "daily counts made from nothing", rollups.rebuild)
    report.note(f"{made:,} days, {DayCount.objects.count():,} rows")
    last = Event.objects.order_by("-pk").values_list("pk", flat=True)[_TOUCHED]
    CountMark.objects.update(seen_id=last, next_at=timezone.now())
    _timed(report, f"counts kept up after {_TOUCHED} events on as many days as they touch", rollups.refresh)
    fast = _timed(report, "figures of the year, from the counts", lambda: counting.counted(family, period))
    slow = _timed(report, "opinions of the year, asked of the cases", lambda: counting.slowly(family, scope))
    report.note(
        f"they agree: {fast.figures['own']['opinions.received'] == slow[0]['own']['opinions.received']}"
    )
    against_a_list("annual summary, the page", f"/summary/{county.congress.code}/{period.key}/")
    given = _timed(report, "the whole summary as data", lambda: exporting.of_live(county.congress, period))
    for kind in FORMATS:
        _timed(report, f"written as .{kind}", lambda kind=kind: exporting.write(given, kind))


def _timed(report: Report, name: str, run: Callable[[], Any]) -> Any:
    began = time.monotonic()
    found = run()
    report.note(f"{name}: {time.monotonic() - began:.2f} s")
    return found
