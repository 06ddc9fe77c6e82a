"""The calendar and the profiles in use: from the tables, or as shipped while a table is empty.

What was read is kept in this process.  After FRESH_SECONDS one small query asks whether a table has changed;
only then is anything read again, so a deadline costs no query and a change reaches every process in seconds.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Max, Value
from django.utils.translation import gettext as _

from casework.rules import files, seed
from casework.rules.days import Calendar
from casework.rules.files import Document
from casework.rules.profile import Profile, UnknownProfile, resolve

FRESH_SECONDS = 20.0
CHANGED = {"CalendarDay": "changed_at", "CalendarYear": "changed_at", "RuleProfile": "loaded_at"}
TABLES = tuple(CHANGED)

Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class Loaded:
    """One reading of the tables."""

    stamp: tuple[Any, ...]
    calendar: Calendar
    documents: tuple[Document, ...]
    profiles: dict[tuple[str, ...], Profile]


class _State:
    """What this process knows; replaced whole, so a reader never sees half of a change."""

    loaded: Loaded | None = None
    checked_at = 0.0
    lock = threading.Lock()


def loaded() -> Loaded:
    known = _State.loaded
    if known is not None and time.monotonic() - _State.checked_at < FRESH_SECONDS:
        return known
    with _State.lock:
        return _refresh()


def forget() -> None:
    """Read the tables again at the next question: after a load, and between tests."""
    _State.loaded = None


def read_from_tables() -> bool:
    """Whether what this process knows was read from tables with rows, not from what is shipped."""
    return _State.loaded is not None and bool(_State.loaded.stamp)


def current_calendar() -> Calendar:
    return loaded().calendar


def documents() -> tuple[Document, ...]:
    """Every profile version in use: those of the table, and the shipped ones whose name the table lacks."""
    return loaded().documents


def profile_for(name: str, on: date) -> Profile:
    """The version of a profile in force on a day, with its parents as in force on that day.

    A day before the first version is answered by the first: history that is brought along has deadlines too.
    Raises UnknownProfile when there is no such profile or its last version has ended.
    """
    return _profile_on(loaded(), name, on)


def profile_by_key(key: str) -> Profile:
    """The profile of a key kept with a case ("demo@1+national@2025-03-12").  Raises UnknownProfile."""
    known = loaded()
    tags = tuple(key.split("+"))
    if tags in known.profiles:
        return known.profiles[tags]
    found = {f"{document.name}@{document.version}": document for document in known.documents}
    try:
        return _resolved(known, tuple(found[tag] for tag in tags))
    except KeyError as missing:
        raise UnknownProfile(_("Rule profile version %(name)s is not loaded.") % {"name": missing}) from None


@lru_cache(maxsize=4096)
def _profile_on(known: Loaded, name: str, on: date) -> Profile:
    return _resolved(known, _chain(known.documents, name, on))


def names() -> list[str]:
    return sorted({document.name for document in documents()})


def _resolved(known: Loaded, chain: tuple[Document, ...]) -> Profile:
    tags = tuple(f"{document.name}@{document.version}" for document in chain)
    if tags not in known.profiles:
        roots = [document.data for document in files.shipped() if not document.parent]
        known.profiles[tags] = resolve([document.data for document in chain], beneath=roots)
    return known.profiles[tags]


def _chain(found: tuple[Document, ...], name: str, on: date) -> tuple[Document, ...]:
    chain: list[Document] = []
    while name:
        if any(document.name == name for document in chain):
            raise UnknownProfile(_("Rule profile “%(name)s” inherits from itself.") % {"name": name})
        chain.append(_in_force(found, name, on))
        name = chain[-1].parent
    return tuple(chain)


def _in_force(found: tuple[Document, ...], name: str, on: date) -> Document:
    versions = sorted((each for each in found if each.name == name), key=lambda each: each.first_day)
    if not versions:
        known = ", ".join(sorted({each.name for each in found}))
        words = _("There is no rule profile “%(name)s”; known are %(known)s.")
        raise UnknownProfile(words % {"name": name, "known": known})
    if on < versions[0].first_day:
        return versions[0]
    for version in versions:
        if version.first_day <= on <= version.last_day:
            return version
    words = _("No version of the rule profile “%(name)s” is in force on %(day)s.")
    raise UnknownProfile(words % {"name": name, "day": on})


def _refresh() -> Loaded:
    stamp = _from_tables(_stamp, ())
    known = _State.loaded
    if known is None or known.stamp != stamp:
        calendar = _from_tables(_calendar, seed.seeded_calendar())
        known = _State.loaded = Loaded(stamp, calendar, _documents(), {})
    _State.checked_at = time.monotonic()
    return known


def _from_tables(ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    """The answer of the tables, or `otherwise` where nothing is migrated yet."""
    try:
        with transaction.atomic():
            return ask()
    except DatabaseError:
        if {_model(name)._meta.db_table for name in TABLES} <= set(connection.introspection.table_names()):
            raise
        return otherwise


def _stamp() -> tuple[Any, ...]:
    """Rows and last change of each table, in one query: a change, a new row and a deleted row all show."""
    first, *others = (
        _model(name)
        .objects.order_by()
        .values(table=Value(name))
        .annotate(rows=Count("pk"), changed=Max(CHANGED[name]))
        for name in TABLES
    )
    return tuple(sorted(map(str, first.union(*others, all=True).values_list("table", "rows", "changed"))))


def _calendar() -> Calendar:
    published = frozenset(_model("CalendarYear").objects.values_list("year", flat=True))
    rows = _model("CalendarDay").objects.values_list("date", "is_workday", "name")
    if not published:
        return _over_seed([seed.SeedDay(*row) for row in rows])
    return seed.make_calendar((seed.SeedDay(*row) for row in rows), published)


def _over_seed(rows: list[seed.SeedDay]) -> Calendar:
    """No year is loaded: the shipped days, with what staff have entered on top."""
    if not rows:
        return seed.seeded_calendar()
    return seed.make_calendar((row for part in (seed.days(), rows) for row in part), frozenset(seed.years()))


def _documents() -> tuple[Document, ...]:
    nothing: tuple[Document, ...] = ()
    stored = _from_tables(stored_documents, nothing)
    named = {document.name for document in stored}
    return stored + tuple(document for document in files.shipped() if document.name not in named)


def stored_documents() -> tuple[Document, ...]:
    """Every profile version of the table, as of now."""
    rows = _model("RuleProfile").objects.values_list("name", "version", "data")
    return tuple(Document(f"{name}@{version}", data) for name, version, data in rows)


def _model(name: str) -> Any:
    # Asked for by name: the models import the checks of this package, so this package cannot import them.
    return apps.get_model("casework", name)
