"""Write docs/workflows.md from the tables of steps, or print it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from casework.diagrams import page


class Command(BaseCommand):
    help = "Draw the processes from their tables of steps."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/workflows.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            (Path(settings.BASE_DIR) / "docs" / "workflows.md").write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())
