"""`manage.py annual_summary CONGRESS YEAR --format pdf --out FILE`: the summary of a year as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from accounts.terminal import TerminalCommand
from deputies.models import PeoplesCongress
from reports.models import Snapshot
from reports.summary import exporting, freezing, periods, years
from reports.summary.exports import FORMATS

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reports.summary.exports import Exported
    from reports.summary.periods import Period


class Command(TerminalCommand):
    help = "Write the annual summary of a congress as a file, list what there is, or verify what was frozen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("congress", nargs="?", help="code of the congress")
        parser.add_argument("year", nargs="?", help="a year, or session-N for the time before a session")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument("--out", help="file to write; without it the text formats go to the terminal")
        parser.add_argument("--list", action="store_true", help="the congresses and years that have figures")
        parser.add_argument(
            "--live", action="store_true", help="as things stand, though a frozen one is there"
        )
        parser.add_argument("--edition", type=int, help="an earlier frozen edition")
        parser.add_argument(
            "--verify", action="store_true", help="count the frozen figures again and compare"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for one, number in years.with_figures():
                self.stdout.write(f"{one.code} {number}")
            return
        congress, period = self._asked(options["congress"], options["year"])
        if options["verify"]:
            self._verify(congress, period)
            return
        self._write(self._given(congress, period, options), options["format"], options["out"])

    def _asked(self, code: str | None, key: str | None) -> tuple[PeoplesCongress, Period]:
        if not code or not key:
            raise CommandError(_("Name a congress and a year, or ask for --list."))
        congress = PeoplesCongress.objects.filter(code=code).first()
        if congress is None:
            known = ", ".join(PeoplesCongress.objects.values_list("code", flat=True))
            raise CommandError(
                _("There is no congress “%(code)s”. There are: %(known)s") % {"code": code, "known": known}
            )
        period = periods.read(congress, key)
        own = [number for _congress, number in years.with_figures([congress.pk])]
        if period is None or (period.is_year and period.first.year not in own):
            there = ", ".join(map(str, own)) or _("none")
            raise CommandError(
                _("%(congress)s has no figures for “%(year)s”. Years with figures: %(known)s")
                % {"congress": congress, "year": key, "known": there}
            )
        return congress, period

    def _given(self, congress: PeoplesCongress, period: Period, options: dict[str, Any]) -> Exported:
        if options["live"]:
            return exporting.of_live(congress, period)
        if options["edition"] is None:
            return exporting.best(congress, period)
        kept = Snapshot.objects.filter(
            congress=congress, period=period.key, edition=options["edition"]
        ).first()
        if kept is None:
            raise CommandError(_("There is no frozen edition %(number)d.") % {"number": options["edition"]})
        return exporting.of_snapshot(kept)

    def _write(self, given: Exported, kind: str, out: str | None) -> None:
        made = exporting.write(given, kind)
        if out:
            try:
                Path(out).write_bytes(made)
            except OSError as error:
                raise CommandError(f"{out}: {error.strerror}") from error
            self.stdout.write(_("Written: %(path)s (%(size)d bytes)") % {"path": out, "size": len(made)})
        elif kind in ("json", "csv"):
            self.stdout.write(made.decode("utf-8-sig"))
        else:
            raise CommandError(_("Say with --out where to write the .%(kind)s.") % {"kind": kind})

    def _verify(self, congress: PeoplesCongress, period: Period) -> None:
        kept = Snapshot.objects.filter(congress=congress, period=period.key).order_by("edition")
        if not kept:
            raise CommandError(_("Nothing is frozen for this period."))
        wrong = 0
        for one in kept:
            found = freezing.verify(one)
            wrong += bool(found)
            for sentence in found or [_("recomputes to the same")]:
                self.stdout.write(f"{one.period} ({one.edition}) {one.checksum}: {sentence}")
        if wrong:
            raise CommandError(
                _("%(number)d frozen editions do not recompute to the same.") % {"number": wrong}
            )
