"""`manage.py simulation_worker FILE`: the Celery worker that `manage.py demo --simulate DAYS --worker` starts.

A command of its own, so that no setting or variable can move the clock of a portal that is in use.
"""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connections

from accounts.terminal import TerminalCommand
from liaison.celery import app
from liaison.demo.simulation.clock import install, read_from
from liaison.demo.simulation.guard import holds_a_simulation_only
from liaison.demo.simulation.quiet import keep_notices_here


class Command(TerminalCommand):
    help = "A worker that lives at the time of a simulation; refuses to start beside anything real."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("clock", type=Path, help="the file in which the simulation writes its time")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["clock"].is_file() or not holds_a_simulation_only():
            raise CommandError("This worker serves a simulation only, in a database that holds nothing else.")
        install(partial(read_from, options["clock"]))
        keep_notices_here()
        connections.close_all()  # the worker's own process opens its own
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
        app.worker_main(["worker", "--concurrency=1", *quiet])
