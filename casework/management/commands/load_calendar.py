"""`manage.py load_calendar`: the announced days off and make-up workdays, into the table staff can edit."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.terminal import TerminalCommand
from casework.rules import loading
from casework.services import recount_provisional


class Command(TerminalCommand):
    help = "Load the announced days off of every published year. May run again; days entered by staff stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = asdict(loading.load_calendar())
        done["dates_moved"] = recount_provisional()
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        words = _("Days: added %(added)d, changed %(changed)d, removed %(removed)d, kept %(kept)d.")
        self.stdout.write(words % done)
        if done["dates_moved"]:
            moved = ngettext(
                "%(n)d case has a new date; everybody concerned is told.",
                "%(n)d cases have new dates; everybody concerned is told.",
                done["dates_moved"],
            )
            self.stdout.write(moved % {"n": done["dates_moved"]})
        if done["years_added"]:
            years = {"years": ", ".join(map(str, done["years_added"]))}
            self.stdout.write(_("Years added: %(years)s") % years)
