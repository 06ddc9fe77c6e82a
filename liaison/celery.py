"""The Celery application. Every `CELERY_*` setting is read from Django's settings."""

import os
import warnings
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, task_prerun
from django.db import close_old_connections
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")

# Celery warns root of pickled messages; here messages are JSON and nothing else is accepted.
warnings.filterwarnings("ignore", message="(?s)You're running the worker with superuser privileges")

app = Celery("liaison")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_the_portals_logging(**kwargs: Any) -> None:
    """Connecting this signal stops Celery from replacing the logging that Django has set up."""


@task_prerun.connect
def drop_broken_connections(**kwargs: Any) -> None:
    """Connections live on from task to task (CELERY_DB_REUSE_MAX), so each task checks its own first.

    Without it a restart of the database would fail every later task of the process.
    """
    close_old_connections()


@beat_init.connect
def run_what_is_due(**kwargs: Any) -> None:
    """Offer every periodic job at once: beat's own clock starts anew, and a job every six hours would wait.

    A job whose turn was taken already does nothing.
    """
    for name in app.conf.beat_schedule:
        app.send_task(name, ignore_result=True)
