"""Coverage as .xlsx: every place, every constituency, every deputy, not only the gaps."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.exports.spreadsheet import put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from reports.coverage import Coverage

_WIDTH = 22


def write(shown: Coverage) -> bytes:
    book = Workbook()
    _fill(book.active, _("Overview"), [_("Figure"), _("Number")], _overview(shown))  # type: ignore[arg-type]
    _fill(book.create_sheet(), _("Places"), _place_heads(), _places(shown))
    _fill(book.create_sheet(), _("Constituencies"), _district_heads(), _districts(shown))
    _fill(book.create_sheet(), _("Deputies"), _deputy_heads(), _deputies(shown))
    _fill(
        book.create_sheet(), _("Bodies"), [_("Congress"), _("Without a responsible person")], _bodies(shown)
    )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, title: str, heads: list[str], rows: Iterable[list[Any]]) -> None:
    sheet.title = title[:30]
    for number, values in enumerate([heads, *rows], start=1):
        for column, value in enumerate(values, start=1):
            put(sheet, number, column, value)
    for column in range(1, len(heads) + 1):
        sheet.cell(row=1, column=column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    sheet.freeze_panes = "B2"


def _overview(shown: Coverage) -> list[list[Any]]:
    return [
        [_("Places"), len(shown.places)],
        [_("with a station"), shown.with_station],
        [_("with deputies"), shown.with_deputy],
        [_("Constituencies"), len(shown.districts)],
        [_("Empty seats"), shown.vacant],
        [_("Deputies in office"), len(shown.deputies)],
        [_("in no station"), len(shown.stationless)],
        [_("without a way to reach them"), len(shown.unreachable)],
        [_("without contact since %(day)s") % {"day": shown.since.date()}, len(shown.silent)],
        [_("Bodies without a responsible person"), len(shown.bodies)],
        [_("Congresses without a liaison body"), len(shown.bare)],
    ]


def _place_heads() -> list[str]:
    return [_("Township"), _("Place"), _("Code"), _("Station"), _("Deputies")]


def _places(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.places:
        yield [one.township, one.division.name, one.division.code, str(one.station or ""), one.deputies]


def _district_heads() -> list[str]:
    return [
        _("Code"), _("Constituency"), _("Places"), _("Seats"), _("Held"), _("Empty"), _("Too many"),
        _("In a station"), _("Contacts"),
    ]  # fmt: skip


def _districts(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.districts:
        of = one.seats.constituency
        yield [
            of.code, of.name, one.places, of.seats, one.seats.held, one.seats.vacant, one.seats.too_many,
            one.in_station, one.contacts,
        ]  # fmt: skip


def _deputy_heads() -> list[str]:
    return [_("Certificate number"), _("Deputy"), _("Constituency"), _("Stations"), _("Contacts")]


def _deputies(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.deputies:
        units = ", ".join(mandate.unit for mandate in one.current)  # type: ignore[attr-defined]
        stations = ", ".join(map(str, one.open_stations))  # type: ignore[attr-defined]
        yield [one.number, one.name, units, stations, shown.contacts[one.pk]]


def _bodies(shown: Coverage) -> Iterable[list[Any]]:
    for body in shown.bodies:
        yield [str(body.congress), body.name]
    for congress in shown.bare:
        yield [str(congress), _("no liaison body is entered")]
