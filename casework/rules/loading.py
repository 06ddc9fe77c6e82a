"""Writes the tables of the law: rule profiles from files, and the calendar.  The only writers of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from casework.models.rules import CalendarDay, CalendarYear, RuleProfile
from casework.rules import files, seed, store
from casework.rules.checker import Problem
from casework.rules.family import check_family
from casework.rules.files import Document, UnreadableProfile

SEEDED = "chinesecalendar"


@dataclass
class ProfilesLoaded:
    """Profile versions by what happened to them, as name@version."""

    loaded: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass
class CalendarLoaded:
    """Rows by what happened to them; `kept` are days that staff entered otherwise, which stay as they are."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    years_added: list[int] = field(default_factory=list)


def read_all(paths: Sequence[Path]) -> list[Document]:
    """Files checked alone, then with what is in use.  Raises UnreadableProfile naming every problem."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(files.read(path))
        except UnreadableProfile as error:
            problems += error.problems
    # A family with a missing member would be blamed for what its unreadable file did
    problems = problems or check_family(documents, store.documents())
    if problems:
        raise UnreadableProfile(problems)
    return documents


@transaction.atomic
def load_profiles(documents: Sequence[Document], *, reason: str = "") -> ProfilesLoaded:
    """Store profile versions, all or none.

    A version that is in use already, stored or shipped, may get an end (in_force_to); any other change to it would
    move deadlines that cases began under, and needs a reason.  Raises UnreadableProfile where the reason is missing.
    """
    done = ProfilesLoaded()
    known = _known()
    refused = [problem for document in documents if (problem := _rewritten(document, known, reason))]
    if refused:
        raise UnreadableProfile(refused)
    for document in [*documents, *_shipped_beside(documents)]:
        getattr(done, _store(document, reason)).append(f"{document.name}@{document.version}")
    store.forget()
    transaction.on_commit(store.forget)
    return done


def _known() -> dict[tuple[str, str], Document]:
    """Every version that a case may have begun under: shipped ones answer as long as their name is not stored."""
    return {(one.name, one.version): one for one in (*files.shipped(), *store.stored_documents())}


def _rewritten(document: Document, known: Mapping[tuple[str, str], Document], reason: str) -> Problem | None:
    before = known.get((document.name, document.version))
    if before is None or reason or _open_ended(before.data) == _open_ended(document.data):
        return None
    return Problem(
        document.source,
        "version",
        _(
            "version %(version)s of %(name)s is in use with other rules; give the new rules a new version, or say why"
            " the old ones change with --reason"
        )
        % {"version": document.version, "name": document.name},
    )


def _open_ended(data: Mapping[str, object]) -> str:
    return files.digest({key: value for key, value in data.items() if key != "in_force_to"})


def _shipped_beside(documents: Sequence[Document]) -> list[Document]:
    """Shipped versions of the same names: they stand aside for a stored name, so they are stored with it."""
    given = {(document.name, document.version) for document in documents}
    names = {document.name for document in documents}
    names -= set(RuleProfile.objects.filter(name__in=names).values_list("name", flat=True))
    return [each for each in files.shipped() if each.name in names and (each.name, each.version) not in given]


def _store(document: Document, reason: str) -> str:
    row = RuleProfile.objects.filter(name=document.name, version=document.version).first()
    if row is not None and files.digest(row.data) == document.digest:
        return "unchanged"
    told = {"source_file": Path(document.source).name[-200:], "change_note": reason}
    RuleProfile.objects.update_or_create(
        name=document.name, version=document.version, defaults=document.columns() | told
    )
    return "loaded" if row is None else "replaced"


@transaction.atomic
def load_calendar() -> CalendarLoaded:
    """Bring the announced days into the table; a day that staff entered otherwise is kept."""
    done = CalendarLoaded()
    rows = {row.date: row for row in CalendarDay.objects.all()}
    announced = {day.date: day for day in seed.days()}
    _add_days([day for day in announced.values() if day.date not in rows], done)
    for day in announced.values():
        if day.date in rows:
            _settle(rows[day.date], day, done)
    gone = [row.pk for row in rows.values() if row.date not in announced and row.source.startswith(SEEDED)]
    done.removed = len(gone)
    CalendarDay.objects.filter(pk__in=gone).delete()
    _add_years(done)
    store.forget()
    transaction.on_commit(store.forget)
    return done


def _add_days(days: Sequence[seed.SeedDay], done: CalendarLoaded) -> None:
    source = seed.source()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day.date, is_workday=day.is_workday, name=day.name, source=source) for day in days
    )
    done.added = len(days)


def _settle(row: CalendarDay, day: seed.SeedDay, done: CalendarLoaded) -> None:
    if (row.is_workday, row.name) == (day.is_workday, day.name):
        return
    if not row.source.startswith(SEEDED):
        done.kept += row.is_workday != day.is_workday
        return
    row.is_workday, row.name, row.source = day.is_workday, day.name, seed.source()
    row.save()
    done.changed += 1


def _add_years(done: CalendarLoaded) -> None:
    known = set(CalendarYear.objects.values_list("year", flat=True))
    done.years_added = [year for year in seed.years() if year not in known]
    CalendarYear.objects.bulk_create(
        CalendarYear(year=year, source=seed.source()) for year in done.years_added
    )
