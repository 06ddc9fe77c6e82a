"""Loads legal texts into the library: ``manage.py load_law FILE… [--dry-run] [--json]``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from reports.column.lawfile import Unreadable, read
from reports.column.laws import load


class Command(BaseCommand):
    help = "Load legal texts (UTF-8, a head and the text; docs/law-library.md) into the law library."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """All files or none: the first that cannot be read stops it."""
        texts = [(path, self._read(path)) for path in options["files"]]
        with transaction.atomic():
            done = [load(one, dry_run=options["dry_run"]) for _path, one in texts]
        if options["json"]:
            self.stdout.write(json.dumps([one.as_dict() for one in done], ensure_ascii=False))
            return
        for one in done:
            self.stdout.write(
                _("%(title)s (in force from %(day)s): %(what)s, %(count)d articles")
                % {"title": one.title, "day": one.in_force_from, "what": _(one.what), "count": one.articles}
            )

    def _read(self, path: Path) -> Any:
        try:
            return read(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        except Unreadable as why:
            raise CommandError(f"{path}: {why}") from why
