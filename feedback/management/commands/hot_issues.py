"""`manage.py hot_issues`: what many people raise, in a bare file or among the portal's own. See docs/hot-issues.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from deputies.loading.sheets import UnreadableTable
from deputies.models import PeoplesCongress
from feedback.hot import bare, finding, heat, nightly
from feedback.learning.terminal import congress_of

if TYPE_CHECKING:
    from feedback.hot.finding import Found

_NAMES = {
    "time": "留言时间, 时间, time …",
    "place": "乡镇, 地点, place …",
    "people": "留言用户, 用户, user …",
    "support": "点赞数, support …",
    "id": "留言编号, 编号, id …",
}


class Command(TerminalCommand):
    help = "Find what many people raise: in a .csv or .xlsx file, or without one among the portal's opinions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--top", type=_positive, default=10, metavar="N", help="so many issues at most")
        parser.add_argument("--text-columns", default="", metavar="A,B", help="the first is the title")
        for what in bare.OPTIONAL:
            told = f"otherwise looked for by its heading: {_NAMES[what]}"
            parser.add_argument(f"--{what}-column", default="", metavar="C", help=told)
        parser.add_argument("--json", action="store_true", help="print the issues as JSON")
        parser.add_argument(
            "--compare",
            type=Path,
            action="append",
            default=[],
            metavar="IDS",
            help="identifiers that belong together by hand, a line each: how well one issue holds them",
        )
        parser.add_argument(
            "--congress", default="", help="without a file: its code; otherwise every congress"
        )
        parser.add_argument(
            "--rename",
            action="store_true",
            help="without a file: give those of which nobody has decided anything a new name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            self._of_the_portal(options["congress"], rename=options["rename"])
        else:
            self._of_a_file(options)

    def _of_the_portal(self, code: str, *, rename: bool) -> None:
        for congress in [congress_of(code)] if code else PeoplesCongress.objects.order_by("code"):
            done = nightly.renew(congress, rename=rename)
            words = _("%(congress)s: %(opinions)d opinions, %(issues)d issues, %(new)d of them new.")
            self.stdout.write(
                words
                % {"congress": congress, "opinions": done.opinions, "issues": done.issues, "new": done.new}
            )

    def _of_a_file(self, options: dict[str, Any]) -> None:
        rows = _read(options)
        wanted = [_wanted(path, rows) for path in options["compare"]]
        days = [one.day for one in rows.messages if one.day]
        found = finding.issues(
            finding.compare(rows.messages), max(days, default=timezone.localdate()), heat.USUAL
        )
        top = [_told(place, one, rows) for place, one in enumerate(found[: options["top"]], start=1)]
        compared = [
            _score(path, ids, found, rows) for path, ids in zip(options["compare"], wanted, strict=True)
        ]
        if options["json"]:
            whole = {
                "messages": len(rows.messages),
                "skipped": rows.skipped,
                "undated": rows.undated,
                "weights": heat.as_data(heat.USUAL),
                "issues": top,
            } | ({"compared": compared} if compared else {})
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1))
            return
        for one in top:
            self.stdout.write(_line(one))
        if not top:
            self.stdout.write(
                _("Nothing is raised by %(least)d people or more.") % {"least": heat.USUAL.least_people}
            )
        for score in compared:
            self.stdout.write(
                "{file}: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f} ({issue})".format(
                    **score
                )
            )
        if rows.undated:
            self.stdout.write(_("Times that cannot be read: %(count)d.") % {"count": rows.undated})


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _read(options: dict[str, Any]) -> bare.Bare:
    columns = [name.strip() for name in options["text_columns"].split(",") if name.strip()]
    named = {what: options[f"{what}_column"] for what in bare.OPTIONAL if options[f"{what}_column"]}
    try:
        rows = bare.read(options["file"], columns, named)
    except UnreadableTable as error:
        raise CommandError(str(error)) from error
    if not rows.messages:
        raise CommandError(_("No row of the file has a text."))
    return rows


def _told(place: int, one: Found, rows: bare.Bare) -> dict[str, Any]:
    return {
        "rank": place,
        "name": one.name,
        "heat": one.heat,
        "parts": [asdict(part) for part in heat.parts(one.counts, heat.USUAL)],
        "messages": one.counts.messages,
        "people": one.counts.people,
        "first_day": one.first.isoformat() if one.first else None,
        "last_day": one.last.isoformat() if one.last else None,
        "words": [{"phrase": phrase, "people": number} for phrase, number in one.words],
        "places": [{"place": name, "messages": number} for name, number in one.places],
        "weeks": [
            {"monday": week.monday.isoformat(), "messages": week.messages, "people": week.people}
            for week in one.weeks
        ],
        "ids": [rows.ids[member] for member in one.members if rows.ids[member]],
        "rows": [rows.rows[member] for member in one.members],
    }


def _line(one: dict[str, Any]) -> str:
    parts = " + ".join(f"{part['points']:.1f}" for part in one["parts"])
    return _(
        "%(rank)d. %(name)s: heat %(heat).1f = %(parts)s; "
        "%(messages)d messages by %(people)d people, %(first)s to %(last)s"
    ) % (one | {"parts": parts, "first": one["first_day"] or "—", "last": one["last_day"] or "—"})


def _wanted(path: Path, rows: bare.Bare) -> set[int]:
    try:
        ids = set(path.read_text(encoding="utf-8-sig").split())
    except OSError as error:
        words = _("The file %(path)s cannot be opened: %(why)s.")
        raise CommandError(words % {"path": path, "why": error.strerror}) from error
    found = {place for place, one in enumerate(rows.ids) if one in ids}
    if not found:
        raise CommandError(_("None of the identifiers in %(path)s is in the file.") % {"path": path})
    return found


def _score(path: Path, wanted: set[int], found: list[Found], rows: bare.Bare) -> dict[str, Any]:
    """The issue that agrees best with what was put together by hand."""
    best = {
        "file": path.name,
        "messages": len(wanted),
        "f1": 0.0,
        "precision": 0.0,
        "recall": 0.0,
        "issue": "",
        "rank": 0,
    }
    for rank, one in enumerate(found, start=1):
        both = len(wanted & set(one.members))
        f1 = 2 * both / (len(wanted) + len(one.members))
        if f1 > best["f1"]:  # type: ignore[operator]
            best |= {"f1": f1, "precision": both / len(one.members), "recall": both / len(wanted)}
            best |= {"issue": one.name, "rank": rank}
    return best
