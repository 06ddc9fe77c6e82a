"""`manage.py hot_issues`: a bare file in any shape, and the portal's own opinions."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from feedback.models import HotIssue
from tests.factories import County
from tests.feedback.hot.bursts import BUS, NOISE, OTHERS, everything

HEADINGS = ["编号", "标题", "内容", "时间", "乡镇", "用户", "点赞数"]


def rows() -> list[list[Any]]:
    texts = [*NOISE, *BUS, *OTHERS]
    return [
        [f"N{n}", title, body, f"2026/3/{1 + n} 8:05:00", "城关镇" if n < 6 else "", f"u{n}", n]
        for n, (title, body) in enumerate(texts)
    ]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = Workbook()
    page = book.active
    page.append(["来信汇总"])
    page.append(HEADINGS)
    for row in rows():
        page.append(row)
    book.save(tmp_path / "letters.xlsx")
    return tmp_path / "letters.xlsx"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "letters.csv"
    with path.open("w", encoding="gb18030", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["甲", "乙"])
        writer.writerows(row[1:3] for row in rows())
    return path


def run(*args: Any) -> str:
    out = StringIO()
    call_command("hot_issues", *args, stdout=out)
    return out.getvalue()


def test_a_file_is_read_by_its_headings(sheet):
    found = json.loads(run(sheet, "--top", "1", "--json"))
    (issue,) = found["issues"]
    assert issue["people"] == issue["messages"] == 6 and "石料厂" in issue["name"]
    assert issue["ids"] == [f"N{n}" for n in range(6)] and issue["rows"] == list(range(3, 9))
    assert (issue["first_day"], issue["last_day"]) == ("2026-03-01", "2026-03-06")
    assert issue["places"] == [{"place": "城关镇", "messages": 6}]
    assert round(sum(part["points"] for part in issue["parts"]), 1) == issue["heat"]
    assert sum(week["messages"] for week in issue["weeks"]) == 6


def test_a_csv_with_odd_headings_is_read_by_the_named_columns(plain):
    found = json.loads(run(plain, "--text-columns", "甲,乙", "--json"))
    assert [len(issue["rows"]) for issue in found["issues"]] == [6, 5]


def test_senders_stand_nowhere_in_what_is_printed(sheet):
    assert "u0" not in run(sheet, "--json")


def test_what_was_put_together_by_hand_is_compared(sheet, tmp_path):
    ids = tmp_path / "noise.txt"
    ids.write_text("\n".join(f"N{n}" for n in range(5)), encoding="utf-8")
    (score,) = json.loads(run(sheet, "--compare", ids, "--json"))["compared"]
    assert (round(score["precision"], 3), score["recall"]) == (0.833, 1.0)
    assert "F1 0.909" in run(sheet, "--compare", ids)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--text-columns", "没有"], "没有"),
        (["--time-column", "没有"], "没有"),
        (["--compare", "/no/such/file"], "/no/such/file"),
    ],
)
def test_what_is_missing_is_named(sheet, args, told):
    with pytest.raises(CommandError, match=told):
        run(sheet, *args)


def test_a_file_that_is_not_there_or_empty_is_told(tmp_path, plain):
    with pytest.raises(CommandError, match="letters"):
        run(tmp_path / "no letters.xlsx")
    with pytest.raises(CommandError, match="甲, 乙"):
        run(plain)
    (tmp_path / "empty.csv").write_text("标题,内容\n,\n", encoding="utf-8")
    with pytest.raises(CommandError):
        run(tmp_path / "empty.csv")


def test_times_that_cannot_be_read_are_counted_and_harm_nothing(tmp_path):
    path = tmp_path / "letters.csv"
    lines = ["标题,内容,时间", *(f"{title},{body.replace(',', '，')},昨天" for title, body in NOISE)]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = json.loads(run(path, "--json"))
    assert found["undated"] == 6 and found["issues"][0]["first_day"] is None


@pytest.mark.django_db
def test_without_a_file_the_portals_own_opinions_are_compared():
    county = County()
    everything(county)
    told = run("--congress", county.congress.code)
    assert HotIssue.objects.count() == 2 and "16" in told and "2" in told
