"""Chinese that people read is written as a Chinese editor writes it: full-width marks, no exclamation."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from tests.conftest import ROOT

HAN = r"[\u4e00-\u9fff“”（）「」《》]"
#: A half-width mark at a Chinese character, and brackets around or beside Chinese.
HALF_WIDTH = re.compile(rf"{HAN}[,;:?]|[,;:?]{HAN}|\([^()\n]*[\u4e00-\u9fff]|[\u4e00-\u9fff]\([^)\n]|[！!]")
PAGES = [*sorted((ROOT / "docs").rglob("*.zh*.md")), ROOT / "README.zh-CN.md"]
DEMO = ROOT / "liaison/demo"
MANUALS = sorted((ROOT / "docs/manuals").glob("*.zh.md"))
#: Words that a manual once had and no screen has, each with the screen's own.
NOT_OUR_WORDS = {
    "操作员": "系统管理员",
    "现成文字": "常用语",
    "年度情况": "年度数据",
    "留作线索": "拟提建议",
    "要求重新办理": "请求重新办理",
    r"(?<!诉讼的)(?<!裁判的)案件": "事项",
}


def plain(page: str) -> str:
    """A page without what is typed as it stands: code, addresses of links, and the links' own brackets."""
    page = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    page = re.sub(r"`[^`\n]*`", "x", page)
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", page)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def said_by(module: Path) -> Iterator[str]:
    """Every string of a module that is not a docstring."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.value


def demo_texts() -> Iterator[tuple[str, str]]:
    for file in sorted(DEMO.rglob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for topic in data.get("topics", []):
            topic.pop("words")  # rules of the router, written with signs of their own
        yield from ((file.name, text) for text in strings(data))
    for file in sorted(DEMO.rglob("*.py")):
        yield from ((file.name, text) for text in said_by(file))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_chinese_page_is_written_with_chinese_marks(path: Path) -> None:
    lines = plain(path.read_text(encoding="utf-8")).splitlines()
    assert [line for line in lines if HALF_WIDTH.search(line)] == []


def test_the_demo_speaks_with_chinese_marks() -> None:
    texts = list(demo_texts())
    assert len(texts) > 500
    assert [
        (name, line) for name, text in texts for line in text.splitlines() if HALF_WIDTH.search(line)
    ] == []


@pytest.mark.parametrize(
    "wrong", ["您好,代表", "您好!", "您好！", "镇(乡)", "说:好", "代表,\u201c好\u201d", "好;坏"]
)
def test_half_width_marks_are_found(wrong: str) -> None:
    assert HALF_WIDTH.search(wrong)


@pytest.mark.parametrize(
    "right", ["您好，代表", "周三 9:00—11:30", "第 1 项：K7QF-2M9X", "（9:00）", "1,200 名"]
)
def test_what_is_written_rightly_is_let_through(right: str) -> None:
    assert not HALF_WIDTH.search(right)


# --- The words of the screens ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def on_screen() -> set[str]:
    """What the screens say in Chinese, each without a mark at its end and without a number in brackets."""
    with (ROOT / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")
    texts = (each.string[0] if isinstance(each.string, tuple) else each.string for each in catalogue)
    return {re.sub(r"（[^（）]*%\(\w+\)[sd][^（）]*）$|[：。]$", "", text) for text in texts}


@pytest.mark.parametrize("manual", MANUALS, ids=lambda manual: manual.name)
def test_a_manual_names_buttons_tabs_and_states_as_the_screens_do(manual: Path, on_screen: set[str]) -> None:
    text = manual.read_text(encoding="utf-8")
    named = re.findall(r"「([^」]+)」", text)
    assert len(named) >= 12, "the words of the screens are marked with 「」"
    assert [name for name in named if name not in on_screen] == []
    assert [name for name in re.findall(r"\*\*([^*]+)\*\*", text) if name in on_screen] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_keeps_to_the_one_word_for_each_thing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert {wrong: right for wrong, right in NOT_OUR_WORDS.items() if re.search(wrong, text)} == {}
