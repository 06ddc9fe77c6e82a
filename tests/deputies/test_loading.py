"""Lists as people have them: what is read, what a cell means, which column is what, who is who."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from deputies import contact
from deputies.loading import cells, columns, flow, lists, tables
from deputies.loading.cells import BadCell
from deputies.loading.deputies import DeputyLoader
from deputies.loading.divisions import short_code
from deputies.loading.organs import OrganLoader
from deputies.loading.sheets import Broken, UnreadableTable
from deputies.loading.spelling import of_name
from deputies.loading.staff import StaffLoader
from deputies.loading.stations import StationLoader
from deputies.loading.tables import Row, Table
from deputies.models import Deputy, Division, LiaisonStation, Mandate, Organ, Post
from tests.factories import (
    CongressFactory,
    ConstituencyFactory,
    County,
    DeputyFactory,
    DivisionFactory,
    TermFactory,
)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def xlsx(*rows: list[Any]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def read(source: io.BytesIO, *known: str) -> Table:
    return tables.read(source, known or ("姓名", "性别", "电话"))


class TestReading:
    def test_cells_stand_under_their_headings_and_empty_ones_are_left_out(self) -> None:
        table = read(io.BytesIO("姓名,电话\r\n张三,138\r\n\r\n李四,\r\n".encode()))
        assert table.headings == ("姓名", "电话")
        assert [(row.number, row.cells) for row in table.rows] == [
            (2, {"姓名": "张三", "电话": "138"}),
            (4, {"姓名": "李四"}),
        ]

    def test_titles_above_and_two_rows_of_headings(self) -> None:
        table = read(
            xlsx(
                ["代表名册"],
                ["姓名", "基本情况", None, "联系方式"],
                [None, "性别", "出生", "电话"],
                ["张三", "男", "1970", 138],
            )
        )
        assert table.headings == ("姓名", "性别", "出生", "电话")
        assert table.rows == (Row(4, {"姓名": "张三", "性别": "男", "出生": "1970", "电话": 138}),)

    def test_the_sheet_with_the_headings_is_found(self) -> None:
        book = Workbook()
        book.active.append(["说明", "请勿修改"])  # type: ignore[union-attr]
        book.create_sheet("名册").append(["姓名", "电话"])
        book["名册"].append(["张三", "1"])
        out = io.BytesIO()
        book.save(out)
        out.seek(0)
        assert read(out).sheet == "名册"

    def test_headings_are_known_in_full_width_and_with_marks(self) -> None:
        assert (
            read(xlsx(["＊姓　名", "电话（手机）:"], ["张三", 1]), "姓名").rows[0].cells["＊姓 名"] == "张三"
        )

    def test_the_same_heading_twice_is_told_apart(self) -> None:
        assert read(xlsx(["姓名", "电话", "电话"], ["张三", 1, 2])).headings == ("姓名", "电话", "电话 (2)")

    def test_a_formula_without_its_result_is_refused_with_the_reason_that_there_is_none(self) -> None:
        table = read(xlsx(["姓名", "电话"], ["张三", "=1+1"]))
        assert isinstance(table.rows[0].cells["电话"], Broken)
        with pytest.raises(BadCell, match="formula"):
            cells.phone(table.rows[0].cells["电话"])


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "name"),
        [
            ("张 三", "张三"), ("　张三　", "张三"), ("欧阳  明\t月", "欧阳明月"), ("买买提．艾力", "买买提·艾力"),
            ("阿依古丽 • 买买提", "阿依古丽·买买提"),
            ("John  Smith", "John Smith"), ("Ｌｉ", "Li"), ("—", ""), ("无", ""),
        ],
    )  # fmt: skip
    def test_names(self, cell: str, name: str) -> None:
        assert cells.name(cell) == name

    def test_numbers_are_no_names(self) -> None:
        with pytest.raises(BadCell):
            cells.name("12345")

    @pytest.mark.parametrize(
        ("cell", "born"),
        [
            ("1975", "1975"), (1975, "1975"), ("1975.3", "1975-03"), ("1975年3月", "1975-03"),
            ("1975-03-12", "1975-03-12"),
            ("1975/3/12", "1975-03-12"), ("197503", "1975-03"), ("19750312", "1975-03-12"), (197503, "1975-03"),
            (19750312.0, "1975-03-12"), (27465, "1975-03-12"), (date(1975, 3, 12), "1975-03-12"),
            (datetime(1975, 3, 12, 8), "1975-03-12"), (1975.03, "1975-03"), (1975.11, "1975-11"),
            ("１９７５年３月１２日", "1975-03-12"),
            ("1975.10", "1975-10"), ("1975年3月出生", "1975-03"), ("", ""),
        ],
    )  # fmt: skip
    def test_births(self, cell: Any, born: str) -> None:
        assert cells.partial_date(cell) == born

    def test_a_month_that_may_be_the_first_or_the_tenth_is_left_out(self) -> None:
        assert cells.partial_date(1975.1) == "1975"

    @pytest.mark.parametrize("cell", ["去年", "1975-13", "1975-02-30", "75.3", "0001-01-01", 3])
    def test_what_is_no_birth(self, cell: Any) -> None:
        with pytest.raises(BadCell):
            cells.partial_date(cell)

    def test_telephones_and_addresses(self) -> None:
        assert cells.phone(13800138000.0) == "13800138000"
        assert cells.phone("０５７１－８７６５４３２１") == "0571-87654321"
        assert cells.email(" li＠example.org ") == "li@example.org"
        for wrong in (
            lambda: cells.phone("没有电话"),
            lambda: cells.email("li.example"),
            lambda: cells.text(3)("很长的字"),
        ):
            with pytest.raises(BadCell):
                wrong()

    def test_codes_of_divisions(self) -> None:
        assert [short_code(code) for code in ("330726000000", "330726101000", "330700", "330726101001", "44")] == [
            "330726", "330726101", "3307", "330726101001", "44",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "spelled"),
        [("单雄信", "shanxiongxin sxx"), ("曾国藩", "zengguofan zgf"), ("李明", "liming lm")],
    )
    def test_pinyin_knows_how_families_are_called(self, name: str, spelled: str) -> None:
        assert of_name(name) == spelled


class TestColumns:
    fields = DeputyLoader.fields

    def test_are_recognised_by_word_then_by_part_each_once(self) -> None:
        found = columns.guess(
            ["序号", "代表姓名", "证号", "工作单位及职务", "联系电话(手机)", "职务"], self.fields
        )
        assert found == {
            "name": "代表姓名",
            "number": "证号",
            "work_unit": "工作单位及职务",
            "phone": "联系电话(手机)",
            "position": "职务",
        }

    @pytest.mark.parametrize("heading", ["男/女", "男 / 女", "性别(男、女)"])
    def test_the_two_answers_name_the_column_of_the_gender(self, heading: str) -> None:
        assert columns.guess(["姓名", heading], self.fields) == {"name": "姓名", "gender": heading}

    def test_are_remembered_also_those_left_out(self) -> None:
        memory = columns.as_memory({"name": "甲", "position": "职务"}, ["甲", "职务", "电话"])
        assert columns.guess(["甲", "职务", "电话"], self.fields, memory) == {
            "name": "甲",
            "position": "职务",
        }

    def test_are_said_on_the_command_line_also_with_commas(self) -> None:
        assert columns.parse("name=姓名, 全称,number=代表编号", self.fields) == {
            "name": "姓名, 全称",
            "number": "代表编号",
        }

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ("nme=姓名", "says no column"), ("姓名", "says no column"), ("name=名字", "no column “名字”.*姓名"),
            ("number=编号", "No column is chosen for: name"), ("name=姓名,number=姓名", "two fields"),
        ],
    )  # fmt: skip
    def test_a_wrong_map_says_what_is_wrong_and_what_there_is(self, said: str, sentence: str) -> None:
        table = Table(("姓名", "编号"), ())
        with pytest.raises(UnreadableTable, match=sentence):
            columns.check(columns.parse(said, self.fields), table, self.fields)


def loaded(loader: flow.Loader, *rows: dict[str, Any], dry_run: bool = False) -> flow.Report:
    """A report on rows whose headings are the fields' names."""
    headings = tuple(dict.fromkeys(name for row in rows for name in row))
    table = Table(headings, tuple(Row(number, row) for number, row in enumerate(rows, start=2)))
    return flow.run(loader, table, {name: name for name in headings}, dry_run=dry_run)


@pytest.mark.django_db
class TestWhoIsWho:
    @pytest.fixture
    def county(self) -> County:
        return County()

    def load(self, county: County, *rows: dict[str, Any], **options: Any) -> dict[str, int]:
        return loaded(DeputyLoader(county.congress), *rows, **options).counts()

    def people(self, name: str) -> list[Deputy]:
        return list(Deputy.objects.filter(name=name).order_by("pk"))

    def test_only_the_name_is_needed(self, county: County) -> None:
        assert self.load(county, {"name": "王伟"})["loaded"] == 1
        person = self.people("王伟")[0]
        assert person.pinyin == "wangwei ww"
        assert (person.mandates.get().term, person.number, person.phone) == (county.term, "", "")

    def test_every_field_arrives(self, county: County) -> None:
        row = {
            "name": "李 娜", "number": 17, "delegation": "第一代表团", "constituency": county.constituency.name,
            "gender": "女",
            "ethnicity": "回族", "birth": "1980.5", "party": "中共党员", "occupation": "教师", "position": "校长",
            "work_unit": "县一中", "phone": 13800138000, "email": "li@example.org", "address": "学府路1号",
        }  # fmt: skip
        assert self.load(county, row)["loaded"] == 1
        person = self.people("李娜")[0]
        kept = {name: getattr(person, name) for name in row if name not in ("delegation", "constituency")}
        same = {
            name: row[name] for name in kept if name not in ("name", "number", "gender", "birth", "phone")
        }
        assert {name: kept[name] for name in same} == same
        assert kept["number"] == "17"
        assert kept["gender"] == "female"
        assert kept["birth"] == "1980-05"
        assert kept["phone"] == "13800138000"
        mandate = person.mandates.get()
        assert (mandate.delegation, mandate.constituency) == ("第一代表团", county.constituency)

    @pytest.mark.parametrize("key", ["number", "delegation", "constituency", "birth", "gender", "work_unit"])
    def test_people_of_one_name_are_kept_apart_and_stay_so_when_loaded_again(
        self, county: County, key: str
    ) -> None:
        values = {"number": ("1", "2"), "birth": ("1970", "1980"), "gender": ("男", "女")}.get(
            key, ("甲", "乙")
        )
        rows = [{"name": "王伟", key: value} for value in values]
        assert self.load(county, *rows)["loaded"] == 2
        assert self.load(county, *rows)["updated"] == 2
        assert self.load(county, *reversed(rows))["updated"] == 2
        assert len(self.people("王伟")) == 2

    @pytest.mark.parametrize(
        ("key", "known", "said"),
        [
            ("gender", "男", "女"),
            ("birth", "1970-05", "1980"),
            ("constituency", "甲", "乙"),
            ("delegation", "甲", "乙"),
        ],
    )
    def test_a_colleague_of_the_same_name_is_another_person(
        self, county: County, key: str, known: str, said: str
    ) -> None:
        """The same work unit speaks for one person; a certain difference speaks louder."""
        self.load(county, {"name": "王伟", "work_unit": "县医院", key: known})
        report = loaded(DeputyLoader(county.congress), {"name": "王伟", "work_unit": "县医院", key: said})
        assert report.count(flow.What.NEW) == 1
        assert any("two people" in one.reason for one in report.warnings)
        assert len(self.people("王伟")) == 2

    def test_a_second_load_updates_instead_of_doubling(self, county: County) -> None:
        rows = [
            {"name": "王伟", "number": "1", "phone": "111"},
            {"name": "李娜", "delegation": "一团", "phone": "222"},
        ]
        self.load(county, *rows)
        counts = self.load(county, rows[0] | {"phone": "333"}, rows[1] | {"position": "校长"})
        assert (counts["loaded"], counts["updated"], counts["unchanged"]) == (0, 2, 0)
        assert [self.people("王伟")[0].phone, self.people("李娜")[0].position] == ["333", "校长"]
        assert Mandate.objects.filter(deputy__name__in=["王伟", "李娜"]).count() == 2

    def test_an_empty_cell_erases_nothing(self, county: County) -> None:
        self.load(county, {"name": "王伟", "number": "1", "phone": "111", "birth": "1970-05"})
        counts = self.load(county, {"name": "王伟", "number": "1", "phone": None, "birth": "1970"})
        assert counts["unchanged"] == 1
        assert (self.people("王伟")[0].phone, self.people("王伟")[0].birth) == ("111", "1970-05")

    def test_a_row_said_twice_is_a_duplicate_and_a_contradiction_is_refused(self, county: County) -> None:
        row = {"name": "王伟", "number": "1", "phone": "111"}
        report = loaded(DeputyLoader(county.congress), row, row, row | {"phone": "999"})
        assert (report.count(flow.What.NEW), report.count(flow.What.DUPLICATE)) == (1, 1)
        assert [(one.row, one.field) for one in report.refused] == [(4, "phone")]
        assert self.people("王伟")[0].phone == "111"

    def test_a_number_of_somebody_else_is_refused(self, county: County) -> None:
        self.load(county, {"name": "王伟", "number": "1"})
        report = loaded(DeputyLoader(county.congress), {"name": "李娜", "number": "1"})
        assert [(one.field, "王伟" in one.reason) for one in report.refused] == [("number", True)]
        assert not self.people("李娜")

    def test_a_number_that_comes_later_is_given_to_the_same_person(self, county: County) -> None:
        self.load(county, {"name": "王伟", "delegation": "一团"})
        counts = self.load(county, {"name": "王伟", "delegation": "一团", "number": "7"})
        assert counts["updated"] == 1
        assert [one.number for one in self.people("王伟")] == ["7"]

    def test_where_two_would_fit_the_row_asks_for_more(self, county: County) -> None:
        self.load(county, {"name": "王伟", "number": "1"}, {"name": "王伟", "number": "2"})
        report = loaded(DeputyLoader(county.congress), {"name": "王伟", "phone": "111"})
        assert [(one.field, "number" in one.reason) for one in report.refused] == [("name", True)]

    def test_a_constituency_nobody_knows_is_kept_in_words_and_linked_later(self, county: County) -> None:
        report = loaded(DeputyLoader(county.congress), {"name": "王伟", "constituency": "城南第九选区"})
        assert [(one.row, one.field) for one in report.warnings] == [(2, "constituency")]
        mandate = self.people("王伟")[0].mandates.get()
        assert (mandate.constituency, mandate.constituency_words) == (None, "城南第九选区")
        known = ConstituencyFactory(congress=county.congress, name="城南第九选区")
        report = loaded(DeputyLoader(county.congress), {"name": "王伟", "constituency": "城南 第九选区"})
        mandate.refresh_from_db()
        assert (report.warnings, mandate.constituency, mandate.constituency_words) == ([], known, "")
        assert len(self.people("王伟")) == 1

    def test_a_new_term_gives_the_same_person_a_new_mandate(self, county: County) -> None:
        self.load(county, {"name": "王伟", "number": "1"})
        term = TermFactory(congress=county.congress, number=99, starts_on=date(2025, 1, 10))
        self.load(county, {"name": "王伟", "number": "1"})
        assert set(self.people("王伟")[0].mandates.values_list("term", flat=True)) == {
            county.term.pk,
            term.pk,
        }

    def test_a_list_of_a_term_that_follows_makes_elected_deputies_not_two_mandates_in_force(
        self, county: County
    ) -> None:
        self.load(county, {"name": "王伟", "number": "1"})
        term = TermFactory(congress=county.congress, number=99, starts_on=date(2025, 1, 10))
        rows = ({"name": "王伟", "number": "1"}, {"name": "李娜", "number": "2"})
        told = loaded(DeputyLoader(county.congress), *rows).as_json()
        assert (told["updated"], told["loaded"]) == (1, 1)
        assert [one["row"] for one in told["warnings"] if "change_term" in one["reason"]] == [2]
        assert set(Mandate.objects.filter(term=term).values_list("status", flat=True)) == {"elected"}
        assert self.people("王伟")[0].mandates.get(term=county.term).status == "in_force"

    def test_stations_bring_their_position_and_half_a_one_is_refused(self, county: County) -> None:
        rows = (
            {"name": "甲站", "longitude": "113.6249", "latitude": 34.7472},
            {"name": "乙站", "longitude": "113.6"},
            {"name": "丙站", "longitude": "东边", "latitude": "34"},
        )
        told = loaded(StationLoader(county.congress), *rows).as_json()
        assert told["loaded"] == 1 and [one["row"] for one in told["refused"]] == [3, 4]
        assert LiaisonStation.objects.get(name="甲站").latitude == 34.7472

    def test_a_deputy_of_the_present_term_is_refused_for_an_earlier_one(self, county: County) -> None:
        self.load(county, {"name": "王伟", "number": "1"})
        TermFactory(congress=county.congress, number=98, starts_on=date(2017, 1, 10))
        told = loaded(DeputyLoader(county.congress, term=98), {"name": "王伟", "number": "1"}).as_json()
        assert told["updated"] == 0 and told["refused"][0]["field"] == "name"
        assert str(county.term.number) in told["refused"][0]["reason"]

    def test_an_address_that_a_list_changes_is_shown_to_nobody_until_the_deputy_says_so(
        self, county: County
    ) -> None:
        self.load(county, {"name": "王伟", "number": "1", "address": "县政务中心"})
        person = self.people("王伟")[0]
        contact.change(person, by=None, address_kind="work", address_visibility="public")
        self.load(county, {"name": "王伟", "number": "1", "address": "县政务中心"})
        assert self.people("王伟")[0].address_visibility == "public"
        self.load(county, {"name": "王伟", "number": "1", "address": "石桥村12号"})
        moved = self.people("王伟")[0]
        assert (moved.address, moved.address_kind, moved.address_visibility) == (
            "石桥村12号",
            "home",
            "station",
        )

    def test_other_congresses_are_left_alone(self, county: County) -> None:
        DeputyFactory(name="王伟", number="1")
        assert self.load(county, {"name": "王伟", "number": "1"})["loaded"] == 1
        assert len(self.people("王伟")) == 2

    def test_a_trial_says_the_same_and_writes_nothing(self, county: County) -> None:
        rows = [
            {"name": "王伟", "number": "1"},
            {"name": "王伟", "number": "1"},
            {"name": ""},
            {"name": "李娜", "email": "x"},
        ]
        before = Deputy.objects.count()
        tried = self.load(county, *rows, dry_run=True)
        assert Deputy.objects.count() == before
        assert tried == self.load(county, *rows)

    def test_one_refusal_for_a_row_names_all_that_is_wrong(self, county: County) -> None:
        report = loaded(DeputyLoader(county.congress), {"name": "12", "email": "x", "birth": "去年"})
        assert len(report.refused) == 1
        assert report.refused[0].field == "name"
        assert "e-mail" in report.refused[0].reason

    def test_without_a_term_a_sentence(self) -> None:
        with pytest.raises(UnreadableTable, match="term"):
            loaded(DeputyLoader(CongressFactory()), {"name": "王伟"})

    def test_1200_deputies_take_few_queries(self, county: County, django_assert_max_num_queries: Any) -> None:
        rows = [
            {"name": f"代表{number}甲", "number": str(number), "delegation": "一团"} for number in range(1200)
        ]
        with django_assert_max_num_queries(60):  # SQLite takes 999 values at a time
            assert self.load(county, *rows)["loaded"] == 1200
        with django_assert_max_num_queries(40):
            assert self.load(county, *rows)["unchanged"] == 1200

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(
            st.fixed_dictionaries(
                {"name": st.sampled_from(["王伟", "王 伟", "李娜", "", "12", None])},
                optional={
                    "number": st.sampled_from(["1", "2", 2.0, "", None]),
                    "delegation": st.sampled_from(["一团", "二团", ""]),
                    "constituency": st.sampled_from(["甲区", "乙区", "-"]),
                    "gender": st.sampled_from(["男", "女", "?"]),
                    "birth": st.sampled_from(["1970", "1970.5", "1980", "去年", 27465]),
                    "email": st.sampled_from(["a@example.org", "x"]),
                    "phone": st.one_of(st.integers(), st.text(max_size=8)),
                },
            ),
            max_size=12,
        )
    )
    def test_the_figures_add_up_whatever_the_table(self, county: County, rows: list[dict[str, Any]]) -> None:
        for _time in range(2):
            told = loaded(DeputyLoader(county.congress), {"name": "李娜"}, *rows).as_json()
            assert told["read"] == len(rows) + 1
            assert told["read"] == told["loaded"] + told["updated"] + told["duplicate"] + len(told["refused"])
            assert len({one["row"] for one in told["refused"]}) == len(told["refused"])
        assert told["loaded"] == 0
        Mandate.objects.filter(deputy__congress=county.congress).exclude(deputy=county.deputy).delete()
        Deputy.objects.filter(congress=county.congress).exclude(pk=county.deputy.pk).delete()


@pytest.mark.django_db
class TestOtherLists:
    @pytest.fixture
    def county(self) -> County:
        return County()

    def test_organs_with_parents_below_them_and_other_spellings(self, county: County) -> None:
        rows = [
            {"name": "县公安局城关派出所", "parent": "县公安局"},
            {"name": "县公安局", "short_name": "公安局", "aliases": "公安、县局", "kind": "政府部门"},
            {"name": "县生态环境局", "aliases": "环保局"},
            {"name": "县公安局", "parent": None},
            {"name": "县气象局", "parent": "省气象局"},
        ]
        report = loaded(OrganLoader(county.congress), *rows)
        assert report.counts() | {"unchanged": 0} == {
            "read": 5, "loaded": 3, "updated": 1, "duplicate": 1, "refused": 0, "unchanged": 0,
        }  # fmt: skip
        police = Organ.objects.get(name="县公安局")
        assert Organ.objects.get(name="县公安局城关派出所").parent == police
        assert set(police.aliases.values_list("spelling", flat=True)) == {"公安", "县局"}
        assert police.code == "xgaj"
        assert [one.field for one in report.warnings] == ["parent"]
        again = loaded(OrganLoader(county.congress), *rows)
        assert (again.count(flow.What.NEW), again.unchanged) == (0, 4)

    def test_an_organ_is_known_by_its_other_spelling_and_not_renamed(self, county: County) -> None:
        county.organ.aliases.create(spelling="环保局")
        report = loaded(OrganLoader(county.congress), {"name": "环保局", "short_name": "生态局"})
        assert report.count(flow.What.UPDATED) == 1
        county.organ.refresh_from_db()
        assert (county.organ.name, county.organ.short_name) == ("县生态环境局", "生态局")

    def test_stations_with_place_and_deputies(self, county: County) -> None:
        DeputyFactory(congress=county.congress, name="王伟", number="1")
        DeputyFactory(congress=county.congress, name="王伟", number="2")
        report = loaded(
            StationLoader(county.congress),
            {
                "name": "城关镇联络站",
                "division": "城关镇",
                "deputies": "王伟、1,不存在",
                "kind": "联络站",
                "hours": "每月15日",
            },
            {"name": "火星站", "division": "火星"},
        )
        station = LiaisonStation.objects.get(name="城关镇联络站")
        assert (station.division, station.hours) == (county.township, "每月15日")
        assert [one.number for one in station.deputies.all()] == ["1"]
        assert sorted(one.reason.split("“")[0].strip() for one in report.warnings) == [
            "no deputy is called",
            "several deputies are called",
        ]
        assert [(one.row, one.field) for one in report.refused] == [(3, "division")]
        assert (
            loaded(
                StationLoader(county.congress), {"name": "城关镇联络站", "division": county.township.code}
            ).unchanged
            == 1
        )

    def test_accounts_get_a_post_and_a_temporary_password_once(self, county: County) -> None:
        rows = [
            {"name": "孙悦", "role": "联络员"},
            {"name": "赵敏", "role": "承办人", "organ": "环境局", "username": "zhaomin"},
            {"name": "钱进", "role": "承办人"},
            {"name": "周周", "role": "皇帝"},
        ]
        report = loaded(StaffLoader(county.congress), *rows)
        assert [(one.row, one.field) for one in report.refused] == [(4, "organ"), (5, "role")]
        handed = {one.extra["username"]: one.extra["password"] for one in report.outcomes if one.extra}
        assert set(handed) == {"sunyue", "zhaomin"}
        post = Post.objects.get(user__username="zhaomin")
        assert (post.organ, post.role) == (county.organ, "handler")
        assert post.user.check_password(handed["zhaomin"])
        assert post.user.password_is_temporary
        again = loaded(StaffLoader(county.congress), *rows[:2])
        assert again.unchanged == 2
        assert not any("password" in one.extra for one in again.outcomes)
        assert Post.objects.filter(user__username="zhaomin").get().user.check_password(handed["zhaomin"])

    def test_an_account_that_works_elsewhere_too_is_not_rewritten(self, county: County) -> None:
        other = County()
        person = county.officer
        other_post = Post.objects.create(user=person, role="officer", congress=other.congress)
        row = {
            "name": person.display_name,
            "role": "officer",
            "username": person.username,
            "email": "new@example.org",
        }
        report = loaded(StaffLoader(county.congress), row)
        person.refresh_from_db()
        assert person.email == ""
        assert [one.field for one in report.warnings] == ["email"]
        assert other_post.user == person


@pytest.mark.django_db
class TestCommands:
    @pytest.fixture
    def county(self) -> County:
        return County()

    def file(self, tmp_path: Path, *rows: list[Any]) -> str:
        path = tmp_path / "list.xlsx"
        path.write_bytes(xlsx(*rows).getvalue())
        return str(path)

    def run(self, name: str, *args: Any, **options: Any) -> dict[str, Any]:
        out = io.StringIO()
        call_command(name, *args, json=True, stdout=out, **options)
        return json.loads(out.getvalue())

    def test_the_columns_of_the_file_are_said(self, county: County, tmp_path: Path) -> None:
        path = self.file(
            tmp_path,
            ["姓名", "代表编号", "代表团", "备注"],
            ["王伟", "1", "一团", "x"],
            ["", "2", "", ""],
            ["王伟", "1", "一团", ""],
        )
        said = {"map": "name=姓名,number=代表编号,delegation=代表团", "congress": county.congress.code}
        tried = self.run("import_deputies", path, dry_run=True, **said)
        assert not Deputy.objects.filter(name="王伟").exists()
        told = self.run("import_deputies", path, **said)
        assert {key: told[key] for key in ("read", "loaded", "updated", "duplicate")} == {
            "read": 3, "loaded": 1, "updated": 0, "duplicate": 1,
        }  # fmt: skip
        assert told["refused"] == [{"row": 3, "field": "name", "reason": "is empty"}]
        assert told["unused_columns"] == ["备注"]
        assert told | {"dry_run": True} == tried
        assert self.run("import_deputies", path, **said)["updated"] == 1

    def test_the_numbers_of_a_messy_sheet_add_up_and_a_second_load_doubles_nobody(
        self, county: County, tmp_path: Path
    ) -> None:
        book = Workbook()
        sheet: Any = book.active
        sheet.merge_cells("A1:E1")
        sheet["A1"] = "青石县第十七届人民代表大会代表名单"
        sheet.merge_cells("A2:E2")
        sheet["A2"] = "填表日期: 2026年11月"
        for row in (
            ["序号", "姓 名", "出生年月", "代表团", "联系电话"],
            [1, "王伟", "1970.03", "一团", "13800000001"],
            [2, "王 伟", "1982-05", "二团", None],  # another of the same name
            [],
            [3, "王伟", "1970.03", "一团", "13800000001"],  # the first one again
            [4, None, "1990.01", "一团", None],
            [5, "李敏", "不详", "三团", None],
            [6, "赵强", None, None, None],
        ):
            sheet.append(row)
        path = tmp_path / "messy.xlsx"
        book.save(path)
        said = {"congress": county.congress.code}
        before = Deputy.objects.count()
        first = self.run("import_deputies", str(path), **said)
        again = self.run("import_deputies", str(path), **said)
        for told in (first, again):
            parts = told["loaded"] + told["updated"] + told["duplicate"] + len(told["refused"])
            assert told["read"] == parts == 6
        assert (first["loaded"], first["duplicate"]) == (3, 1)
        assert [one["field"] for one in first["refused"]] == ["name", "birth"]
        assert (again["loaded"], again["updated"], again["duplicate"]) == (0, 3, 1)
        assert again["unchanged"] == 3
        assert Deputy.objects.count() == before + 3
        assert sorted(Deputy.objects.filter(name="王伟").values_list("birth", flat=True)) == [
            "1970-03",
            "1982-05",
        ]

    @pytest.mark.parametrize(
        ("heading", "kind"),
        [
            ("家庭住址", "home"), ("Home address", "home"), ("单位或家庭地址", "home"), ("地址", "home"),
            ("办公地址", "work"), ("Office address", "work"), ("工作单位地址", "work"),
        ],
    )  # fmt: skip
    def test_a_column_of_homes_is_never_shown_and_one_of_offices_waits_for_the_deputy(
        self, county: County, tmp_path: Path, heading: str, kind: str
    ) -> None:
        path = self.file(tmp_path, ["姓名", heading], ["王伟", "建设路3号"])
        told = self.run("import_deputies", path, congress=county.congress.code)
        deputy = Deputy.objects.get(name="王伟")
        assert (deputy.address, deputy.address_kind) == ("建设路3号", kind)
        assert told["columns"]["address"] == heading
        assert not contact.sees(deputy, "address", voter=True)
        if kind == "home":
            with pytest.raises(ValidationError, match="home address"):
                contact.change(deputy, by=None, address_visibility="public")
        else:
            contact.change(deputy, by=None, address_visibility="public")
            assert contact.sees(deputy, "address")

    def test_a_list_of_homes_closes_what_was_taken_for_an_office_and_was_public(
        self, county: County, tmp_path: Path
    ) -> None:
        office = self.file(tmp_path, ["姓名", "办公地址"], ["王伟", "建设路3号"])
        self.run("import_deputies", office, congress=county.congress.code)
        contact.change(Deputy.objects.get(name="王伟"), by=None, address_visibility="public")
        home = self.file(tmp_path, ["姓名", "家庭住址"], ["王伟", "建设路3号"])
        told = self.run("import_deputies", home, congress=county.congress.code)
        deputy = Deputy.objects.get(name="王伟")
        assert (deputy.address_kind, deputy.address_visibility) == ("home", "station")
        assert "家庭住址" in told["warnings"][0]["reason"]

    def test_of_two_addresses_the_office_is_taken(self, county: County, tmp_path: Path) -> None:
        path = self.file(tmp_path, ["姓名", "家庭住址", "办公地址"], ["王伟", "柳树巷9号", "建设路3号"])
        told = self.run("import_deputies", path, congress=county.congress.code)
        assert told["unused_columns"] == ["家庭住址"]
        assert Deputy.objects.get(name="王伟").address == "建设路3号"

    def test_columns_are_recognised_without_a_map(self, county: County, tmp_path: Path) -> None:
        path = self.file(tmp_path, ["代表姓名", "证号"], ["王伟", "1"])
        told = self.run("import_deputies", path, congress=county.congress.code)
        assert told["columns"] == {"name": "代表姓名", "number": "证号"}

    def test_a_summary_for_people(self, county: County, tmp_path: Path) -> None:
        path = self.file(tmp_path, ["姓名", "选区"], ["王伟", "不存在"], ["", "x"])
        out = io.StringIO()
        call_command("import_deputies", path, congress=county.congress.code, stdout=out)
        assert "2 rows: 1 new, 0 updated, 0 duplicate, 1 refused" in out.getvalue()

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"map": "name=名"}, "no column “名”"),
            ({"map": "name=姓名,work_unit=家庭住址"}, "address of a home"),
            ({"congress": "none"}, "--congress"),
            ({"term": 77}, "term"),
        ],
    )
    def test_what_is_wrong_as_a_whole_is_one_sentence(
        self, county: County, tmp_path: Path, options: dict[str, Any], sentence: str
    ) -> None:
        path = self.file(tmp_path, ["姓名", "家庭住址"], ["王伟", "柳树巷9号"])
        with pytest.raises(CommandError, match=sentence):
            self.run("import_deputies", path, **{"congress": county.congress.code, **options})

    def test_organs_and_stations_likewise(self, county: County, tmp_path: Path) -> None:
        path = self.file(tmp_path, ["单位名称", "简称"], ["县气象局", "气象局"])
        assert self.run("import_organs", path, congress=county.congress.code)["loaded"] == 1
        path = self.file(tmp_path, ["联络站名称", "所在乡镇"], ["东站", "城关镇"])
        assert self.run("import_stations", path, congress=county.congress.code)["loaded"] == 1

    def test_divisions_of_a_list_and_of_the_package(self, tmp_path: Path) -> None:
        DivisionFactory(code="99", name="省", level=1)
        path = self.file(
            tmp_path,
            ["区划代码", "名称", "启用日期"],
            ["990100000000", "市", "2020-01-01"],
            ["990101000000", "青石县", ""],
        )
        assert self.run("import_divisions", path)["loaded"] == 2
        county = Division.objects.get(code="990101")
        assert (county.level, county.parent.code, county.full_name) == (3, "9901", "省市青石县")
        told = self.run("import_divisions", under=["330726"])
        assert told["read"] == told["loaded"] == 18
        township = Division.objects.filter(code__startswith="330726", level=4).first()
        assert township is not None
        assert township.full_name.startswith("浙江省金华市浦江县")
        assert township.valid_from == date(2023, 6, 30)
        assert self.run("import_divisions", under=["330726"])["unchanged"] == 18


class TestHandedOut:
    def test_a_text_that_looks_like_a_formula_stays_a_text(self) -> None:
        evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"]
        sheet = load_workbook(io.BytesIO(lists.workbook("x", ["a"], [[word] for word in evil]))).active
        assert sheet is not None
        found = [sheet.cell(row=number, column=1) for number in range(2, 2 + len(evil))]
        assert [cell.data_type for cell in found] == ["s"] * len(evil)
        assert found[0].value == "=1+1"
