"""`manage.py deadline`: a plain answer, a JSON answer, and a plain refusal, with or without loaded tables."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from casework.rules import schema, store

pytestmark = pytest.mark.django_db
PROFILES = ["national", "shandong", "shandong-township", "shanghai", "beijing", "zhejiang", "henan", "demo"]


@pytest.fixture(autouse=True)
def _fresh_rules() -> object:
    store.forget()
    yield
    store.forget()


def deadline(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    call_command("deadline", *words, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize("loaded", [False, True], ids=["empty tables", "loaded tables"])
def test_the_answer_is_the_same_on_empty_and_on_loaded_tables(
    capsys: pytest.CaptureFixture[str], loaded: bool
) -> None:
    if loaded:
        call_command("load_calendar")
        call_command("rules", "load")
        capsys.readouterr()
    found = deadline(capsys, "shandong", "suggestion.assign", "2026-09-28")
    assert found["due"] == "2026-10-08"
    assert found["provisional"] is False
    assert found["article"].endswith("第十条")
    assert [each["date"] for each in found["skipped"]] == [f"2026-10-0{day}" for day in range(3, 8)]
    assert (found["start"], found["period"]) == ("2026-09-28", {"n": 5, "unit": "day"})
    assert (found["profile"], found["version"], found["basis"]) == ("shandong", "2017-05-19", "regulation")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("clock", schema.CLOCKS)
def test_every_clock_of_every_profile_answers(
    capsys: pytest.CaptureFixture[str], profile: str, clock: str
) -> None:
    found = deadline(capsys, profile, clock, "2026-11-23")
    assert found["due"] > "2026-11-23"
    assert found["article"]
    assert found["provisional"] is (found["due"] >= "2027")


def test_the_plain_answer_names_the_date_the_article_and_the_days_skipped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("deadline", "national", "suggestion.reply", "2026-11-06")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["到期：2027-02-09", "暂定：是"]
    assert "《代表法》第五十一条" in lines[2]
    assert len([line for line in lines if line.startswith("顺延：")]) == 3


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("atlantis", "suggestion.reply", "2026-03-02"), "atlantis"),
        (("national", "suggestion.nap", "2026-03-02"), "suggestion.nap"),
        (("national", "suggestion.reply", "2026-02-30"), "日期须写成"),
        (("national", "suggestion.reply", "tomorrow"), "日期须写成"),
        (("national", "suggestion.reply", "9999-12-01"), "超出了日历"),
    ],
)
def test_a_question_without_an_answer_is_refused(words: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("deadline", *words)


def test_the_profiles_can_be_printed_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "compare")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("| clock | beijing | demo |")
    assert any(line.startswith("| shanghai | suggestion.objection | **7 wd** |") for line in lines)
