"""manage.py import_opinions: everything that was read is loaded, a duplicate or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.access_log import seen
from accounts.actors import Actor
from casework.models import Case, Effect, Event
from casework.workflows import OPINION
from deputies.models import OrganAlias, OrganSpelling
from feedback.identity import open_identity
from feedback.importing import load, organs, run
from feedback.importing.organs import Spellings
from feedback.models import Identity, Opinion, SearchDoc
from feedback.search import matching
from reports.summary import content, periods
from tests.factories import County, OrganFactory
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db

HEADER = "编号,主题,内容,时间,答复单位,答复意见,答复时间"
ANSWERED = "1,路灯,村口路灯坏了没人修,2019/4/25 9:32:09,县住建局,已修好。,2019/5/6 10:00:00"
UNANSWERED = "2,停水,停水三天了,2019-04-26 08:00,,,"
Load = Callable[..., dict[str, Any]]


@pytest.fixture
def county() -> County:
    return County()


@pytest.fixture
def load_rows(county: County, tmp_path: Path) -> Load:
    """Load rows of a .csv; returns the JSON summary, after checking that it adds up."""

    def loaded(*rows: str, header: str = HEADER, options: tuple[str, ...] = ()) -> dict[str, Any]:
        path = tmp_path / "messages.csv"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        out = StringIO()
        call_command(
            "import_opinions", str(path), "--json", "--congress", county.congress.code, *options, stdout=out
        )
        summary: dict[str, Any] = json.loads(out.getvalue())
        assert summary["read"] == summary["loaded"] + summary["duplicate"] + len(summary["refused"])
        assert len({entry["row"] for entry in summary["refused"]}) == len(summary["refused"])
        return summary

    return loaded


def refusals(summary: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(entry["row"], entry["field"], entry["code"]) for entry in summary["refused"]]


# --- What becomes of a row ------------------------------------------------------------------------------
def test_an_answered_message_becomes_a_closed_case_with_its_history(county: County, load_rows: Load) -> None:
    summary = load_rows(ANSWERED)
    assert (summary["loaded"], summary["answered"]) == (1, 1)
    case = Case.objects.get()
    assert (case.title, case.opinion.body) == ("路灯", "村口路灯坏了没人修")
    assert (case.status, case.channel.code, case.congress) == ("closed", "records", county.congress)
    assert timezone.localtime(case.opened_at).isoformat() == "2019-04-25T09:32:09+08:00"
    assert timezone.localtime(case.answered_at).isoformat() == "2019-05-06T10:00:00+08:00"
    first, last = case.events.all()
    assert (first.action, first.at) == ("submit", case.opened_at)
    assert (last.action, last.at, last.note) == ("load_answer", case.answered_at, "已修好。")


def test_an_unanswered_message_waits_to_be_screened_and_is_routed(load_rows: Load) -> None:
    load_rows(UNANSWERED)
    case = Case.objects.get()
    assert (case.status, case.due_clock, case.closed_at) == ("submitted", "screen", None)
    assert case.due_on is not None
    assert case.due_on < date(2019, 6, 1)
    assert list(Effect.objects.values_list("name", flat=True)) == ["feedback.route"]


def test_every_history_is_legal_by_the_table_and_ends_where_the_case_stands(load_rows: Load) -> None:
    load_rows(ANSWERED, UNANSWERED)
    for case in Case.objects.all():
        status = ""
        for event in case.events.all():
            step = OPINION.step(event.action)
            assert event.from_status == status
            assert status in step.sources or (not status and not step.sources)
            assert event.acting_as in step.who
            status = event.to_status
            assert status == step.target
        assert case.status == status
        assert case.version == case.events.count()


def test_an_answer_is_late_when_it_took_longer_than_the_profile_gives(load_rows: Load) -> None:
    load_rows(ANSWERED, "3,井盖,井盖丢了,2019-04-25,,已补,2020-01-06")
    assert dict(Case.objects.values_list("title", "was_late")) == {"路灯": False, "井盖": True}
    assert Event.objects.filter(action="load_answer", was_due_on__isnull=False).count() == 2


def test_an_answer_of_the_same_day_without_a_time_is_not_before_the_message(load_rows: Load) -> None:
    summary = load_rows("1,路灯,路灯坏了,2019-04-25 09:00,,已修,2019-04-25")
    assert summary["loaded"] == 1
    case = Case.objects.get()
    assert case.answered_at == case.opened_at


def test_words_are_cleaned_but_not_changed_and_a_title_is_made_where_there_is_none(load_rows: Load) -> None:
    load_rows('1,,"\t\n尊敬的县长:村口路灯\u200b坏了。\n请修",2019-04-25,,,')
    case = Case.objects.get()
    assert case.opinion.body == "尊敬的县长:村口路灯坏了。\n请修"
    assert case.title == "村口路灯坏了"


def test_what_was_loaded_can_be_searched_and_holds_no_telephone_in_the_index(load_rows: Load) -> None:
    load_rows("1,路灯,村口路灯坏了请打13812345678,2019-04-25,,已修,2019-05-06")
    assert matching(Case.objects.all(), "路灯").count() == 1
    assert "138" not in SearchDoc.objects.get().grams


def test_the_office_and_the_committee_read_the_answer_on_the_page_and_count_it(
    county: County, load_rows: Load
) -> None:
    load_rows(ANSWERED)
    case = Case.objects.get()
    for user in (county.officer, county.committee):
        page = signed_in(user).get(reverse("case", args=[case.number]))
        assert page.status_code == 200
        assert "已修好。" in page.content.decode()
    figures = content.live(county.congress, periods.year(2019))["figures"]
    counted = {code.removeprefix("opinions."): one["total"] for code, one in figures.items()}
    assert (counted["received"], counted["answered"], counted["by_organ"], counted["unrated"]) == (1, 1, 1, 1)


# --- Duplicates -----------------------------------------------------------------------------------------
def test_the_same_message_at_the_same_time_is_loaded_once(load_rows: Load) -> None:
    again = "9,另一标题,村口 路灯坏了没人修,2019-04-25 09:32:09,,,"
    summary = load_rows(ANSWERED, again, "3,路灯,村口路灯坏了没人修,2019/4/26,,已修,2019/5/6")
    assert (summary["loaded"], summary["duplicate"]) == (2, 1)
    assert summary["duplicates"] == [{"row": 3, "same_as_row": 2}]


def test_a_second_load_is_all_duplicates_and_changes_nothing(load_rows: Load) -> None:
    load_rows(ANSWERED, UNANSWERED)
    before = Event.objects.count()
    summary = load_rows(ANSWERED, UNANSWERED)
    assert (summary["loaded"], summary["duplicate"]) == (0, 2)
    assert Event.objects.count() == before


def test_a_duplicate_is_found_across_batches(load_rows: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 1)
    summary = load_rows(UNANSWERED, ANSWERED, UNANSWERED)
    assert summary["duplicates"] == [{"row": 4, "same_as_row": 2}]
    dry = load_rows(
        "5,a,另一件事,2019-01-01,,,", ANSWERED, "5,a,另一件事,2019-01-01,,,", options=("--dry-run",)
    )
    assert (dry["loaded"], dry["duplicate"]) == (1, 2)


def test_two_loads_at_the_same_moment_load_each_row_once(
    county: County, load_rows: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = load.load
    raced: list[int] = []

    def overtaken(rows: Any, target: Any) -> None:
        if not raced:
            raced.append(1)
            written(rows[:1], target)
        written(rows, target)

    monkeypatch.setattr(load, "load", overtaken)
    summary = load_rows(ANSWERED, UNANSWERED)
    assert (summary["loaded"], summary["duplicate"]) == (1, 1)
    assert Case.objects.count() == 2


def test_the_same_file_can_belong_to_two_congresses(load_rows: Load) -> None:
    load_rows(ANSWERED)
    other = County()
    assert load_rows(ANSWERED, options=("--congress", other.congress.code))["loaded"] == 1


# --- Refusals -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("1,a,,2019-04-25,,,", "message", "empty"),
        ("1,a, \u200b ,2019-04-25,,,", "message", "empty"),
        ("1,a,路灯,,,,", "time", "no_time"),
        ("1,a,路灯,昨天,,,", "time", "unreadable_time"),
        ("1,a,路灯,2999-01-01,,,", "time", "in_the_future"),
        ("1,a,路灯,2019-04-25,,已修,2019-04-24", "reply_time", "reply_before_message"),
        ("1,a,路灯,2019-04-25 10:00,,已修,2019-04-25 09:00", "reply_time", "reply_before_message"),
        ("1,a,路灯,2019-04-25,,已修,", "reply_time", "no_time"),
        ("1,a,路灯,2019-04-25,,已修,改日", "reply_time", "unreadable_time"),
        (f"1,a,{'水' * 10_001},2019-04-25,,,", "message", "too_long"),
    ],
)
def test_a_row_is_refused_with_its_number_field_and_reason(
    load_rows: Load, row: str, field: str, code: str
) -> None:
    summary = load_rows(UNANSWERED, row)
    assert refusals(summary) == [(3, field, code)]
    assert summary["refused"][0]["reason"]
    assert summary["refused"][0]["number"] == "1"
    assert summary["loaded"] == 1


def test_an_unknown_channel_in_a_row_is_refused_and_a_known_one_kept(county: County, load_rows: Load) -> None:
    summary = load_rows(
        "路灯坏了,2019-04-25,走访", "停水,2019-04-25,visit", "噪声,2019-04-25,飞鸽", header="内容,时间,渠道"
    )
    assert refusals(summary) == [(4, "channel", "unknown_channel")]
    assert set(Case.objects.values_list("channel__code", flat=True)) == {"visit"}


def test_empty_lines_are_not_rows_and_do_not_shift_the_numbers(load_rows: Load) -> None:
    summary = load_rows("", ANSWERED, ",,,,,,", "1,a,,2019-04-25,,,")
    assert summary["read"] == 2
    assert refusals(summary) == [(5, "message", "empty")]


def loaded_book(folder: Path, *rows: list[object]) -> dict[str, Any]:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "messages.xlsx")
    out = StringIO()
    call_command("import_opinions", str(folder / "messages.xlsx"), "--json", stdout=out)
    summary: dict[str, Any] = json.loads(out.getvalue())
    return summary


def test_a_formula_without_its_result_is_refused_and_told_from_an_empty_cell(
    county: County, tmp_path: Path, english: object
) -> None:
    summary = loaded_book(
        tmp_path,
        ["内容", "时间"],
        ["=A9", "2019-04-25"],
        [None, "2019-04-25"],
        ["停水", "=B9"],
        ["停水", "#N/A"],
    )
    assert refusals(summary) == [
        (2, "message", "no_value"),
        (3, "message", "empty"),
        (4, "time", "no_value"),
        (5, "time", "no_value"),
    ]
    assert "=A9" in summary["refused"][0]["reason"]
    assert "#N/A" in summary["refused"][3]["reason"]


def test_an_organ_that_is_a_formula_without_result_is_told_and_the_message_loaded(
    county: County, tmp_path: Path
) -> None:
    summary = loaded_book(tmp_path, ["内容", "时间", "答复单位"], ["停水", datetime(2019, 4, 25, 9), "=C9"])
    assert summary["loaded"] == 1
    assert [(entry["row"], entry["field"]) for entry in summary["remarks"]] == [(2, "organ")]
    assert Opinion.objects.get().organ_spelling == ""


def test_numbers_and_date_cells_of_a_workbook_are_what_they_look_like(county: County, tmp_path: Path) -> None:
    summary = loaded_book(
        tmp_path, ["编号", "内容", "时间"], [2549.0, "", datetime(2019, 4, 25)], [2550, 12345, 20190425]
    )
    assert refusals(summary) == [(2, "message", "empty")]
    assert summary["refused"][0]["number"] == "2549"
    case = Case.objects.get()
    assert case.opinion.body == "12345"
    assert timezone.localdate(case.opened_at) == date(2019, 4, 25)


def test_a_time_of_reply_without_a_reply_is_told_and_the_message_loaded(load_rows: Load) -> None:
    summary = load_rows("1,a,路灯,2019-04-25,,,2019-05-01")
    assert (summary["loaded"], summary["answered"]) == (1, 0)
    assert [(entry["row"], entry["field"]) for entry in summary["remarks"]] == [(2, "reply_time")]


# --- Topics, places, names ------------------------------------------------------------------------------
def test_topics_and_places_are_recognised_by_name_and_never_made(county: County, load_rows: Load) -> None:
    summary = load_rows(
        "路灯,2019-04-25,环境保护,石桥村北头", "停水,2019-04-25,Environment,某处", "噪声,2019-04-25,外星人,",
        header="内容,时间,分类,地点",
    )  # fmt: skip
    found = {case.opinion.body: (case.topic, case.division) for case in Case.objects.all()}
    assert found == {
        "路灯": (county.topic, county.village),
        "停水": (county.topic, None),
        "噪声": (None, None),
    }
    assert [(entry["row"], entry["field"]) for entry in summary["remarks"]] == [(4, "topic")]
    assert Opinion.objects.get(body="停水").place == "某处"


def test_a_name_is_loaded_only_on_demand_and_sealed(load_rows: Load) -> None:
    load_rows("王秀兰,路灯,2019-04-25", header="name,内容,时间")
    assert not Identity.objects.exists()
    load_rows("王秀兰,停水,2019-04-25", header="name,内容,时间", options=("--map", "name=name"))
    identity = Identity.objects.get()
    assert "王秀兰" not in identity.sealed
    person = open_identity(identity.pk, actor=Actor.system, purpose="test")
    assert person is not None
    assert person.name == "王秀兰"
    assert seen("identity", identity.pk).count() == 1


# --- Organs ---------------------------------------------------------------------------------------------
def test_an_organ_is_matched_by_name_alias_or_the_name_without_its_county(
    county: County, load_rows: Load
) -> None:
    OrganAlias.objects.create(organ=county.organ, spelling="环保局")
    home = county.congress.division.name
    spellings = ["县住房和城乡建设局", "住建局", f"{home}住房和城乡建设局", " 住房和城乡建设局 ", "环保局"]
    rows = [f"{n},a,第{n}件事,2019-04-25,{spelling},已办,2019-05-06" for n, spelling in enumerate(spellings)]
    summary = load_rows(*rows)
    assert summary["organs"] == {"matched": 5, "proposed": 0, "unmatched": 0}
    assert Case.objects.filter(organ=county.second_organ).count() == 4
    assert Case.objects.filter(organ=county.organ).count() == 1
    assert not OrganSpelling.objects.exists()


def test_an_unknown_spelling_is_kept_with_a_proposal_and_no_organ_is_invented(
    county: County, load_rows: Load
) -> None:
    from_before = set(county.congress.organs.values_list("pk", flat=True))
    summary = load_rows(
        "1,a,一,2019-04-25,县住房与城乡建设局,已办,2019-05-06",
        "2,a,二,2019-04-25,住房与城乡建设局 交通局,已办,2019-05-06",
        "3,a,三,2019-04-25,彭某,已办,2019-05-06",
        "4,a,四,2019-04-25,县住房与城乡建设局,已办,2019-05-06",
    )
    assert summary["organs"] == {"matched": 0, "proposed": 3, "unmatched": 1}
    assert set(county.congress.organs.values_list("pk", flat=True)) == from_before
    assert not Case.objects.filter(organ__isnull=False).exists()
    kept = {row.spelling: (row.proposed, row.seen) for row in OrganSpelling.objects.all()}
    assert kept == {
        "县住房与城乡建设局": (county.second_organ, 2),
        "住房与城乡建设局 交通局": (county.third_organ, 1),
        "彭某": (None, 1),
    }
    assert Opinion.objects.get(body="三").organ_spelling == "彭某"


@pytest.mark.parametrize(
    ("spelling", "organ"),
    [
        ("县人社局", "县人力资源和社会保障局"),
        ("县水务局", "县水务局"),
        ("商务局", None),
        ("县水利局", None),
        ("供电公司", None),
    ],
)
def test_proposals_are_near_misses_and_abbreviations_only(
    county: County, spelling: str, organ: str | None
) -> None:
    for name in ("县人力资源和社会保障局", "县水务局", "县教育局"):
        OrganFactory(congress=county.congress, name=name)
    match = Spellings.of(county.congress).find(spelling)
    found = county.congress.organs.filter(pk=match.organ_id).first()
    assert (found.name if found else None) == organ


def test_a_decision_of_the_operator_reaches_what_was_loaded_and_what_comes(
    county: County, load_rows: Load
) -> None:
    load_rows("1,a,一,2019-04-25,建委,已办,2019-05-06", "2,a,二,2019-04-25,某人,已办,2019-05-06")
    assert organs.confirm(OrganSpelling.objects.get(spelling="建委"), county.second_organ) == 1
    assert organs.confirm(OrganSpelling.objects.get(spelling="某人"), None) == 0
    assert Case.objects.get(organ=county.second_organ).opinion.body == "一"
    summary = load_rows("3,a,三,2019-04-25,建委,已办,2019-05-06")
    assert summary["organs"]["matched"] == 1


# --- The command itself ---------------------------------------------------------------------------------
def test_a_dry_run_gives_the_same_counts_and_writes_nothing(county: County, load_rows: Load) -> None:
    rows = (ANSWERED, UNANSWERED, ANSWERED, "1,a,,2019-04-25,,,", "4,a,四,2019-04-25,建委,已办,2019-05-06")
    dry = load_rows(*rows, options=("--dry-run",))
    assert not Case.objects.exists()
    assert not OrganSpelling.objects.exists()
    real = load_rows(*rows)
    assert dry.pop("dry_run")
    assert not real.pop("dry_run")
    assert dry == real


def test_the_summary_for_people_names_counts_columns_and_refusals(
    county: County, tmp_path: Path, english: object
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("\n".join([HEADER, ANSWERED, "1,a,,2019-04-25,,,"]), encoding="gb18030")
    out = StringIO()
    call_command("import_opinions", str(path), "--channel", "visit", stdout=out)
    text = out.getvalue()
    assert "Read 2: loaded 1, duplicate 0, refused 1." in text
    assert "message=内容" in text
    assert "There is no message." in text
    assert Case.objects.get().channel == county.visit


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--congress", "atlantis"], "atlantis"),
        (["--channel", "pigeon"], "pigeon"),
        (["--map", "message=没有这一列"], "没有这一列"),
        (["--map", "colour=内容"], "colour"),
    ],
)
def test_what_cannot_work_ends_with_one_clear_sentence(
    county: County, tmp_path: Path, options: list[str], word: str
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("\n".join([HEADER, ANSWERED]), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("import_opinions", str(path), *options)
    assert word in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Case.objects.exists()


def test_with_several_congresses_the_right_one_must_be_named(county: County, tmp_path: Path) -> None:
    other = County()
    path = tmp_path / "messages.csv"
    path.write_text("\n".join([HEADER, ANSWERED]), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("import_opinions", str(path))
    assert other.congress.code in str(refused.value)
    other.congress.parent = county.congress
    other.congress.save()
    call_command("import_opinions", str(path), stdout=StringIO())
    assert Case.objects.get().congress == county.congress


# --- Real files -----------------------------------------------------------------------------------------
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
REAL = [
    (SHARED / "data" / "messages" / "replied_2816.xlsx", 2816, 0),
    (SHARED / "data" / "mailbox" / "letters_2012_2021.csv", 819, 3),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "read", "refused"), REAL, ids=lambda value: getattr(value, "name", str(value))
)
def test_real_files_are_loaded_whole_and_only_once(
    county: County, path: Path, read: int, refused: int
) -> None:
    if not path.exists():
        pytest.skip(f"real data absent: {path.name}")
    summaries = []
    for _time in range(2):
        out = StringIO()
        call_command("import_opinions", str(path), "--json", stdout=out)
        summaries.append(json.loads(out.getvalue()))
    first, second = summaries
    assert first["read"] == second["read"] == read
    assert first["loaded"] + first["duplicate"] + len(first["refused"]) == read
    assert len(first["refused"]) == refused
    assert Case.objects.count() == first["loaded"]
    assert second["loaded"] == 0
    assert second["refused"] == first["refused"]
