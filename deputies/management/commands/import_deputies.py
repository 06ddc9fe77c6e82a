"""manage.py import_deputies FILE --map name=姓名,number=代表编号 [--congress CODE] [--term N] [--dry-run] [--json]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from deputies.loading.command import ListCommand, congress_called
from deputies.loading.deputies import DeputyLoader
from deputies.loading.flow import Loader


class Command(ListCommand):
    help = "Load deputies and their mandates from a list. A second load updates."
    loader = DeputyLoader

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--term", type=int, help="number of the term; without it the present one")

    def make_loader(self, options: dict[str, Any]) -> Loader:
        return DeputyLoader(congress_called(options["congress"]), term=options["term"])
