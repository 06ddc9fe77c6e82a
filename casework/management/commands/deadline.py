"""`manage.py deadline PROFILE CLOCK DATE`: when a clock ends, by which article, and over which days off."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from casework import rules


class Command(TerminalCommand):
    help = "Print the due date of a clock that starts on DATE (the day of the event, which is not counted)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("profile", help="name of a rule profile, such as national or shandong")
        parser.add_argument("clock", help="name of a clock, such as suggestion.reply or opinion.screen")
        parser.add_argument("date", help="day of the event, as 2026-11-03")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self.explained(options)
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict() | {"text": found.sentence()}, ensure_ascii=False))
            return
        for line in self.told(found):
            self.stdout.write(line)

    def told(self, found: rules.Explained) -> Iterator[str]:
        yield _("Due: %(date)s") % {"date": found.due.isoformat()}
        yield _("Provisional: yes") if found.provisional else _("Provisional: no")
        source = {"article": found.article, "basis": found.basis, "origin": found.clock.origin}
        yield _("Article: %(article)s (%(basis)s; %(origin)s)") % source
        for day, why in found.skipped:
            yield _("Skipped: %(date)s %(why)s") % {"date": day.isoformat(), "why": _(why)}
        yield found.sentence()

    def explained(self, options: dict[str, Any]) -> rules.Explained:
        try:
            start = date.fromisoformat(options["date"])
        except ValueError as error:
            words = _("DATE must be a day such as 2026-11-03: %(why)s")
            raise CommandError(words % {"why": error}) from error
        try:
            return rules.clock(options["profile"], options["clock"], start)
        except rules.RulesError as error:
            raise CommandError(str(error)) from error
        except OverflowError as error:
            words = _("A deadline from %(date)s lies beyond the calendar.")
            raise CommandError(words % {"date": start}) from error
