"""Checks profiles together: parents, levels, versions in force on one day, ceilings from above."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from casework.rules import schema
from casework.rules.checker import Problem
from casework.rules.days import Period, Unit
from casework.rules.files import Document
from casework.rules.profile import Clock, resolve

Found = Iterator[tuple[str, str]]
ROLLED = 14  # a last day that is a day off can move a deadline by the longest holiday and a weekend


def check_family(new: Sequence[Document], known: Sequence[Document]) -> list[Problem]:
    """Everything wrong in `new` beside the profiles `known`; a new document replaces its own version."""
    tags = {(document.name, document.version) for document in new}
    everyone = [*new, *(each for each in known if (each.name, each.version) not in tags)]
    return [
        Problem(document.source, key, reason)
        for document in new
        for key, reason in _document(document, everyone)
    ]


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
            yield f"clock.{own.name}.period", words % told


def _length(period: Period) -> str:
    return f"{period.n} {period.unit}"


def exceeds(period: Period, ceiling: Period) -> bool:
    """Is a period longer than its ceiling, whatever the calendar?  In doubt between units, no."""
    if period.unit == ceiling.unit:
        return period.n > ceiling.n
    return _shortest(period) > _longest(ceiling)


def _shortest(period: Period) -> int:
    return period.n * 28 if period.unit is Unit.MONTH else period.n


def _longest(period: Period) -> int:
    days = {Unit.DAY: period.n, Unit.WORKDAY: period.n * 7 // 5, Unit.MONTH: period.n * 31}
    return days[period.unit] + ROLLED
