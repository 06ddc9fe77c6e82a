"""manage.py change_term --congress CODE --to N [--dry-run] [--json]"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from deputies import terms
from deputies.loading.command import congress_called
from deputies.loading.sheets import UnreadableTable
from deputies.models import Term
from feedback.services import rehome


class Command(TerminalCommand):
    help = (
        "Begin a term: end the mandates of the one before, and pass open cases on to successors or stations."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--congress", default="", help="code of the congress; needed if there are several"
        )
        parser.add_argument("--to", type=int, required=True, help="number of the term that begins")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = self._run(self._term(options), dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(counts | {"dry_run": options["dry_run"]}))
            return
        self.stdout.write(
            _(
                "%(ended)d mandates ended, %(begun)d began, %(posts)d accounts lost the post of a deputy; "
                "%(to_successors)d cases went to successors, %(to_stations)d to stations"
            )
            % counts
        )
        if options["dry_run"]:
            self.stdout.write(_("This was a trial: nothing was written."))

    def _term(self, options: dict[str, Any]) -> Term:
        try:
            congress = congress_called(options["congress"])
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        term = Term.objects.filter(congress=congress, number=options["to"]).select_related("congress").first()
        if term is None:
            raise CommandError(_("%(congress)s has no term %(to)d yet.") % {"congress": congress, **options})
        return term

    def _run(self, term: Term, *, dry_run: bool) -> dict[str, int]:
        """All in one transaction, so that a trial is the same run, taken back; no notice goes out before its end."""
        try:
            with transaction.atomic():
                changed = terms.begin(term)
                moved = rehome(term.congress)
                transaction.set_rollback(dry_run)
        except terms.TermNotReady as error:
            raise CommandError(str(error)) from error
        return {
            "ended": changed.ended,
            "begun": changed.begun,
            "posts": changed.posts,
            "to_successors": moved.to_successors,
            "to_stations": moved.to_stations,
        }
