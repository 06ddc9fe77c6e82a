"""`manage.py routing`: files as offices have them, figures, explanations, and sentences where something is wrong."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from feedback.learning import modelfile
from tests.feedback.learning.messages import TOPICS, message, messages

SHARED = Path(__file__).resolve().parents[3].parent / "shared/data/messages/labelled_train.csv"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As offices export: a line above the headings, blanks in them, a number column, GB 18030."""
    path = tmp_path_factory.mktemp("routing") / "来信.csv"
    texts, labels = messages(30)
    with path.open("w", encoding="gb18030", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["群众来信汇总", "", "", ""])
        writer.writerow(["编号", " 标 题 ", "正文", "分类"])
        for number, (text, label) in enumerate(zip(texts, labels, strict=True)):
            writer.writerow([number, *text.split("\n", 1), label])
        writer.writerow(["900", "没有分类", "这一行没有分类", ""])
    return path


COLUMNS = ["--text-columns", "标题,正文", "--label-column", "分类"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("routing", *words)
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def model(table: Path) -> Path:
    path = table.with_suffix(".npz")
    call_command("routing", "train", str(table), *COLUMNS, "--model-out", str(path))
    return path


def test_a_model_is_written_that_can_be_read_again(model: Path) -> None:
    assert modelfile.from_bytes(model.read_bytes()).labels == tuple(sorted(TOPICS))


def test_it_is_measured_in_grouped_folds_without_a_model(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, Any] = json.loads(run(capsys, "evaluate", str(table), *COLUMNS, "--json"))
    assert {"accuracy", "macro_f1", "per_class", "coverage_at_97", "messages_per_second"} <= set(found)
    assert (found["messages"], found["skipped"], found["method"]) == (120, 1, "grouped 5-fold")
    assert set(found["per_class"]) == set(TOPICS)
    assert 0.8 < found["accuracy"] <= 1


def test_a_given_model_is_asked_about_a_spreadsheet(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    book.active.append(["label", "text", "title"])
    for seed in range(900, 910):
        for topic in TOPICS:
            title, text = message(topic, seed).split("\n", 1)
            book.active.append([topic, text, title])
    book.save(tmp_path / "more.xlsx")
    words = run(capsys, "evaluate", str(tmp_path / "more.xlsx"), "--model", str(model), "--json")
    found = json.loads(words)
    assert (found["messages"], found["method"]) == (40, "model")
    assert found["accuracy"] > 0.8


def test_the_figures_are_readable_without_json(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = run(capsys, "evaluate", str(table), *COLUMNS, "--model", str(model))
    assert "macro F1" in words
    assert all(topic in words for topic in TOPICS)


def test_it_explains_a_text_by_its_words(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, "explain", message("wages", 4000), "--model", str(model)).splitlines()[0]
    assert "wages" in first
    assert "%" in first


def test_what_is_wrong_with_a_file_is_said_in_a_sentence(table: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="正文"):
        call_command("routing", "train", str(table))
    with pytest.raises(CommandError):
        call_command("routing", "train", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError):
        call_command("routing", "explain", "x", "--model", str(table))
    few = tmp_path / "few.csv"
    few.write_text("title,text,label\na,b,c\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("routing", "evaluate", str(few))


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the collection of real messages is not here")
def test_real_messages_are_read_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A third of a real collection, a fifth of it held back: a floor well below the figures of docs/routing.md."""
    with SHARED.open(encoding="utf-8-sig", newline="") as source:
        header, *rows = list(csv.reader(source))
    rows = rows[::3]
    for name, chosen in (
        ("learned.csv", [row for place, row in enumerate(rows) if place % 5]),
        ("held_back.csv", rows[::5]),
    ):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([header, *chosen])
    model = str(tmp_path / "model.npz")
    run(capsys, "train", str(tmp_path / "learned.csv"), "--model-out", model)
    found = json.loads(run(capsys, "evaluate", str(tmp_path / "held_back.csv"), "--model", model, "--json"))
    assert found["macro_f1"] > 0.8
    assert found["coverage_at_97"] > 0.3
