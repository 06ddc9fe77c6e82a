"""`manage.py demo`: fill the portal with an invented county, or let one live through its days."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from liaison.demo.load import complaints, is_empty, load, mail
from liaison.demo.scales import SCALES
from liaison.demo.simulation import setting_of, simulate
from liaison.preparation import waiting_migrations


class Command(TerminalCommand):
    help = "Loads an invented village, county or city with its deputies, organs and years of opinions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=SCALES, default="county", help="how large (default: county)")
        parser.add_argument("--seed", type=int, default=1, help="another number, another county")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there is data already")
        lived = parser.add_argument_group("to let it live through its days instead of inventing its past")
        lived.add_argument("--simulate", type=int, metavar="DAYS", help="so many days, with a moving clock")
        lived.add_argument("--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD",
                           help="the first day (default: so that the last one is yesterday)")  # fmt: skip
        lived.add_argument(
            "--rules", default="demo", help="the rule profile of its congresses (default: demo)"
        )
        lived.add_argument(
            "--suggestions", type=int, metavar="N",
            help="so many suggestions and four motions, where a session lies within the days (default: of the scale)",
        )  # fmt: skip
        lived.add_argument("--no-opinions", action="store_true", help="the session alone: no citizen writes")
        lived.add_argument(
            "--worker", action="store_true", help="through the broker and a real worker process"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if waiting_migrations():
            raise CommandError(_("The database is not prepared yet. First run: manage.py migrate"))
        if options["simulate"] is not None:
            self._simulate(options)
            return
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
        mail.write()
        self._say(_("Done: %(count)d opinions.") % {"count": count})

    def _simulate(self, options: dict[str, Any]) -> None:
        """Ends with code 1 and the list where any case fell silent."""
        try:
            setting = setting_of(
                options["scale"], options["seed"], options["simulate"], options["first"], options["rules"],
                suggestions=options["suggestions"], opinions=not options["no_opinions"],
            )  # fmt: skip
            self._say(
                _("A %(scale)s lives from %(first)s to %(last)s; everything in it is invented.")
                % {"scale": setting.scale, "first": setting.first, "last": setting.last}
            )
            silent = simulate(setting, say=self._say, worker=options["worker"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        if silent:
            raise CommandError(_("Silent: %(count)d") % {"count": len(silent)})

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
