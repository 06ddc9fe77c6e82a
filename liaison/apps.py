from datetime import timedelta
from importlib import import_module
from typing import Any

from django.apps import AppConfig

from liaison.celery import app


class LiaisonConfig(AppConfig):
    name = "liaison"

    def ready(self) -> None:
        """Know every task in every process: the web server sends hints by name, beat needs the jobs."""
        app.autodiscover_tasks(force=True)
        periodic = import_module("casework.periodic")  # its models are loaded only now
        app.conf.beat_schedule = beat_schedule(periodic.jobs())


def beat_schedule(jobs: dict[str, timedelta]) -> dict[str, dict[str, Any]]:
    """Each job at its interval. A turn that nobody took before the next one is dropped, not piled up."""
    return {
        name: {"task": name, "schedule": every, "options": {"expires": every.total_seconds()}}
        for name, every in jobs.items()
    }
