"""`manage.py portal`: prepare, then run web server, worker and scheduler as one."""

import os
import sys
from argparse import ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from liaison import preparation
from liaison.supervisor import Child, Supervisor


class Command(TerminalCommand):
    requires_system_checks = ()  # they load every view; the lint run has them, and a start should be quick
    help = "Prepares what is missing, then runs the web server, the worker and the scheduler until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port to listen on (or PORT)")
        parser.add_argument("--web-workers", type=int, default=2, help="web processes of four threads each")
        parser.add_argument("--task-workers", type=int, default=2, help="task processes")

    def handle(self, *args: Any, **options: Any) -> None:
        preparation.check_port(options["host"], options["port"])
        lock = preparation.hold_lock()
        self._prepare()
        self._welcome(options["host"], options["port"])
        env = os.environ | {"PORT": str(options["port"]), "PYTHONUNBUFFERED": "1"}
        env["CELERY_SKIP_CHECKS"] = "1"
        env["PROMETHEUS_MULTIPROC_DIR"] = str(preparation.empty_metrics_folder())
        group = children(**_sizes(options))
        code = Supervisor(group, env, settings.BASE_DIR, self._say, translate=_).run()
        lock.close()
        self.stdout.write(_("The portal has stopped."))
        sys.exit(code)

    def _prepare(self) -> None:
        for doing, step in (
            (_("Translations compiled."), preparation.compile_messages),
            (_("Database migrated."), preparation.migrate),
            (_("Static files collected."), preparation.collect_static),
        ):
            if step():
                self.stdout.write(doing)
                self.stdout.flush()
        preparation.check_demo()
        preparation.load_demo()

    def _welcome(self, host: str, port: int) -> None:
        shown = "127.0.0.1" if host == "0.0.0.0" else host
        words = _("The portal: %(address)s    (Ctrl-C stops it)")
        self.stdout.write(f"\n{words % {'address': f'http://{shown}:{port}/'}}\n")
        for line in demo_sign_ins():
            self.stdout.write(line)
        self.stdout.write("")
        self.stdout.flush()

    def _say(self, name: str, line: str) -> None:
        self.stdout.write(f"{name:<6} | {line}")
        self.stdout.flush()


def demo_sign_ins() -> list[str]:
    """Lines that say how to sign in to the demo, one per role; none where the demo is off."""
    if not settings.DEMO or find_spec("liaison.demo") is None:
        return []
    tell = getattr(import_module("liaison.demo"), "sign_in_lines", None)
    return list(tell()) if tell else []


def _sizes(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("host", "port", "web_workers", "task_workers")}


def children(*, host: str, port: int, web_workers: int, task_workers: int) -> list[Child]:
    """The three programs. Only their own start and stop and what the portal logs is printed."""
    python = sys.executable
    celery = ["-m", "celery", "-A", "liaison", "--quiet"]
    worker = ["worker", "-c", str(task_workers), "--without-gossip", "--without-mingle"]
    return [
        Child("web", [python, "-m", "gunicorn", "liaison.wsgi", *_web(host, port, web_workers)]),
        Child("worker", [python, *celery, *worker]),
        Child("beat", [python, *celery, "beat", "--pidfile="]),
    ]


def _web(host: str, port: int, workers: int) -> list[str]:
    return [
        f"--bind={host}:{port}",
        "--worker-class=gthread",
        f"--workers={workers}",
        "--threads=4",
        "--preload",
        "--max-requests=20000",
        "--max-requests-jitter=2000",
        "--graceful-timeout=5",
        "--timeout=60",
        "--no-control-socket",
        "--log-level=warning",
    ]
