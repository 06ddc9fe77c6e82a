"""What commands say to people follows the terminal; what they say to machines does not."""

import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.db import connections

from accounts.terminal import TerminalCommand, language_of
from tests.factories import CongressFactory

ROOMS = {"accounts", "casework", "contacts", "deputies", "feedback", "reports", "liaison"}
WRITE_A_PAGE = {"workflows"}  # what they write must be the same whoever runs them
HAN = re.compile(r"[\u4e00-\u9fff]")
Run = Callable[..., str]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "ZH_TW"}, "zh-hans"),
        ({"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh-hans"),
        ({"LC_ALL": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh-hans"),
    ],
)
def test_the_locale_decides_as_everywhere_on_the_machine(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def own_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if app in ROOMS)


@pytest.mark.parametrize("name", own_commands())
def test_every_command_of_the_portal_speaks_the_language_of_the_terminal(name: str) -> None:
    command = load_command_class(get_commands()[name], name)
    assert isinstance(command, TerminalCommand) is (name not in WRITE_A_PAGE)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as somebody types it into a terminal of this locale; returns all it printed."""

    monkeypatch.setattr(connections, "close_all", lambda: None)  # the last thing it does; the test goes on

    def run(locale: str, *words: str) -> str:
        monkeypatch.setenv("LC_ALL", locale)
        command = load_command_class(get_commands()[words[0]], words[0])
        try:
            command.run_from_argv(["manage.py", *words])
        except SystemExit as refused:
            assert refused.code
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def test_each_command_answers_in_the_language_of_the_terminal(db: None, typed: Run, tmp_path: Path) -> None:
    CongressFactory()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('name = "a b"\n', encoding="utf-8")
    for words, chinese, english in (
        (("rules", "check", str(wrong)), "须是符合", "must be a short word"),
        (
            ("deadline", "national", "suggestion.nap", "2026-11-06"),
            "没有环节“suggestion.nap”",
            "has no clock",
        ),
        (("deadline", "national", "suggestion.reply", "2026-11-06"), "到期：2027-02-09", "Due: 2027-02-09"),
        (("load_calendar",), "放假日和上班日", "Days: added"),
        (("rotate_keys",), "其他密钥可以去掉", "The others can be removed"),
        (("demo",), "数据库里已有数据", "There is data already"),
        (("import_opinions", "nowhere.csv", "--congress", "x"), "没有代码为“x”", "There is no congress “x”"),
        (("import_organs", "nowhere.csv", "--congress", "x"), "请用 --congress", "Say which congress"),
    ):
        assert chinese in typed("zh_CN.UTF-8", *words), words
        assert english in typed("en_GB.UTF-8", *words), words


def test_the_portal_refuses_a_port_in_the_language_of_the_terminal(typed: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "Choose another" in typed("C.UTF-8", "portal", "--port", port)
        assert "请换一个" in typed("zh_CN.UTF-8", "portal", "--port", port)


@pytest.mark.django_db
def test_machines_read_the_same_keys_whatever_the_terminal(typed: Run) -> None:
    for words in (
        ("deadline", "national", "opinion.reply", "2026-11-06", "--json"),
        ("load_calendar", "--json"),
    ):
        chinese, english = (json.loads(typed(locale, *words)) for locale in ("zh_CN.UTF-8", "en_GB.UTF-8"))
        assert list(chinese) == list(english) and not any(HAN.search(key) for key in chinese)


@pytest.mark.django_db
def test_called_from_code_a_command_speaks_as_its_caller(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    call_command("rotate_keys")
    assert "其他密钥可以去掉" in capsys.readouterr().out
