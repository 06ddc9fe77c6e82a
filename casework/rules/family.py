"""Checks profiles together: parents, levels, versions in force on one day, ceilings from above."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from casework.rules import schema
from casework.rules.checker import Problem
from casework.rules.days import ONE_DAY, Period, due
from casework.rules.files import Document
from casework.rules.profile import Clock, resolve
from casework.rules.seed import seeded_calendar

Found = Iterator[tuple[str, str]]
YEARS = 10  # the last announced years, day by day: where two units of time are compared


@dataclass(frozen=True, slots=True)
class Overrun:
    """A day from which a period ends later than its ceiling."""

    start: date
    ends: date
    most: date


def check_family(new: Sequence[Document], known: Sequence[Document]) -> list[Problem]:
    """Everything wrong in `new` beside the profiles `known`, and in those of `known` that inherit from `new`.

    A new document replaces its own version.
    """
    tags = {(document.name, document.version) for document in new}
    others = [each for each in known if (each.name, each.version) not in tags]
    everyone = [*new, *others]
    found = [(document, wrong) for document in new for wrong in _document(document, everyone)]
    # An heir would be blamed for what is wrong above it
    found = found or [(heir, wrong) for heir in others for wrong in _heir(heir, new, everyone)]
    return [Problem(document.source, *wrong) for document, wrong in found]


def gaps(new: Sequence[Document], known: Sequence[Document]) -> list[Problem]:
    """Where a profile of `new` ends and no later version takes over: nothing can be counted on the days between.

    That may be meant, for a jurisdiction that is given up; so it is a warning.
    """
    tags = {(document.name, document.version) for document in new}
    everyone = [*new, *(each for each in known if (each.name, each.version) not in tags)]
    return [gap for document in new if (gap := _gap(document, everyone))]


def _gap(document: Document, everyone: Sequence[Document]) -> Problem | None:
    if document.last_day == date.max:
        return None
    next_day = document.last_day + ONE_DAY
    later = [each.first_day for each in everyone if each.name == document.name]
    follows = min((day for day in later if day >= next_day), default=None)
    if follows == next_day:
        return None
    told = {"name": document.name, "first": next_day, "last": follows and follows - ONE_DAY}
    if follows:
        words = _("no version of %(name)s is in force from %(first)s to %(last)s")
    else:
        words = _("no version of %(name)s is in force from %(first)s on")
    return Problem(document.source, "in_force_to", words % told)


def _document(document: Document, everyone: Sequence[Document]) -> Found:
    yield from _overlaps(document, everyone)
    chains, wrong = _chains(document, everyone)
    yield from wrong
    if wrong:
        return
    yield from _levels(document, everyone)
    if not document.parent:
        yield from _incomplete(document)
        return
    for chain in chains:
        yield from _ceilings(chain)


def _heir(heir: Document, new: Sequence[Document], everyone: Sequence[Document]) -> Found:
    """What was in order under the old versions of its parents may be too long under the new ones."""
    chains, wrong = _chains(heir, everyone)
    yield from wrong
    touched = [chain for chain in chains if any(each is one for each in chain for one in new)]
    if touched:
        yield from _levels(heir, everyone)
    for chain in touched:
        yield from _ceilings(chain)


def _overlaps(document: Document, everyone: Sequence[Document]) -> Found:
    for other in everyone:
        if other is document or other.name != document.name:
            continue
        if other.version == document.version:
            words = _("version %(version)s of %(name)s is given twice (%(file)s)")
            yield "version", words % {"version": other.version, "name": other.name, "file": other.source}
        elif other.first_day <= document.last_day and document.first_day <= other.last_day:
            day = max(other.first_day, document.first_day)
            words = _(
                "version %(version)s of %(name)s (%(file)s) is in force on %(day)s too; end one of them with"
                " in_force_to"
            )
            told = {"version": other.version, "name": other.name, "file": other.source, "day": day}
            yield "in_force_from", words % told


def _chains(
    document: Document, everyone: Sequence[Document]
) -> tuple[list[tuple[Document, ...]], list[tuple[str, str]]]:
    """Every line of versions from a document up to its root, or why there is none."""
    chains: list[tuple[Document, ...]] = []
    open_lines: list[tuple[Document, ...]] = [(document,)]
    while open_lines:
        line = open_lines.pop()
        parent = line[-1].parent
        if not parent:
            chains.append(line)
        elif any(each.name == parent for each in line):
            names = " → ".join([*(each.name for each in line), parent])
            return [], [("parent", _("circular: %(names)s") % {"names": names})]
        elif not (parents := [each for each in everyone if each.name == parent]):
            return [], [("parent", _("there is no profile “%(name)s”") % {"name": parent})]
        else:
            open_lines.extend((*line, each) for each in parents)
    return chains, []


def _levels(document: Document, everyone: Sequence[Document]) -> Found:
    own = schema.LEVELS.index(document.data["level"])
    for parent in everyone:
        if parent.name == document.parent and schema.LEVELS.index(parent.data["level"]) >= own:
            words = _("%(name)s is not of a higher level than %(level)s")
            yield "parent", words % {"name": parent.name, "level": document.data["level"]}
            return


def _incomplete(document: Document) -> Found:
    """A profile without a parent has nothing to inherit, so it says everything."""
    clocks = {f"{kind}.{name}" for kind, bodies in document.data.get("clock", {}).items() for name in bodies}
    wanted = (
        ("clock", schema.CLOCKS, clocks),
        ("limit", schema.LIMITS, document.data.get("limit", {})),
        ("switch", schema.SWITCHES, document.data.get("switch", {})),
        ("", ("result_classes", "urging"), document.data),
    )
    for table, names, present in wanted:
        for name in names:
            if name not in present:
                yield f"{table}.{name}".lstrip("."), _("missing: a profile without a parent must set it")


def _ceilings(chain: Sequence[Document]) -> Found:
    """No clock of the nearest document runs longer than a ceiling set at or above it."""
    own = chain[0].data
    levels = [resolve([document.data for document in chain[index:]]).clocks for index in range(len(chain))]
    for kind, bodies in own.get("clock", {}).items():
        for name in bodies:
            clocks = [found[f"{kind}.{name}"] for found in levels if f"{kind}.{name}" in found]
            yield from _too_long(clocks)


def _too_long(clocks: Sequence[Clock]) -> Found:
    own = clocks[0]
    ceilings = {clock.ceiling for clock in clocks if clock.ceiling}
    for ceiling in sorted(ceilings, key=lambda each: each.article):
        if exceeds(own.period, ceiling.period):
            words = _("%(own)s is longer than %(most)s, the most that %(article)s allows")
            told = {"own": _length(own.period), "most": _length(ceiling.period), "article": ceiling.article}
            example = _for_example(own.period, ceiling.period)
            yield f"clock.{own.name}.period", words % told + example


def _for_example(period: Period, ceiling: Period) -> str:
    """Two units are compared by a day on which it shows."""
    found = overrun(period, ceiling) if period.unit != ceiling.unit else None
    words = _(": counted from %(start)s it ends on %(ends)s, not by %(most)s")
    return words % asdict(found) if found else ""


def _length(period: Period) -> str:
    return f"{period.n} {period.unit}"


def exceeds(period: Period, ceiling: Period) -> bool:
    """Can a period end later than its ceiling does?  In other units: on any start day of the years looked at."""
    if period.unit == ceiling.unit:
        return period.n > ceiling.n
    return overrun(period, ceiling) is not None


@lru_cache(maxsize=512)
def overrun(period: Period, ceiling: Period) -> Overrun | None:
    """The first start day in the announced years from which a period ends after its ceiling."""
    calendar = seeded_calendar()
    last = max(calendar.published)
    start = date(last - YEARS + 1, 1, 1)
    while start.year <= last:
        ends, most = due(start, period, calendar).date, due(start, ceiling, calendar).date
        if ends > most:
            return Overrun(start, ends, most)
        start += ONE_DAY
    return None
