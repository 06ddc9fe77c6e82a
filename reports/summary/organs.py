"""An organ's year beside the median of all organs. No ranking: organs stand in the order of their codes."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casework.ledger import STANDINGS
from casework.models import AssignmentObjection, Commitment
from deputies.models import Organ
from reports.models import MEASURES
from reports.summary import rollups
from reports.summary.counting import family_of
from reports.summary.terms import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deputies.models import PeoplesCongress
    from reports.summary.periods import Period

#: What a card says; a share is told of its second name.
LINES: tuple[tuple[str, Any, str], ...] = (
    ("received", _("opinions in charge"), ""),
    ("answered", _("answered"), "received"),
    ("on_time", _("answered on time"), "answered"),
    ("late", _("late"), "received"),
    ("objected", _("objections to an assignment"), ""),
    ("reworked", _("handled again"), "answered"),
    ("rated", _("rated the result"), "answered"),
    ("result_3", _("satisfied with the result"), "rated"),
    ("result_2", _("basically satisfied with the result"), "rated"),
    ("result_1", _("dissatisfied with the result"), "rated"),
    ("unrated", _("answered, not rated"), "answered"),
    ("promised", _("promises to be kept in the period"), ""),
    ("kept", _("promises kept"), "promised"),
)


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: the number, its share, and the median of all organs for what of both is compared."""

    name: str
    label: str
    value: int
    share: float | None
    median_value: float
    median_share: float | None
    is_share: bool


def counts_of(congress: PeoplesCongress, period: Period) -> dict[int, dict[str, int]]:
    """The numbers of every organ of the congress that had any, by its key."""
    scope = Scope.of(family_of(congress).keys, period)
    found: dict[int, dict[str, int]] = {}
    for key, numbers in _of_opinions(scope):
        found.setdefault(key, dict.fromkeys((name for name, _label, _of in LINES), 0)).update(numbers)
    own = set(Organ.objects.filter(pk__in=found, congress=congress).values_list("pk", flat=True))
    found = {key: numbers for key, numbers in found.items() if key in own}
    _add(found, "objected", _objections(scope))
    for name, condition in (("promised", Q()), ("kept", STANDINGS["kept"][1])):
        _add(found, name, _promises(scope, condition))
    return found


def _of_opinions(scope: Scope) -> Iterable[tuple[int, dict[str, int]]]:
    names = [name for name, _label, _of in LINES if name in MEASURES]
    if rollups.is_complete():
        rows = [row for row in rollups.sums(scope, "organ") if row["key"]]
        summed: dict[int, dict[str, int]] = {}
        for row in rows:
            into = summed.setdefault(int(row["key"]), dict.fromkeys(names, 0))
            for name in names:
                into[name] += row[name]
        return summed.items()
    grouped: Any = rollups.rows(scope).exclude(organ=None).values("organ").annotate(**rollups.measures(scope))
    return [(row["organ"], {name: row[name] for name in names}) for row in grouped]


def _objections(scope: Scope) -> Iterable[tuple[int, int]]:
    rows = AssignmentObjection.objects.filter(
        assignment__case__congress__in=scope.congresses, made_at__gte=scope.start, made_at__lt=scope.end
    )
    return rows.order_by().values_list("assignment__organ").annotate(n=Count("pk"))  # type: ignore[return-value]


def _promises(scope: Scope, condition: Q) -> Iterable[tuple[int, int]]:
    rows = Commitment.objects.standing().filter(
        condition, case__congress__in=scope.congresses, due_on__gte=scope.first, due_on__lte=scope.last
    )
    return rows.order_by().values_list("organ").annotate(n=Count("pk"))  # type: ignore[return-value]


def _add(found: dict[int, dict[str, int]], name: str, pairs: Iterable[tuple[int, int]]) -> None:
    for key, n in pairs:
        if key in found:
            found[key][name] = n


def card(every: dict[int, dict[str, int]], key: int) -> list[CardLine]:
    """The lines of one organ, each beside the median of all."""
    found = []
    for name, label, of in LINES:
        value = every[key][name]
        shares = [one[name] / one[of] for one in every.values() if of and one[of]]
        found.append(
            CardLine(
                name=name,
                label=str(label),
                value=value,
                share=value / every[key][of] if of and every[key][of] else None,
                median_value=median(one[name] for one in every.values()),
                median_share=median(shares) if shares else None,
                is_share=bool(of),
            )
        )
    return found


def cards(congress: PeoplesCongress, period: Period) -> list[dict[str, Any]]:
    """Every organ in the order of its code, for the spreadsheet."""
    labels = {name: str(label) for name, label, _of in LINES}
    return [
        {"name": str(one), "values": numbers, "labels": labels} for one, numbers in listed(congress, period)
    ]


def listed(congress: PeoplesCongress, period: Period) -> list[tuple[Organ, dict[str, int]]]:
    """Every organ with its numbers, in the order of their codes."""
    every = counts_of(congress, period)
    return [(one, every[one.pk]) for one in Organ.objects.filter(pk__in=every).order_by("code")]


def card_of(congress: PeoplesCongress, period: Period, key: int) -> dict[str, Any]:
    """The organ, its card, and how many organs the median is of; Http404 where it had nothing in the period."""
    every = counts_of(congress, period)
    organ = Organ.objects.filter(pk=key, congress=congress).first()
    if organ is None or key not in every:
        raise Http404
    return {"organ": organ, "lines": card(every, key), "number": len(every)}
