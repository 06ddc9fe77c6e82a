"""What the commands that load lists have in common."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from deputies.loading import columns, flow, tables
from deputies.loading.flow import Loader, Report
from deputies.loading.sheets import UnreadableTable
from deputies.loading.tables import Table
from deputies.models import PeoplesCongress

_MOST_SHOWN = 50


class ListCommand(TerminalCommand):
    """Loads one kind of list. Exit code 1 when the file as a whole cannot be loaded; refused rows are told."""

    loader: type[Loader]

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(field.name for field in self.loader.fields)
        parser.add_argument("file", type=Path, help=".xlsx or .csv")
        parser.add_argument(
            "--map",
            default="",
            help=f"field=heading,field=heading,... Without it columns are recognised. Fields: {names}",
        )
        if self.loader.of_congress:
            parser.add_argument(
                "--congress", default="", help="code of the congress; needed if there are several"
            )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._run(options)
        except UnreadableTable as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(report)

    def _run(self, options: dict[str, Any]) -> Report:
        loader = self.make_loader(options)
        table = self.table(options)
        if options.get("map"):
            chosen = columns.parse(options["map"], loader.fields)
        else:
            chosen = columns.guess(table.headings, loader.fields)
        return flow.run(loader, table, chosen, dry_run=options["dry_run"])

    def make_loader(self, options: dict[str, Any]) -> Loader:
        return self.loader(congress_called(options["congress"])) if self.loader.of_congress else self.loader()

    def table(self, options: dict[str, Any]) -> Table:
        given = columns.parse(options["map"], self.loader.fields) if options["map"] else {}
        return tables.read_path(options["file"], [*columns.known_words(self.loader.fields), *given.values()])

    def _tell(self, report: Report) -> None:
        for name, heading in report.columns.items():
            self.stdout.write(f"  {self._label(name)} ← {heading}")
        if report.unused:
            self.stdout.write(_("Columns left out: %(names)s") % {"names": ", ".join(report.unused)})
        counts = report.counts()
        self.stdout.write(
            _(
                "%(read)d rows: %(loaded)d new, %(updated)d updated, %(duplicate)d duplicate, %(refused)d refused"
            )
            % counts
        )
        self._list(_("Refused:"), report.refused)
        self._list(_("To look at:"), report.warnings)
        if report.dry_run:
            self.stdout.write(_("This was a trial: nothing was written."))

    def _list(self, title: str, remarks: list[flow.Remark]) -> None:
        if remarks:
            self.stdout.write(title)
        for remark in remarks[:_MOST_SHOWN]:
            self.stdout.write(f"  {remark.row}: {self._label(remark.field)}: {remark.reason}")
        if len(remarks) > _MOST_SHOWN:
            self.stdout.write(
                _("  … and %(more)d more; --json lists all") % {"more": len(remarks) - _MOST_SHOWN}
            )

    def _label(self, name: str) -> str:
        return next((str(each.label) for each in self.loader.fields if each.name == name), name)


def congress_called(code: str) -> PeoplesCongress:
    """The congress with this code; without one the only congress that has terms, or the only one there is."""
    every = PeoplesCongress.objects.select_related("division")
    if code:
        found = every.filter(code=code).first()
    else:
        found = next(
            (
                few[0]
                for few in (every[:2], every.filter(terms__isnull=False).distinct()[:2])
                if len(few) == 1
            ),
            None,
        )
    if found is None:
        codes = ", ".join(every.values_list("code", flat=True)[:20]) or _("none yet")
        raise UnreadableTable(
            _("Say which congress with --congress. There are: %(codes)s.") % {"codes": codes}
        )
    return found


__all__ = ["ListCommand", "congress_called"]
