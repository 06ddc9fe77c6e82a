"""An organ's period beside the median of all organs. No ranking: organs stand in the order of their codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from deputies.models import Organ
from reports.summary import catalogue, periods, rollups, sums
from reports.summary.counting import counts_of, family_of, unmarked
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deputies.models import PeoplesCongress
    from reports.summary.periods import Period

#: The parts of a card: their words, and the figures in each.
PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Opinions in charge"), ("opinions.received", "opinions.answered", "opinions.on_time", "opinions.late",
                               "opinions.open", "opinions.provisional", "opinions.urged", "opinions.supervised",
                               "opinions.reworked")),
    (_("What people said of the answers"), ("opinions.rated", "opinions.satisfied", "opinions.result_3",
                                            "opinions.result_2", "opinions.result_1", "opinions.attitude_rated",
                                            "opinions.attitude_satisfied", "opinions.unrated")),
    (_("Objections and more time"), ("objections.made", "objections.upheld", "objections.refused",
                                     "extensions.asked", "extensions.granted", "extensions.refused")),
    (_("Promises of organs"), ("promises.due", "promises.kept", "promises.broken", "promises.late",
                               "promises.waiting", "promised.all")),
    (_("Deputies' suggestions, criticisms and opinions"), (
        "suggestions.received", "suggestions.answered", "suggestions.on_time", "suggestions.late",
        "suggestions.rated", "suggestions.result_3", "suggestions.result_2", "suggestions.result_1",
        "suggestions.unrated", "suggestions.reworked", "motions.received")),
)  # fmt: skip
#: What the table of all organs and the sheet of them show.
COLUMNS = ("opinions.received", "opinions.answered", "opinions.on_time", "opinions.late", "opinions.reworked",
           "opinions.rated", "opinions.satisfied", "opinions.unrated", "objections.made", "extensions.asked",
           "promises.due", "promises.kept", "suggestions.received", "suggestions.answered")  # fmt: skip
TREND = ("received", "answered", "on_time", "late")
CLASSES = ("received", "satisfied", "result_1", "unrated")
_POPULATIONS = tuple(dict.fromkeys(code.partition(".")[0] for _words, codes in PARTS for code in codes))
Every = dict[int, Counter[str]]  # organ's key -> figure's code -> number


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: the number, its share of ``of``, and the median of all organs of either."""

    code: str
    name: str
    value: int
    median_value: float
    of: str = ""
    share: float | None = None
    median_share: float | None = None


@dataclass(frozen=True)
class Card:
    """One organ: parts of lines, months and classes as (key, counts); ``number`` organs are in the median.

    ``before`` are the opinions received a year earlier, by month.
    """

    organ: Organ
    number: int
    parts: list[tuple[str, list[CardLine]]]
    months: list[tuple[str, dict[str, int]]]
    before: dict[str, int]
    classes: list[tuple[str, dict[str, int]]]


def every(congress: PeoplesCongress, period: Period) -> Every:
    """The numbers of each organ of the congress that had any, by its key."""
    scope = Scope.of(family_of(congress).keys, period)
    found: Every = {}
    for name in _POPULATIONS:
        for key, counts in _by_organ(name, scope):
            if key and any(counts.values()):
                found.setdefault(key, Counter()).update({f"{name}.{short}": n for short, n in counts.items()})
    own = set(Organ.objects.filter(pk__in=found, congress=congress).values_list("pk", flat=True))
    return {key: counts for key, counts in found.items() if key in own}


def _by_organ(name: str, scope: Scope) -> Iterable[tuple[int, dict[str, int]]]:
    if name == "opinions" and sums.is_complete():
        for row in sums.sums(scope, "organ"):
            yield int(row["key"] or 0), {short: row[short] for short in sums.COUNTED}
        return
    population = catalogue.POPULATIONS[name]
    rows: Any = population.rows(scope).order_by().values(of_organ=F(population.organ))
    for row in rows.annotate(**counts_of(name, scope)):
        yield row["of_organ"], unmarked(row)


def card(congress: PeoplesCongress, period: Period, organ: Organ) -> Card:
    """The organ beside all organs of its congress; where it had nothing, every number is 0."""
    numbers = every(congress, period)
    mine = numbers.get(organ.pk, Counter())
    scope = Scope.of(family_of(congress).keys, period)
    earlier = Scope.of(scope.congresses, periods.before(period))
    return Card(
        organ=organ,
        number=len(numbers),
        parts=[(str(words), [_line(code, mine, numbers) for code in codes]) for words, codes in PARTS],
        months=_months(scope, organ.pk),
        before={key: counts["received"] for key, counts in _months(earlier, organ.pk)},
        classes=_classes(scope, organ.pk),
    )


def _line(code: str, mine: Counter[str], numbers: Every) -> CardLine:
    figure = catalogue.FIGURES[code]
    of = catalogue.FIGURES.get(figure.of)
    shares = [one[code] / one[of.code] for one in numbers.values() if of and one[of.code]]
    return CardLine(
        code=code,
        name=str(figure.name),
        value=mine[code],
        median_value=median(one[code] for one in numbers.values()) if numbers else 0,
        of=str(of.name) if of else "",
        share=mine[code] / mine[of.code] if of and mine[of.code] else None,
        median_share=median(shares) if shares else None,
    )


def _months(scope: Scope, organ: int) -> list[tuple[str, dict[str, int]]]:
    if sums.is_complete():
        rows = sums.months(scope, "organ", str(organ))
        return [(f"{row['month']:%Y-%m}", row) for row in rows if row["received"]]
    found: dict[str, Counter[str]] = {}
    mine = rollups.rows(scope).filter(organ=organ)
    for day, counts in rollups.by_day(mine, scope):
        found.setdefault(f"{day:%Y-%m}", Counter()).update(counts)
    return [(key, dict(counts)) for key, counts in sorted(found.items())]


def _classes(scope: Scope, organ: int) -> list[tuple[str, dict[str, int]]]:
    """By the class of the answer: asked of the cases, since the daily counts hold one dimension at a time."""
    mine = rollups.rows(scope).filter(organ=organ)
    rows = rollups.grouped(mine, catalogue.DIMENSIONS["class"].key, scope)
    return sorted(((key or "", counts) for key, counts in rows), key=lambda row: (not row[0], row[0]))


def listed(congress: PeoplesCongress, period: Period) -> list[tuple[Organ, Counter[str]]]:
    """Every organ with its numbers, in the order of their codes."""
    numbers = every(congress, period)
    return [(one, numbers[one.pk]) for one in Organ.objects.filter(pk__in=numbers).order_by("code", "pk")]


def medians(rows: list[tuple[Organ, Counter[str]]]) -> list[float]:
    """The median of each column of the table of all organs."""
    return [median(counts[code] for _organ, counts in rows) for code in COLUMNS] if rows else []
