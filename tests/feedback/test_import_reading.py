"""Files as offices have them: headings, times, and cells that hold no value."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from deputies.loading.sheets import Grid
from feedback.importing.columns import WrongMap, find_columns, missing, parse_map
from feedback.importing.times import UnreadableTime, read_time


# --- Headings -------------------------------------------------------------------------------------------
def test_known_headings_are_found_below_a_title_row() -> None:
    rows: Grid = [
        (1, ["2019年留言汇总表"]),
        (3, ["序号", "留言 主题", "留言详情", "留言时间:", "答复意见", "答复时间", "备注"]),
        (4, ["1", "路灯", "路灯坏了", "2019-04-26", "已修", "2019-04-28", "内容"]),
    ]
    columns = find_columns(rows, {})
    assert columns is not None
    assert columns.header_row == 3
    assert columns.places == {"message": 2, "time": 3, "title": 1, "reply": 4, "reply_time": 5}
    assert columns.ignored == ("序号", "备注")
    assert columns.of(["1"])["message"] is None


def test_english_headings_are_known_whatever_their_case() -> None:
    columns = find_columns(
        [(1, ["Mail_ID", "Title", "Query", "Query_Date", "Reply", "Reply_Date", "Reply_Agency"])], {}
    )
    assert columns is not None
    assert columns.places["organ"] == 6
    assert columns.places["number"] == 0


def test_a_name_is_loaded_only_when_the_map_asks_for_it() -> None:
    rows: Grid = [(1, ["name", "姓名", "内容", "时间"])]
    assert "name" not in find_columns(rows, {}).places  # type: ignore[union-attr]
    assert find_columns(rows, {"name": "姓名"}).places["name"] == 1  # type: ignore[union-attr]


def test_the_map_comes_before_what_is_known() -> None:
    rows: Grid = [(1, ["内容", "群众说了什么", "时间"])]
    columns = find_columns(rows, parse_map("message=群众说了什么, time = 时间"))
    assert columns is not None
    assert columns.places["message"] == 1


def test_a_missing_column_is_named_with_those_there_are(english: object) -> None:
    rows: Grid = [(1, ["主题", "时间"]), (2, ["a", "b"])]
    assert find_columns(rows, {"message": "详情"}) is None
    sentence = str(missing(rows, {"message": "详情"}))
    assert "message=详情" in sentence
    assert "主题, 时间" in sentence


def test_a_map_can_be_a_file(tmp_path: Path) -> None:
    toml, json = tmp_path / "map.toml", tmp_path / "map.json"
    toml.write_text('message = "详情"\ntime = "时间"\n', encoding="utf-8")
    json.write_text('{"message": "详情", "time": "时间"}', encoding="utf-8")
    assert parse_map(str(toml)) == parse_map(str(json)) == {"message": "详情", "time": "时间"}


@pytest.mark.parametrize("given", ["message", "message=", "colour=红", "nowhere.toml", "message=a,=b"])
def test_a_wrong_map_is_refused(given: str) -> None:
    with pytest.raises(WrongMap):
        parse_map(given)


# --- Times ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "expected", "exact"),
    [
        ("2019/4/25 9:32:09", "2019-04-25T09:32:09", True),
        ("2019-04-25", "2019-04-25T00:00:00", False),
        ("2019.4.25 09:32", "2019-04-25T09:32:00", True),
        ("2019年4月25日 下午3时5分", "2019-04-25T15:05:00", True),
        ("2019年4月25日", "2019-04-25T00:00:00", False),
        ("20190425", "2019-04-25T00:00:00", False),
        ("2019-04-25T01:32:09Z", "2019-04-25T09:32:09", True),
        ("2019-04-25T09:32:09.123+08:00", "2019-04-25T09:32:09", True),
        ("2019-04-25", "2019-04-25T00:00:00", False),
        (datetime(2019, 4, 25, 9, 32, 9), "2019-04-25T09:32:09", True),
        (datetime(2019, 4, 25), "2019-04-25T00:00:00", False),
        (43580.5, "2019-04-25T12:00:00", True),
        ("43580", "2019-04-25T00:00:00", False),
    ],
)
def test_times_are_read_as_people_write_them(cell: object, expected: str, exact: bool) -> None:
    moment = read_time(cell)  # type: ignore[arg-type]
    assert timezone.localtime(moment.at).replace(tzinfo=None).isoformat() == expected
    assert moment.exact is exact


@pytest.mark.parametrize(
    "cell", ["昨天", "2019-13-01", "2019-02-30", "25/4/2019", "12", "1900-01-01", "2019-04", ""]
)
def test_what_is_no_certain_time_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableTime):
        read_time(cell)


def test_a_day_without_a_time_does_not_come_before_a_time_on_that_day() -> None:
    day, time = read_time("2019-04-25"), read_time("2019-04-25 09:00")
    assert not day.precedes(time)
    assert read_time("2019-04-24").precedes(time)
    assert read_time("2019-04-25 08:59").precedes(time)
