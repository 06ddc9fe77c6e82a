"""What the portal prepares before it serves, and does not do twice."""

import gettext
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.management import CommandError, get_commands

from liaison import preparation
from liaison.management.commands.portal import children, demo_sign_ins
from liaison.messages import compile_stale

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "Street lamp"
msgstr "路灯"

#, fuzzy
msgid "Guessed"
msgstr "猜的"
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.VAR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    return tmp_path


def test_messages_are_compiled_only_when_they_are_newer(tmp_path: Path) -> None:
    po = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    assert compile_stale(tmp_path) == [po]
    with po.with_suffix(".mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Street lamp") == "路灯"
    assert catalog.gettext("Guessed") == "Guessed", "a translation that nobody confirmed is not shown"
    assert compile_stale(tmp_path) == []
    later = po.with_suffix(".mo").stat().st_mtime + 10
    os.utime(po, (later, later))
    assert compile_stale(tmp_path) == [po]


def test_static_files_are_collected_when_one_has_changed(folder: Path, settings: Any) -> None:
    source = folder / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS, settings.STATICFILES_FINDERS = (
        [source],
        ["django.contrib.staticfiles.finders.FileSystemFinder"],
    )
    preparation.get_finders.__globals__["get_finder"].cache_clear()
    try:
        assert preparation.collect_static()
        assert not preparation.collect_static()
        (source / "a.css").write_text("a{color:red}")
        assert preparation.collect_static()
        assert (folder / "static" / "a.css").read_text() == "a{color:red}"
    finally:
        preparation.get_finders.__globals__["get_finder"].cache_clear()


def test_a_second_portal_on_the_same_folder_is_refused(folder: Path) -> None:
    lock = preparation.hold_lock()
    with pytest.raises(CommandError, match="请先停止它"):
        preparation.hold_lock()
    lock.close()
    preparation.hold_lock().close()


def test_a_port_in_use_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            preparation.check_port("127.0.0.1", port)
    assert f"PORT={port + 1} make run" in str(refused.value)
    preparation.check_port("127.0.0.1", port)


@pytest.mark.django_db
def test_the_demo_is_loaded_only_where_it_is_on(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(preparation, "get_commands", lambda: {"demo": "liaison"})
    settings.DEMO = False
    preparation.load_demo()
    assert called == [] and demo_sign_ins() == []
    settings.DEMO = True
    preparation.load_demo()
    assert called == ["demo"]


def test_the_portal_is_web_worker_and_exactly_one_scheduler() -> None:
    group = children(host="127.0.0.1", port=8000, web_workers=2, task_workers=3)
    assert [child.name for child in group] == ["web", "worker", "beat"]
    assert sum("beat" in child.argv for child in group) == 1
    assert "portal" in get_commands()
    assert portal_settings.CELERY_WORKER_PREFETCH_MULTIPLIER == 1
