"""Coverage as .xlsx: every place, every constituency, every deputy, not only the gaps."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
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
    fill(book.active, _("Overview"), [_("Figure"), _("Number")], _overview(shown))  # type: ignore[arg-type]
    fill(book.create_sheet(), _("Places"), _place_heads(), _places(shown))
    fill(book.create_sheet(), _("Constituencies"), _district_heads(), _districts(shown))
    deputies = book.create_sheet()
    fill(deputies, _("Deputies"), _deputy_heads(shown), _deputies(shown))
    channels = book.create_sheet()
    fill(channels, _("Contacts by channel"), [_("Channel"), _("Contacts")], _channels(shown))
    _chart(channels, len(shown.contacts.channels))
    fill(book.create_sheet(), _("Bodies"), [_("Congress"), _("Without a responsible person")], _bodies(shown))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill(sheet: Worksheet, title: str, heads: list[str], rows: Iterable[list[Any]]) -> None:
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
        [_("without contact since %(day)s") % {"day": shown.since}, len(shown.silent)],
        [_("Places from which nothing was heard"), len(shown.unheard)],
        [_("Constituencies from which nothing was heard"), len(shown.unheard_districts)],
        [_("Contacts"), shown.contacts.total],
        [_("Bodies without a responsible person"), len(shown.bodies)],
        [_("Congresses without a liaison body"), len(shown.bare)],
    ]


def _place_heads() -> list[str]:
    return [_("Township"), _("Place"), _("Code"), _("Station"), _("Deputies"), _("Heard")]


def _places(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.places:
        yield [
            one.township,
            one.division.name,
            one.division.code,
            str(one.station or ""),
            one.deputies,
            one.heard,
        ]


def _district_heads() -> list[str]:
    return [
        _("Code"), _("Constituency"), _("Places"), _("Seats"), _("Held"), _("Empty"), _("Too many"),
        _("In a station"), _("Contacts"), _("Heard"),
    ]  # fmt: skip


def _districts(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.districts:
        of = one.seats.constituency
        yield [
            of.code, of.name, one.places, of.seats, one.seats.held, one.seats.vacant, one.seats.too_many,
            one.in_station, one.contacts, one.heard,
        ]  # fmt: skip


def _deputy_heads(shown: Coverage) -> list[str]:
    heads = [_("Certificate number"), _("Deputy"), _("Constituency"), _("Stations"), _("Contacts")]
    return [*heads, *map(str, shown.contacts.channels)]


def _deputies(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.deputies:
        units = ", ".join(mandate.unit for mandate in one.current)  # type: ignore[attr-defined]
        stations = ", ".join(map(str, one.open_stations))  # type: ignore[attr-defined]
        row = shown.contacts.row(one.pk)
        yield [one.number, one.name, units, stations, sum(row), *row]
    if shown.of_former:
        yield ["", _("no longer in office"), "", "", shown.of_former]


def _channels(shown: Coverage) -> Iterable[list[Any]]:
    for one in shown.contacts.channels:
        yield [str(one), shown.contacts.by(one.pk)]
    yield [_("Sum"), shown.contacts.total]


def _chart(sheet: Worksheet, bars: int) -> None:
    chart = BarChart()
    chart.title, chart.legend = _("Contacts by channel"), None
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=bars + 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=bars + 1))
    chart.height, chart.width = 9, 20
    sheet.add_chart(chart, "D2")


def _bodies(shown: Coverage) -> Iterable[list[Any]]:
    for body in shown.bodies:
        yield [str(body.congress), body.name]
    for congress in shown.bare:
        yield [str(congress), _("no liaison body is entered")]
