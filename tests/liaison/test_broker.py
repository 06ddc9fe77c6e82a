"""The embedded broker, a real worker behind either broker, and a broker that is down."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from casework.models import PeriodicRun
from liaison import broker

pytestmark = pytest.mark.broker

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def folder_app(tmp_path: Path) -> Iterator[Celery]:
    """A Celery application on a broker folder of its own."""
    app = Celery("folder", broker=f"{broker.SCHEME}://", set_as_current=False)
    app.conf.broker_transport_options = broker.make_folders(tmp_path)
    yield app
    app.close()


def take(app: Celery, queue: str = "celery") -> list[Any]:
    taken = []
    with app.connection_for_read() as link:
        while True:
            try:
                taken.append(link.default_channel._get(queue))
            except Empty:
                return taken


def test_messages_come_out_once_and_in_order(folder_app: Celery, tmp_path: Path) -> None:
    for number in range(20):
        folder_app.send_task("some.task", [number])
    assert [message["headers"]["argsrepr"] for message in take(folder_app)] == [f"[{n}]" for n in range(20)]
    assert take(folder_app) == []
    assert not list((tmp_path / "claimed").iterdir()), "a message was left behind"


def test_readers_in_parallel_share_the_messages_without_loss_or_doubles(folder_app: Celery) -> None:
    """Writers and readers at once: no half-written message is ever read."""
    taken: list[str] = []
    writing = threading.Event()

    def write() -> None:
        for number in range(200):
            folder_app.send_task("some.task", [number])
        writing.set()

    def read() -> None:
        while not writing.is_set():
            taken.extend(message["headers"]["argsrepr"] for message in take(folder_app))

    threads = [threading.Thread(target=work) for work in (write, read, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    taken.extend(message["headers"]["argsrepr"] for message in take(folder_app))
    assert sorted(taken) == sorted(f"[{n}]" for n in range(200))


def test_every_message_waits_through_a_restart(folder_app: Celery, tmp_path: Path) -> None:
    folder_app.send_task("some.task", ["kept"])
    later = Celery("later", broker=f"{broker.SCHEME}://", set_as_current=False)
    later.conf.broker_transport_options = broker.make_folders(tmp_path)
    assert [message["headers"]["argsrepr"] for message in take(later)] == ["['kept']"]


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_what_the_web_process_asked(worker: Any, wait_until: Callable[..., None]) -> None:
    current_app.tasks["casework.sweep"].delay()
    done = PeriodicRun.objects.filter(name="casework.sweep", finished_at__isnull=False)
    wait_until(done.exists, 40, f"the end of the job; the worker said: {worker.log}")


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_done_by_the_next(
    start_worker: Callable[..., Any], wait_until: Callable[..., None]
) -> None:
    first = start_worker()
    current_app.tasks["casework.sweep"].delay()
    done = PeriodicRun.objects.filter(name="casework.sweep", finished_at__isnull=False)
    wait_until(done.exists, 40)
    first.kill()
    PeriodicRun.objects.update(finished_at=None, started_at=timezone.now() - timedelta(hours=1))
    current_app.tasks["casework.sweep"].delay()
    assert not done.exists()
    start_worker()
    wait_until(done.exists, 40)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(settings.EMBEDDED, reason="counts the sessions of a PostgreSQL server")
def test_a_worker_keeps_its_database_connection_between_tasks(
    start_worker: Callable[..., Any], wait_until: Callable[..., None]
) -> None:
    start_worker("--concurrency=1")
    sessions = set()
    for _ in range(5):
        PeriodicRun.objects.update_or_create(
            name="casework.sweep", defaults={"every_seconds": 30, "started_at": None, "finished_at": None}
        )
        current_app.tasks["casework.sweep"].delay()
        wait_until(PeriodicRun.objects.filter(finished_at__isnull=False).exists, 40)
        sessions.add(frozenset(_other_sessions()))
    assert len(sessions) == 1, sessions


def _other_sessions() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


SEND = """
import sys, time
import django; django.setup()
from celery import current_app
times = []
for _ in range(3):
    start = time.monotonic()
    try:
        current_app.tasks["casework.drain"].delay(["some.effect"])
    except Exception as error:
        print(type(error).__name__)
    times.append(time.monotonic() - start)
print(min(times), max(times))
"""


def send_with(redis_url: str, tmp_path: Path) -> tuple[list[str], float, float]:
    """Send three hints through `redis_url` in a process of its own: the errors, the shortest and longest wait."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "REDIS_URL": redis_url,
        "PORTAL_VAR": str(tmp_path),
    }
    result = subprocess.run(
        [sys.executable, "-c", SEND], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stderr
    *errors, shortest, longest = result.stdout.split()
    return errors, float(shortest), float(longest)


def test_a_refusing_broker_costs_a_request_less_than_a_second(tmp_path: Path) -> None:
    # The shortest of three: the first one also loads what publishing needs, and the machine may be busy.
    errors, shortest, _longest = send_with("redis://127.0.0.1:1/0", tmp_path)
    assert len(errors) == 3
    assert shortest < 1.5


def test_a_frozen_broker_does_not_hang_a_request(tmp_path: Path) -> None:
    """A server that accepts and never answers, as Redis does under SIGSTOP."""
    silent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import socket, time; s = socket.create_server(('127.0.0.1', 0));"
            "print(s.getsockname()[1], flush=True);"
            "time.sleep(120)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert silent.stdout is not None
        port = silent.stdout.readline().strip()
        errors, _shortest, longest = send_with(f"redis://127.0.0.1:{port}/0", tmp_path)
    finally:
        silent.send_signal(signal.SIGKILL)
        silent.wait()
    assert len(errors) == 3
    assert longest < 12
