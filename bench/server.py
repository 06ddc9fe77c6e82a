"""What the benchmark starts and stops: its database, the web server, the workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import IO

import psycopg2
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from bench.settings import NAME, SERVER_NAME
from liaison import preparation
from liaison.management.commands import portal

START_SECONDS = 60


def _on_server(*statements: str) -> None:
    database = settings.DATABASES["default"]
    server = psycopg2.connect(
        dbname=SERVER_NAME or "postgres",
        user=database["USER"],
        password=database["PASSWORD"],
        host=database["HOST"],
        port=database["PORT"] or 5432,
    )
    server.autocommit = True
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    server.close()


@contextmanager
def only_one() -> Iterator[None]:
    """Two at a time would take the database from each other, and measure each other."""
    with (Path(tempfile.gettempdir()) / f"{NAME}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit("Another benchmark is running on this machine. Wait for its end.") from None
        yield


def make_database() -> None:
    """An empty database with the portal's tables. A query stays in its one process, where its CPU is seen."""
    drop_database()
    _on_server(f"CREATE DATABASE {NAME}", f"ALTER DATABASE {NAME} SET max_parallel_workers_per_gather = 0")
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)


def drop_database() -> None:
    connections.close_all()
    _on_server(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def forget_queue() -> None:
    """Remove the benchmark's own keys from Redis, and no others."""
    store = redis.Redis.from_url(settings.REDIS_URL)
    for pattern in ("bench:*", "bench*", "_kombu.binding.*bench*"):
        for key in store.scan_iter(pattern, count=1000):
            store.delete(key)


def prepare_files() -> None:
    preparation.compile_messages()
    preparation.collect_static()


def _environment() -> dict[str, str]:
    metrics = settings.VAR / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PROMETHEUS_MULTIPROC_DIR": str(metrics.resolve()),
    }


@contextmanager
def running(name: str, argv: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program of ours, its words kept in a file; stopped at the end, whatever happens."""
    log: IO[bytes] = (settings.VAR / f"{name}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", *argv], cwd=settings.BASE_DIR, env=_environment(), stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


@contextmanager
def web(port: int) -> Iterator[int]:
    """The web server as `manage.py portal` starts it, with one process; yields the pid of its master."""
    options = portal._web("127.0.0.1", port, 1)
    with running("web", ["gunicorn", "bench.wsgi", *options]) as process:
        _wait_for(port, process)
        yield process.pid


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            probe = HTTPConnection("127.0.0.1", port, timeout=2)
            probe.request("GET", "/health/live")
            if probe.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"The server did not start:\n{Path(settings.VAR / 'web.log').read_text()[-3000:]}")


@contextmanager
def worker(processes: int = 2) -> Iterator[int]:
    """The worker as `manage.py portal` starts it."""
    celery = next(
        child.argv[2:]
        for child in portal.children(host="127.0.0.1", port=0, web_workers=1, task_workers=processes)
        if child.name == "worker"
    )
    with running("worker", celery) as process:
        yield process.pid
