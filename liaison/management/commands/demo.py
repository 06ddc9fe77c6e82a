"""`manage.py demo`: fill the portal with an invented county."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from liaison.demo.load import complaints, is_empty, load
from liaison.demo.scales import SCALES


class Command(TerminalCommand):
    help = "Loads an invented village, county or city with its deputies, organs and years of opinions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=SCALES, default="county", help="how large (default: county)")
        parser.add_argument("--seed", type=int, default=1, help="another number, another county")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is data already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            if options["if_empty"]:
                return
            raise CommandError(
                _("There is data already. A demonstration is loaded into an empty database only.")
            )
        scale = options["scale"]
        words = _("Loading the demonstration (%(scale)s); everything in it is invented.")
        self._say(words % {"scale": scale})
        count = load(scale, seed=options["seed"], say=self._say)
        complaints.write()
        self._say(_("Done: %(count)d opinions.") % {"count": count})

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
