"""Readiness tells apart what fails a request, what only delays its consequences, and what is well."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from casework import periodic
from casework.models import PeriodicRun
from liaison import health, preparation
from tests import loops
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_jobs_ran() -> None:
    now = timezone.now()
    for name, every in periodic.jobs().items():
        PeriodicRun.objects.create(name=name, every_seconds=every.total_seconds(), finished_at=now)


@pytest.fixture
def ready(client: Client) -> Iterator[object]:
    yield lambda: client.get("/health/ready", headers={"Accept": "application/json"})


def test_a_live_process_says_so_without_the_database(client: Client) -> None:
    with patch.object(health, "connection", None):
        assert client.get("/health/live").content == b"alive\n"


def test_ready_when_all_is_well(ready, all_jobs_ran) -> None:
    answer = ready()
    assert answer.status_code == 200
    assert answer.json()["state"] == "ok", answer.json()
    assert set(answer.json()["checks"]) == {"database", "migrations", "broker", "periodic_jobs", "effects"}


def test_plain_text_for_a_person(client: Client, all_jobs_ran) -> None:
    answer = client.get("/health/ready")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.content.decode().startswith("state: ok\ndatabase: ok")


def test_without_the_database_it_is_not_ready(ready) -> None:
    with patch.object(health.connection, "cursor", side_effect=DatabaseError("secret dsn")):
        answer = ready()
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["state"] == "failed"
    assert "secret" not in answer.content.decode()


def test_a_missing_migration_is_not_ready(ready, all_jobs_ran) -> None:
    with patch.object(health, "_waiting_migrations", return_value=2):
        answer = ready()
    assert answer.status_code == 503
    assert "2 to apply" in answer.json()["checks"]["migrations"]["detail"]


def test_migrations_still_to_apply_are_counted() -> None:
    health._all_applied.cache_clear()
    with patch.object(preparation.MigrationExecutor, "migration_plan", return_value=[1, 2, 3]):
        assert health._waiting_migrations() == 3
    assert health._waiting_migrations() == 0


def test_a_stopped_scheduler_is_a_delay_and_named(ready, all_jobs_ran) -> None:
    name, every = next(iter(periodic.jobs().items()))
    PeriodicRun.objects.filter(name=name).update(finished_at=timezone.now() - 4 * every - timedelta(hours=1))
    answer = ready()
    assert answer.status_code == 200
    assert answer.json()["state"] == "delayed"
    assert name in answer.json()["checks"]["periodic_jobs"]["detail"]


def test_a_broker_that_is_down_is_a_delay(ready, all_jobs_ran, monkeypatch: pytest.MonkeyPatch) -> None:
    if settings.EMBEDDED:
        gone = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {
            "data_folder_out": str(Path(settings.VAR) / "gone")
        }
        monkeypatch.setattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", gone)
    else:
        monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    answer = ready()
    assert answer.status_code == 200
    assert answer.json()["checks"]["broker"]["state"] == "delayed"


def test_an_effect_owed_for_long_is_a_delay(ready, all_jobs_ran) -> None:
    loops.submitted(County())
    assert ready().json()["checks"]["effects"]["state"] == "ok", "just now is not late"
    with time_machine.travel(timezone.now() + health.LATE_EFFECT + timedelta(minutes=1), tick=False):
        PeriodicRun.objects.update(finished_at=timezone.now())
        answer = ready().json()
    assert answer["state"] == answer["checks"]["effects"]["state"] == "delayed"
    assert " late" in answer["checks"]["effects"]["detail"]
