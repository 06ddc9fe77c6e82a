"""`manage.py rules check FILE...`, `rules load [FILE...]` and `rules compare`: rule profiles, all or none."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from casework.rules import loading, store
from casework.rules.compared import compared
from casework.rules.family import gaps
from casework.rules.files import SHIPPED, Document, UnreadableProfile


class Command(TerminalCommand):
    help = "Check rule profiles, or load them (without FILE: the shipped ones). A wrong file loads nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        check = steps.add_parser("check", help="say what is wrong in the files, and load nothing")
        check.add_argument("files", nargs="+", type=Path, metavar="FILE")
        load = steps.add_parser("load", help="check the files, then load all of them or none")
        load.add_argument("files", nargs="*", type=Path, metavar="FILE")
        load.add_argument("--reason", default="", help="why a version that is already loaded changes")

        steps.add_parser("compare", help="print every clock of every profile side by side, as Markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.steps()[options["step"]](options)
        except UnreadableProfile as error:
            raise CommandError(_("Nothing was loaded.") + f"\n{error}") from error

    def steps(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {"check": self.check_files, "load": self.load_files, "compare": self.compare}

    def compare(self, options: dict[str, Any]) -> None:
        self.stdout.write(compared(timezone.localdate()))

    def check_files(self, options: dict[str, Any]) -> None:
        for document in self.read(options["files"]):
            told = {"file": document.source, "profile": f"{document.name}@{document.version}"}
            self.stdout.write(_("%(file)s: %(profile)s is in order.") % told)

    def load_files(self, options: dict[str, Any]) -> None:
        done = loading.load_profiles(self.read(options["files"]), reason=options["reason"])
        for words, tags in (
            (_("Loaded: %(profiles)s"), done.loaded),
            (_("Replaced: %(profiles)s"), done.replaced),
            (_("Unchanged: %(profiles)s"), done.unchanged),
        ):
            if tags:
                self.stdout.write(words % {"profiles": ", ".join(tags)})

    def read(self, paths: Sequence[Path]) -> list[Document]:
        documents = loading.read_all(paths or sorted(SHIPPED.glob("*.toml")))
        for gap in gaps(documents, store.documents()):
            self.stderr.write(self.style.WARNING(_("Beware: %(what)s") % {"what": gap}))
        return documents
