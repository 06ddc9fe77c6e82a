"""Files as offices have them: encodings, separators, dates, formulas, and what cannot be read at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from deputies.loading import sheets
from deputies.loading.sheets import Broken, Grid, UnreadableTable

TABLE = (
    '留言主题,留言详情,留言时间\r\n路灯,"村口路灯\n坏了,没人修",2019/4/25 9:32:09\r\n'
    "\r\n停水,停水三天,2019-04-26\r\n"
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rows_of(data: bytes) -> Grid:
    """The rows of the first sheet."""
    return next(sheets.read(io.BytesIO(data)))[1]


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    return saved(book)


def package(**parts: bytes) -> bytes:
    """A zip of parts; a double underscore in a name stands for the slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A package in which one part says something else."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in source.namelist():
            packed.writestr(part, content if part == name else source.read(part))
    return out.getvalue()


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
    def test_a_csv_is_read_in_every_encoding_that_offices_use(self, encoding: str) -> None:
        rows = rows_of(TABLE.encode(encoding))
        assert [number for number, _row in rows] == [1, 2, 4]
        assert rows[1][1] == ["路灯", "村口路灯\n坏了,没人修", "2019/4/25 9:32:09"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("mark", [",", "\t", ";", "|", "，"])
    def test_every_usual_mark_in_every_usual_encoding(self, encoding: str, mark: str) -> None:
        text = f"姓名{mark}电话\r\n张三{mark}138\r\n\r\n李四{mark}139\r\n"
        assert rows_of(text.encode(encoding)) == [
            (1, ["姓名", "电话"]),
            (2, ["张三", "138"]),
            (4, ["李四", "139"]),
        ]

    @pytest.mark.parametrize("mark", [";", "\t", "|"])
    def test_a_comma_in_the_words_is_not_the_separator(self, mark: str) -> None:
        rows = rows_of(f"内容{mark}时间\n停水,三天{mark}2019-04-26\n".encode())
        assert rows[1][1] == ["停水,三天", "2019-04-26"]

    def test_chinese_commas_in_the_words_are_not_the_separator(self) -> None:
        rows = rows_of("内容,时间\n停水，三天，没人管,2019-04-26\n路灯坏了，请修，急,2019-04-27\n".encode())
        assert rows[1][1] == ["停水，三天，没人管", "2019-04-26"]

    @pytest.mark.parametrize("mark", [",", ";"])
    def test_tabs_in_a_text_of_many_lines_are_not_the_separator(self, mark: str) -> None:
        letter = '"\n\t\t\t\n\t\t\t路口没有灯\n\t\t\t夜里危险\n\t\t"'
        lines = [f"标题{mark}正文{mark}主题", *[f"路灯{mark}{letter}{mark}道路"] * 6]
        rows = rows_of("\n".join(lines).encode())
        assert rows[0][1] == ["标题", "正文", "主题"]
        assert len(rows) == 7
        assert rows[6][1][2] == "道路"

    def test_blanks_and_invisible_marks_are_no_value(self) -> None:
        assert rows_of("a,b,c\n 张三 ,\u200b,\n , ,\u200b\n".encode()) == [
            (1, ["a", "b", "c"]),
            (2, ["张三"]),
        ]

    def test_a_cell_longer_than_most_in_the_first_lines_is_read(self) -> None:
        assert len(rows_of(f"内容,时间\n{'水' * 200_000},2019-04-26\n".encode())[1][1][0]) == 200_000

    def test_an_error_that_a_program_wrote_out_is_no_value(self) -> None:
        cell = rows_of("内容,时间\n#REF!,2019\n".encode())[1][1][0]
        assert isinstance(cell, Broken)
        assert "#REF!" in cell.why


class TestWorkbooks:
    def test_dates_numbers_and_row_numbers_are_kept(self) -> None:
        rows = rows_of(
            workbook(
                ["编号", "内容", "时间", "日"],
                [2549, " 停水\u200b", datetime(2019, 4, 25, 9, 32, 9), date(2019, 4, 25)],
                [],
                [7.5, "路灯", None, " "],
                [8.0, True, time(9, 30), "2019-04-25"],
            )
        )
        assert rows == [
            (1, ["编号", "内容", "时间", "日"]),
            (2, [2549, "停水", datetime(2019, 4, 25, 9, 32, 9), datetime(2019, 4, 25)]),
            (4, [7.5, "路灯"]),
            (5, [8, True, time(9, 30), "2019-04-25"]),
        ]

    def test_every_sheet_is_handed_out_with_its_name(self) -> None:
        book = Workbook()
        book.active.title = "说明"  # type: ignore[union-attr]
        book.active.append(["说明", "本表供参考"])  # type: ignore[union-attr]
        book.create_sheet("留言").append(["内容", "时间"])
        book["留言"].append(["停水", "2019-04-26"])
        found = list(sheets.read(io.BytesIO(saved(book))))
        assert [(name, len(rows)) for name, rows in found] == [("说明", 1), ("留言", 2)]

    def test_a_formula_without_a_stored_result_and_an_error_are_no_values(self) -> None:
        book = Workbook()
        sheet: Any = book.active
        for row in (
            ["内容", "时间"],
            ['=B2&"!"', "2019-04-26"],
            ["#REF!", "2019-04-26"],
            [None, "2019-04-26"],
        ):
            sheet.append(row)
        sheet["A4"] = ArrayFormula("A4:A4", "=SUM(C1:C2)")
        rows = rows_of(saved(book))
        cells = [row[0] for _number, row in rows[1:]]
        assert all(isinstance(cell, Broken) for cell in cells)
        assert [cell.written for cell in cells] == ['=B2&"!"', "#REF!", "=SUM(C1:C2)"]
        assert "B2" in cells[0].why
        assert "#REF!" in cells[1].why

    def test_a_formula_with_its_result_is_the_result(self) -> None:
        sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
            <row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><f>C3</f></c></row></sheetData></worksheet>"""
        rows = rows_of(with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet))
        assert rows[0][0] == 3
        assert rows[0][1][0] == 2
        assert isinstance(rows[0][1][1], Broken)

    def test_merged_cells_leave_their_value_in_the_first(self) -> None:
        book = Workbook()
        for row in (["内容", "时间"], ["停水", "2019-04-26"], ["路灯", None]):
            book.active.append(row)  # type: ignore[union-attr]
        book.active.merge_cells("B2:B3")  # type: ignore[union-attr]
        assert rows_of(saved(book))[2] == (3, ["路灯"])


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "empty"),
            (b"   \n", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"\xff\xfe\n\x00", "empty"),
            (b"%PDF-1.7 \x00\x01", "not a table"),
            (b"\x89PNG\r\n\x1a\n" + b"\x00\xff" * 50, "not a table"),
            (b"MZ\x90\x00\x03" + bytes(range(256)) * 20, "not a table"),
            (b"<html><table><tr></table>", "not a table"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old .xls"),
            (b"PK\x03\x04 broken", "workbook is damaged"),
            (package(readme=b"hello"), "not a table"),
            (package(word__document=b"<document/>"), "not a table"),
            (package(xl__workbook=b"<workbook/>"), "workbook is damaged"),
            (b'a,b\n"open quote,' + b"x" * (3 << 20), "near line 2.*quotation"),
        ],
    )  # fmt: skip
    def test_what_is_no_table_is_refused_in_one_sentence(self, data: bytes, sentence: str) -> None:
        with pytest.raises(UnreadableTable, match=sentence) as refused:
            rows_of(data)
        assert "\n" not in str(refused.value)

    def test_a_damaged_sheet(self) -> None:
        data = with_part(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
        with pytest.raises(UnreadableTable, match="workbook is damaged"):
            rows_of(data)

    def test_a_missing_file_and_a_folder_are_told_apart(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableTable, match="cannot be opened"):
            sheets.read_path(tmp_path / "nothing.csv")
        with pytest.raises(UnreadableTable, match="folder"):
            sheets.read_path(tmp_path)

    def test_a_bomb_is_refused_before_it_is_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_UNPACKED", 1 << 20)
        with pytest.raises(UnreadableTable, match="more than the 1 MB"):
            rows_of(package(xl__workbook=b"x", xl__worksheets__sheet1=b" " * (2 << 20)))

    def test_xml_entities_are_refused(self) -> None:
        laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>'
        with pytest.raises(UnreadableTable, match="entities"):
            rows_of(package(xl__workbook=laughs))
        data = with_part(workbook(["a"]), "xl/styles.xml", laughs)
        with pytest.raises(UnreadableTable, match="entities"):
            rows_of(data)

    def test_too_many_bytes_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableTable, match="larger than 20 MB"):
            rows_of(b"a" * (20 * 1024 * 1024 + 1))
        path = tmp_path / "messages.csv"
        path.write_text(TABLE, encoding="utf-8")
        with pytest.raises(UnreadableTable, match="larger"):
            sheets.read_path(path, most_bytes=10)

    def test_too_many_rows_are_refused_and_empty_ones_do_not_count(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sheets, "MOST_ROWS", 2)
        assert len(rows_of(b"a,b\n\n\n\n1,2\n")) == 2
        with pytest.raises(UnreadableTable, match="more than 2 rows"):
            rows_of(TABLE.encode())

    def test_a_row_that_claims_to_be_the_billionth_is_refused(self) -> None:
        sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
            <row r="1000000000"><c r="A1000000000"><v>2</v></c></row></sheetData></worksheet>"""
        with pytest.raises(UnreadableTable, match="rows"):
            rows_of(with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet))

    def test_columns_that_no_list_has_are_left_out(self) -> None:
        assert len(rows_of(workbook([1] * 300))[0][1]) == sheets.MOST_COLUMNS
        assert len(rows_of(",".join("1" * 300).encode())[0][1]) == sheets.MOST_COLUMNS
