"""``manage.py search rebuild``: make the search index anew, or say where it differs from what was said."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.terminal import TerminalCommand
from casework.models import Case
from feedback import reindexing
from feedback.search import INDEXERS

_SHOWN = 20  # numbers of cases that are named
_EVERY = 20  # batches from one line of progress to the next


class Command(TerminalCommand):
    help = "The search index: “rebuild” makes it anew while everybody goes on working; with --check nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["rebuild"])
        parser.add_argument(
            "--kind", choices=sorted(INDEXERS), action="append", help="these kinds of cases alone"
        )
        parser.add_argument(
            "--from", type=int, default=0, dest="after", metavar="KEY", help="go on after this key"
        )
        parser.add_argument(
            "--check", action="store_true", help="compare alone; ends with code 1 where something differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check = options["check"]
        cases = wrong = 0
        named: list[int] = []
        kinds = frozenset(options["kind"] or ())
        for turn, batch in enumerate(
            reindexing.batches(kinds=kinds, after=options["after"], write=not check), start=1
        ):
            cases += batch.cases
            wrong += batch.wrong
            for word, keys in (
                ("missing", batch.missing),
                ("different", batch.differing),
                ("should not be there", batch.needless),
            ):
                self._name(word, keys, named)
            if turn % _EVERY == 0:
                self.stdout.write(f"{cases:,} cases read; to go on from here: --from {batch.last}")
        is_whole = reindexing.mirror_is_whole()
        if not is_whole and not check:
            reindexing.rebuild_mirror()
        done = "differ" if check else "put right"
        self.stdout.write(f"{cases:,} cases read, {wrong:,} {done}.")
        if check and not is_whole:
            raise CommandError("The full-text table does not follow the index; run it without --check.")
        if check and wrong:
            raise CommandError("The index differs from what was said; run it without --check.")

    def _name(self, word: str, keys: list[int], named: list[int]) -> None:
        """The numbers of the first cases that differ: never their words."""
        shown = keys[: max(0, _SHOWN - len(named))]
        named += shown
        if shown:
            numbers = Case.objects.filter(pk__in=shown).order_by("pk").values_list("number", flat=True)
            self.stdout.write(f"{word}: {', '.join(numbers)}")
