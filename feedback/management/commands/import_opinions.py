"""`manage.py import_opinions FILE`: bring messages and their answers along. See docs/importing.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from casework.models import Channel
from deputies.loading.sheets import UnreadableTable
from feedback.importing.columns import parse_map
from feedback.importing.load import Target
from feedback.importing.run import Import, Outcome
from feedback.learning.terminal import congress_of

_SHOWN = 20
_DEFAULT_CHANNEL = {"code": "records", "name": "历史记录导入", "name_en": "earlier records", "at_desk": False}


class Command(TerminalCommand):
    help = "Load citizens' messages, with the answers they were given, from a .csv or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--map",
            default="",
            help="which column is what: message=留言详情,time=留言时间,… or a .toml/.json file",
        )
        parser.add_argument("--channel", default="", help="code of the channel the messages came by")
        parser.add_argument("--congress", default="", help="code of the people's congress they belong to")
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Target(congress_of(options["congress"]), _channel(options["channel"], options["dry_run"]))
        try:
            given = parse_map(options["map"]) if options["map"] else {}
            outcome = Import(target, given=given, dry_run=options["dry_run"]).run(options["file"])
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_dict(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(outcome)))


def _channel(code: str, dry_run: bool) -> int:
    """The key of the channel; without a code that of earlier records, made when it is first needed."""
    if code:
        key = Channel.objects.filter(code=code).values_list("pk", flat=True).first()
        if key is None:
            known = ", ".join(Channel.objects.values_list("code", flat=True)) or "—"
            words = _("There is no channel “%(code)s”. Known are: %(known)s.")
            raise CommandError(words % {"code": code, "known": known})
        return int(key)
    if dry_run:
        return 0
    names = {name: value for name, value in _DEFAULT_CHANNEL.items() if name != "code"}
    return int(Channel.objects.get_or_create(code=_DEFAULT_CHANNEL["code"], defaults=names)[0].pk)


def _lines(outcome: Outcome) -> Iterable[str]:
    if outcome.dry_run:
        yield _("Dry run: nothing was written.")
    yield _("Read %(read)s: loaded %(loaded)s, duplicate %(duplicate)s, refused %(refused)s.") % {
        "read": outcome.read,
        "loaded": outcome.loaded,
        "duplicate": outcome.duplicate,
        "refused": len(outcome.refused),
    }
    yield _("With an answer: %(answered)s.") % {"answered": outcome.answered}
    used = ", ".join(f"{name}={column}" for name, column in outcome.columns.items())
    yield _("Columns: %(columns)s") % {"columns": used}
    if outcome.columns_ignored:
        yield _("Columns not loaded: %(columns)s") % {"columns": ", ".join(outcome.columns_ignored)}
    if outcome.organs:
        counts = {name: outcome.organs[name] for name in ("matched", "proposed", "unmatched")}
        yield _("Organs: %(matched)s known, %(proposed)s to confirm, %(unmatched)s not recognised.") % counts
    yield from _table(_("Refused"), outcome.refused)
    yield from _table(_("Loaded with a remark"), outcome.remarks)


def _table(title: str, entries: list[dict[str, Any]]) -> Iterable[str]:
    if entries:
        yield f"{title}:"
    for entry in entries[:_SHOWN]:
        yield f"  {entry['row']:>6}  {entry['field']:<11} {entry['reason']}"
    if len(entries) > _SHOWN:
        yield _("  … and %(more)s more; --json lists all of them.") % {"more": len(entries) - _SHOWN}
