"""Fixtures of every test: languages, a real Celery worker, a real browser."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from casework import known
from casework.rules import store as rules_store
from feedback import frequencies
from feedback.routing import store as routing_world
from reports.column import laws
from tests.ready_tables import ReadyTables

ROOT = Path(settings.BASE_DIR)
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
NO_BROWSER = "no Chromium on this machine (apt-get install chromium)"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


# --- Languages ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """No test inherits a language that another one activated."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def english() -> Iterator[Client]:
    """English in this thread, and a client that asks for it."""
    with translation.override("en"):
        yield Client(headers={"accept-language": "en"})


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Throttles of one test do not meet the next, nor does what a process remembers of its tables."""
    routing_world.forget()
    known.forget()
    laws.forget()
    frequencies.forget()
    yield
    cache.clear()
    if rules_store.read_from_tables():
        rules_store.forget()


# --- Tables, made once -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def ready_tables(django_db_modify_db_settings: None) -> ReadyTables:
    tables = ReadyTables()
    tables.take()
    return tables


@pytest.fixture(scope="session")
def django_db_keepdb(ready_tables: ReadyTables, django_db_keepdb: bool) -> bool:
    return ready_tables.taken or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(ready_tables: ReadyTables, django_db_setup: None) -> None:
    ready_tables.keep()


# --- Rows shared by a module --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rows made once for all tests of a module; each test's own changes are rolled back to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- A real worker ------------------------------------------------------------------------------------


class RunningWorker:
    """A Celery worker in a process of its own, on the test's database and broker."""

    def __init__(self, *options: str) -> None:
        self._log = (Path(settings.VAR) / "worker.log").open("ab")
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
            "PORTAL_VAR": str(settings.VAR),
        }
        command = [sys.executable, "-m", "celery", "-A", "liaison", "worker", "--without-gossip"]
        self.process = subprocess.Popen(
            [*command, "--without-mingle", "--without-heartbeat", *options],
            cwd=ROOT,
            env=env,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    @property
    def log(self) -> str:
        return Path(self._log.name).read_text(errors="replace")

    def kill(self) -> None:
        """As the kernel does when memory ends: without any farewell, children too."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.kill()
        self._log.close()


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[..., RunningWorker]]:
    """Call it, with options of `celery worker` if you like; every worker it started ends with the test."""
    started: list[RunningWorker] = []

    def start(*options: str) -> RunningWorker:
        started.append(RunningWorker(*(options or ("--concurrency=1",))))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()
    _empty_queue()


@pytest.fixture
def worker(start_worker: Callable[..., RunningWorker]) -> RunningWorker:
    """One real worker."""
    return start_worker()


def _empty_queue() -> None:
    with current_app.connection_for_write() as broker:
        broker.default_channel.queue_purge(current_app.conf.task_default_queue)


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Ask again and again until the answer is true; fails after `seconds`."""

    def wait(question: Callable[[], Any], seconds: float = 20, what: str = "the expected state") -> None:
        end = time.monotonic() + seconds
        while not question():
            if time.monotonic() > end:
                pytest.fail(f"{what} was not reached within {seconds} s")
            time.sleep(0.1)

    return wait


# --- A real browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {
        "locale": "zh-CN",
        "timezone_id": settings.TIME_ZONE,
        "accept_downloads": True,
    }


@pytest.fixture
def phone_page(new_context: Callable[..., Any]) -> Any:
    """A page as wide as a small phone."""
    return new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2).new_page()


@pytest.fixture
def desk_page(new_context: Callable[..., Any]) -> Any:
    """A page as wide as an office screen."""
    return new_context(viewport=DESK).new_page()


def _has_a_server(item: pytest.Item) -> bool:
    """Whether the test can reach a database, a broker or a cache, and so may go another way on PostgreSQL and Redis."""
    reached = {"db", "transactional_db", "live_server", "django_db_setup"} & set(
        getattr(item, "fixturenames", ())
    )
    return bool(reached) or any(item.get_closest_marker(name) for name in ("django_db", "broker", "worker"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if not _has_a_server(item):
            item.add_marker(pytest.mark.no_server)
        if CHROMIUM is None and not IN_CI and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if CHROMIUM is None and IN_CI and item.get_closest_marker("browser"):
        pytest.fail(f"Browser tests are required here, and there is {NO_BROWSER}.", pytrace=False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(r.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests did not run: {NO_BROWSER}.", yellow=True)


# --- Leaving nothing behind ---------------------------------------------------------------------------


def pytest_sessionfinish() -> None:
    if not settings.EMBEDDED:
        _forget_redis_keys()
    shutil.rmtree(settings.VAR, ignore_errors=True)


def _forget_redis_keys() -> None:
    server = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2)
    keys = list(server.scan_iter(f"{os.environ['PORTAL_QUEUE_PREFIX']}*", count=1000))
    if keys:
        server.delete(*keys)
