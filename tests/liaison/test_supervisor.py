"""Real processes: they start together, come back after a crash, and end together without orphans."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

SUPERVISE = """
import sys, os
from pathlib import Path
from liaison.supervisor import Child, Supervisor
import liaison.supervisor as s
s.STOP_SECONDS = 2.0
children = [Child(str(n), [sys.executable, "-uc", code]) for n, code in enumerate(sys.argv[1:])]
say = lambda name, line: print(name, line, flush=True)
sys.exit(Supervisor(children, os.environ, Path.cwd(), say).run())
"""
SLEEPS = "import os, time; print('pid', os.getpid()); time.sleep(600)"
IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPS
HAS_A_CHILD = (
    "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('pid', p.pid); " + SLEEPS
)
CRASHES = "import os; print('pid', os.getpid()); os._exit(3)"


class Group:
    """A process group under test, and what it has printed so far."""

    def __init__(self, command: list[str], **options: Any) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.printed = ""

    def read(self) -> str:
        assert self.process.stdout is not None
        try:
            self.printed += self.process.stdout.read() or ""
        except (TypeError, BlockingIOError):
            pass
        return self.printed

    def wait_for(self, pattern: str, count: int = 1, seconds: float = 60) -> list[str]:
        end = time.monotonic() + seconds
        while len(found := re.findall(pattern, self.read())) < count:
            assert time.monotonic() < end, f"{pattern!r} did not appear {count} times in:\n{self.printed}"
            time.sleep(0.05)
        return found

    def end(self, number: int, seconds: float = 15) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)


@pytest.fixture
def groups() -> Iterator[list[Group]]:
    started: list[Group] = []
    yield started
    for group in started:
        if group.process.poll() is None:
            group.process.kill()
        group.process.wait()


@pytest.fixture
def supervise(groups: list[Group]) -> Any:
    def start(*codes: str) -> Group:
        groups.append(Group([sys.executable, "-c", SUPERVISE, *codes]))
        return groups[-1]

    return start


def gone(pids: list[str] | set[int], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while any(alive(int(pid)) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_all_end_with_their_own_children_when_asked(supervise: Any, number: int) -> None:
    group = supervise(SLEEPS, HAS_A_CHILD)
    pids = group.wait_for(r"pid (\d+)", 3)
    assert group.end(number) == 0
    assert gone(pids)


def test_a_child_that_does_not_listen_is_killed_after_a_while(supervise: Any) -> None:
    group = supervise(IGNORES)
    pids = group.wait_for(r"pid (\d+)")
    assert group.end(signal.SIGTERM) == 0
    assert gone(pids)


def test_a_crashed_child_comes_back_and_the_others_stay(supervise: Any) -> None:
    group = supervise(SLEEPS, SLEEPS)
    group.wait_for(r"pid (\d+)", 2)
    (stays,), (crashes,) = (
        re.findall(r"0 pid (\d+)", group.printed),
        re.findall(r"1 pid (\d+)", group.printed),
    )
    os.kill(int(crashes), signal.SIGKILL)
    again = group.wait_for(r"1 pid (\d+)", 2)
    assert again[1] != crashes
    assert "ended with code -9; it starts again in 1 s." in group.printed
    assert alive(int(stays))
    assert group.printed.count("0 pid") == 1


def test_no_orphan_stays_when_the_supervisor_is_killed(supervise: Any) -> None:
    group = supervise(SLEEPS, SLEEPS)
    pids = group.wait_for(r"pid (\d+)", 2)
    group.end(signal.SIGKILL)
    assert gone(pids)


def test_a_child_that_cannot_start_ends_the_group_with_an_error(
    groups: list[Group],
) -> None:
    quick = SUPERVISE.replace("s.STOP_SECONDS = 2.0", "s.STOP_SECONDS, s.LONGEST_PAUSE = 2.0, 0.1")
    groups.append(Group([sys.executable, "-c", quick, CRASHES, SLEEPS]))
    pids = groups[0].wait_for(r"pid (\d+)", 2)
    assert groups[0].process.wait(30) == 1
    assert "the portal stops" in groups[0].read()
    assert gone(pids)


# --- The portal itself ---


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def portal(groups: list[Group], folder: Path, port: int, **env: str) -> Group:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "TEST_", "DATABASE", "REDIS"))
    }
    groups.append(
        Group(
            [sys.executable, "manage.py", "portal", "--web-workers=1", "--task-workers=1"],
            env=kept
            | {
                "DJANGO_SETTINGS_MODULE": "liaison.settings",
                "PORTAL_VAR": str(folder),
                "PORT": str(port),
                "PORTAL_LOG_LEVEL": "INFO",
                "LC_ALL": "C.UTF-8",
                **env,
            },
        )
    )
    return groups[-1]


def ask(port: int, path: str) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, {}
    except OSError:
        return 0, {}


def children_of(pid: int) -> set[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.split("\n")
    pairs = [tuple(map(int, line.split())) for line in found if line.strip()]
    direct = {child for child, parent in pairs if parent == pid}
    return direct.union(*(children_of(child) for child in direct)) if direct else set()


@pytest.mark.slow
def test_the_portal_starts_serves_runs_its_jobs_recovers_and_stops(
    groups: list[Group], tmp_path: Path
) -> None:
    port = free_port()
    group = portal(groups, tmp_path, port)
    group.wait_for(rf"http://127\.0\.0\.1:{port}/", seconds=300)
    end = time.monotonic() + 150
    while ask(port, "/health/ready")[1].get("state") != "ok":  # beat, broker and worker did every job
        assert time.monotonic() < end, (ask(port, "/health/ready"), group.read())
        time.sleep(0.3)

    second = portal(groups, tmp_path, free_port())
    assert second.process.wait(60) == 1
    assert "already running" in second.read()

    taken = portal(groups, tmp_path / "other", port)
    assert taken.process.wait(60) == 1
    assert f"Port {port} cannot be used" in taken.read()
    assert "Traceback" not in taken.printed + second.printed

    everyone = children_of(group.process.pid)
    assert len(everyone) >= 5
    started = time.monotonic()
    assert group.end(signal.SIGINT) == 0
    assert time.monotonic() - started < 10
    assert gone(everyone)
    assert "Traceback" not in group.read(), group.printed
    assert (tmp_path / "db.sqlite3").exists()
