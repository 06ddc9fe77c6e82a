"""Figures on real messages against a computation that shares no code with the product: openpyxl and plain Python."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import median

import chinese_calendar
import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from reports.summary import content, periods, rollups
from tests.factories import County

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "messages" / "replied_2816.xlsx"
ASKED, ANSWERED = 3, 6  # columns
MESSAGES, WORKDAYS, CALENDAR_DAYS = 2816, 8.0, 11.2


def raw() -> list[tuple[datetime, datetime]]:
    """When each message was written and when it was answered, as the file has it."""
    sheet = load_workbook(FILE, read_only=True).active
    assert sheet is not None
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return [(moment(row[ASKED]), moment(row[ANSWERED])) for row in rows]


def moment(value: object) -> datetime:
    """One cell: most have a time of day, one has none."""
    if isinstance(value, datetime):
        return value
    said = str(value).strip()
    return datetime.strptime(said, "%Y/%m/%d %H:%M:%S" if ":" in said else "%Y/%m/%d")


def workdays(asked: datetime, answered: datetime) -> int:
    day, found = asked.date(), 0
    while day < answered.date():
        day += timedelta(days=1)
        found += chinese_calendar.is_workday(day)
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_figures_of_real_messages_agree_with_an_independent_computation() -> None:
    if not FILE.exists():
        pytest.skip(f"real data absent: {FILE.name}")
    county, out = County(), StringIO()
    call_command("import_opinions", str(FILE), "--json", "--congress", county.congress.code, stdout=out)
    told = json.loads(out.getvalue())
    pairs = raw()
    assert told["loaded"] + told["duplicate"] == len(pairs) == MESSAGES
    rollups.rebuild()
    assert median(workdays(*pair) for pair in pairs) == WORKDAYS
    assert round(median((b - a).total_seconds() / 86400 for a, b in pairs), 1) == CALENDAR_DAYS
    mean = sum((b - a).total_seconds() / 86400 for a, b in pairs) / len(pairs)
    found = content.live(county.congress, periods.Period("", date(2010, 1, 1), date(2020, 12, 31), 1))
    assert found["times"] == {
        "answered": told["loaded"],
        "median_workdays": WORKDAYS,
        "median_days": CALENDAR_DAYS,
        "mean_days": round(mean, 1),
    }
    months = {row["key"]: row["counts"]["received"] for row in found["breakdowns"]["month"]}
    of_file = Counter(f"{asked:%Y-%m}" for asked, _answered in pairs)
    assert set(months) == set(of_file)
    assert sum(of_file.values()) - sum(months.values()) == told["duplicate"]
    assert found["figures"]["opinions.answered"]["total"] == found["figures"]["opinions.received"]["total"]
