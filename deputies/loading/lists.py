"""Every kind of list by its name, and the way of one list through the pages: uploaded, tried, loaded."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import IO, TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from deputies.loading import columns, flow, sheets, tables
from deputies.loading.deputies import DeputyLoader
from deputies.loading.divisions import DivisionLoader
from deputies.loading.flow import What
from deputies.loading.organs import OrganLoader
from deputies.loading.sheets import UnreadableTable
from deputies.loading.staff import StaffLoader
from deputies.loading.stations import StationLoader
from deputies.models import HeadingMemory, ListLoad

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from accounts.models import User
    from deputies.loading.columns import Columns
    from deputies.loading.flow import Loader, Report
    from deputies.loading.tables import Table
    from deputies.models import PeoplesCongress

LOADERS: dict[str, type[Loader]] = {
    loader.kind: loader for loader in (DeputyLoader, OrganLoader, StationLoader, StaffLoader, DivisionLoader)
}
KEPT = timedelta(days=1)
"""How long a file waits for its load."""


def loader_of(load: ListLoad) -> Loader:
    return LOADERS[load.kind](load.congress)


def start(
    *, kind: str, congress: PeoplesCongress | None, user: User, source: IO[bytes], name: str
) -> ListLoad:
    """Keep an uploaded file and guess its columns. Raises UnreadableTable."""
    forget_old_files()
    data = source.read(sheets.MOST_BYTES + 1)
    fields = LOADERS[kind].fields
    table = tables.read(BytesIO(data), columns.known_words(fields))
    remembered = HeadingMemory.objects.filter(kind=kind, congress=congress).first()
    load = ListLoad(kind=kind, congress=congress, user=user, file_name=name[-120:])
    load.columns = dict(columns.guess(table.headings, fields, remembered.fields if remembered else None))
    load.file.save(name[-40:], ContentFile(data), save=False)
    load.save()
    return load


def table_of(load: ListLoad) -> Table:
    """The file's table again. Raises UnreadableTable, also where the file is gone."""
    words = [*columns.known_words(LOADERS[load.kind].fields), *load.columns.values()]
    if not load.file:
        raise UnreadableTable(_("The file is not kept any more: choose it again."))
    try:
        with load.file.open("rb") as source:
            return tables.read(source, words)
    except FileNotFoundError as error:
        raise UnreadableTable(_("The file is not kept any more: choose it again.")) from error


def choose(load: ListLoad, chosen: Columns, table: Table) -> None:
    """Set the columns and remember what this office's headings mean. Raises UnreadableTable."""
    load.columns = dict(columns.check(chosen, table, LOADERS[load.kind].fields))
    load.save(update_fields=["columns"])
    HeadingMemory.objects.update_or_create(
        kind=load.kind,
        congress=load.congress,
        defaults={"fields": columns.as_memory(load.columns, table.headings)},
    )


def try_out(load: ListLoad) -> Report:
    """What a load would do. Raises UnreadableTable."""
    report = flow.run(loader_of(load), table_of(load), load.columns, dry_run=True)
    ListLoad.objects.filter(pk=load.pk, loaded_at=None).update(counts=report.counts())
    return report


@transaction.atomic
def carry_out(load: ListLoad) -> Report:
    """Load, once. Raises UnreadableTable; also when it has been loaded already."""
    if not ListLoad.objects.filter(pk=load.pk, loaded_at=None).update(loaded_at=timezone.now()):
        raise UnreadableTable(_("This list is loaded already."))
    report = flow.run(loader_of(load), table_of(load), load.columns, dry_run=False)
    ListLoad.objects.filter(pk=load.pk).update(counts=report.counts(), file="")
    storage, name = load.file.storage, str(load.file.name)
    transaction.on_commit(lambda: storage.delete(name))
    return report


def forget_old_files() -> int:
    """Delete files that nobody loaded within a day: they name people."""
    old = ListLoad.objects.filter(started_at__lt=timezone.now() - KEPT).exclude(file="")
    for load in old:
        load.file.delete(save=False)
        ListLoad.objects.filter(pk=load.pk).update(file="")
    return len(old)


# --- What is handed out -----------------------------------------------------------------------------------
def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An .xlsx in which every text stays a text: one that begins with “=” is never a formula."""
    book = Workbook(write_only=False)
    sheet: Any = book.active
    sheet.title = title[:30]
    for number, row in enumerate((head, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGH", (8, 18, 22, 60, 24, 24, 24, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def remarks_workbook(loader: Loader, report: Report) -> bytes:
    """Refused rows first, then what to look at: row, name, field, reason."""
    titles = {outcome.row: outcome.title for outcome in report.outcomes}
    rows = [
        (remark.row, titles.get(remark.row, ""), loader.label(remark.field), remark.reason, word)
        for word, remarks in ((_("refused"), report.refused), (_("to look at"), report.warnings))
        for remark in remarks
    ]
    return workbook(_("Remarks"), (_("Row"), _("Name"), _("Field"), _("Reason"), _("What")), rows)


def accounts_workbook(report: Report) -> bytes:
    """User names and temporary passwords of new accounts. This is the only place where they are ever told."""
    rows = [
        (outcome.row, outcome.title, outcome.extra["username"], outcome.extra["password"])
        for outcome in report.outcomes
        if outcome.what == What.NEW
    ]
    return workbook(_("Accounts"), (_("Row"), _("Name"), _("User name"), _("Temporary password")), rows)
