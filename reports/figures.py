"""The figures of a year. A figure is a condition: the number and the list it opens are made from the same one.

What is counted are the opinions received in the year, in the congress of the reader. “The deputy replied” is
not “the problem is solved”, so answered, satisfied and dissatisfied are counted apart; a silent rater is not a
satisfied one, so the unrated stand beside the rate and outside of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, ExtractMonth, Substr
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.keys import among
from casework.ledger import STANDINGS
from casework.models import Case, Channel, Commitment, Topic
from casework.workflows import OPINION
from deputies.models import Division, Organ

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from casework.models.case import CaseQuerySet

_TOWNSHIP_DIGITS = 9
# An opinion that was split is one opinion: its parts are in no figure of their own, and it is answered when the
# last of them is, late when one of them is.
_PARTS = Case.objects.exclude(split_from=None).exclude(status="taken_back")
_WAITING_PARTS = _PARTS.filter(closed_at=None, answered_at=None).values("split_from")
_LATE_PARTS = _PARTS.filter(was_late=True).values("split_from")
ANSWERED = Q(answered_at__isnull=False) & ~Q(pk__in=_WAITING_PARTS)
WAS_LATE = Q(was_late=True) | Q(pk__in=_LATE_PARTS)
OPEN = Q(status__in=OPINION.open_names) | Q(pk__in=_PARTS.open().values("split_from"))
CITIZENS_CLOCKS = ["rating", "needs_info"]  # a citizen who takes time is not an office that is late
RATED = Q(result__isnull=False)


def late_on(today: date) -> Q:
    """A step that the office, a deputy or an organ owed came late, or is late now."""
    is_late = Q(closed_at__isnull=True, due_on__lt=today) & ~Q(due_clock__in=CITIZENS_CLOCKS)
    return WAS_LATE | is_late | Q(pk__in=_PARTS.filter(is_late).values("split_from"))


def with_promise(condition: Q) -> Q:
    """Cases in which an organ has made a promise that stands as ``condition`` says."""
    return among(Commitment.objects.standing().filter(condition).values("case"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the year: its name in addresses, its words, and the condition it counts."""

    name: str
    label: Promise
    counts: Callable[[date], Q]


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure("received", _("received"), lambda today: Q()),
        Figure(
            "accepted", pgettext_lazy("opinions", "accepted"), lambda today: Q(registered_at__isnull=False)
        ),
        Figure("not_accepted", _("not accepted"), lambda today: Q(status="not_accepted")),
        Figure(
            "lapsed",
            _("closed, nothing more came from the citizen"),
            lambda today: Q(status="closed", answered_at__isnull=True),
        ),
        Figure("withdrawn", _("withdrawn"), lambda today: Q(status="withdrawn")),
        Figure("answered", _("answered"), lambda today: ANSWERED),
        Figure("on_time", _("answered on time"), lambda today: ANSWERED & ~WAS_LATE),
        Figure("late", _("late"), late_on),
        Figure("urged", _("urged"), lambda today: Q(urged__gt=0)),
        Figure("supervised", _("under supervised handling"), lambda today: ~Q(supervised_by="")),
        Figure("open", _("still open"), lambda today: OPEN),
        Figure("rated", _("rated"), lambda today: RATED),
        Figure("satisfied", _("satisfied with the result"), lambda today: Q(result__gte=2)),
        Figure("dissatisfied", _("dissatisfied with the result"), lambda today: Q(result=1)),
        Figure("attitude_rated", _("rated the attitude"), lambda today: Q(attitude__isnull=False)),
        Figure("attitude_satisfied", _("satisfied with the attitude"), lambda today: Q(attitude__gte=2)),
        Figure("unrated", _("answered, not rated"), lambda today: ANSWERED & Q(result__isnull=True)),
        Figure("reworked", _("handled again"), lambda today: Q(rework_count__gt=0)),
        Figure("by_deputy", _("answered by a deputy"), lambda today: ANSWERED & Q(assigned_at__isnull=True)),
        Figure("by_organ", _("answered by an organ"), lambda today: ANSWERED & Q(assigned_at__isnull=False)),
        Figure("promised", _("answered with a promise"), lambda today: with_promise(Q())),
        Figure("promise_due", _("promise to be kept"), lambda today: with_promise(STANDINGS["open"][1])),
        Figure(
            "promise_late",
            _("promise late"),
            lambda today: with_promise(STANDINGS["open"][1] & Q(due_on__lt=today)),
        ),
        Figure("promise_kept", _("promise kept"), lambda today: with_promise(STANDINGS["kept"][1])),
        Figure(
            "promise_not_kept",
            _("promise not kept, explained"),
            lambda today: with_promise(STANDINGS["not_kept"][1]),
        ),
    )
}
COLUMNS = ("received", "answered", "on_time", "late", "rated", "satisfied", "unrated")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break the year down: ``key`` is the expression grouped by, ``names`` words for the keys."""

    name: str
    label: Promise
    key: Any
    names: Callable[[list[Any]], dict[Any, str]]


def _named(model: Any, field: str = "pk") -> Callable[[list[Any]], dict[Any, str]]:
    def names(keys: list[Any]) -> dict[Any, str]:
        found = model.objects.filter(**{f"{field}__in": [key for key in keys if key]})
        return {getattr(row, field): str(row) for row in found}

    return names


def _months(keys: list[Any]) -> dict[Any, str]:
    return {key: str(MONTHS[key]) for key in keys if key in MONTHS}


DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("month", _("Month"), ExtractMonth("opened_at"), _months),
        Dimension("channel", _("Channel"), F("channel"), _named(Channel)),
        Dimension("topic", _("Topic"), Coalesce("topic__parent", "topic"), _named(Topic)),
        Dimension(
            "place", _("Place"), Substr("division__code", 1, _TOWNSHIP_DIGITS), _named(Division, "code")
        ),
        Dimension("organ", _("Organ in charge"), F("organ"), _named(Organ)),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: ``key`` as in an address, ``counts`` by figure."""

    key: str
    name: str
    counts: dict[str, int]

    @property
    def satisfaction(self) -> float | None:
        """Share of satisfied among the rated, 0 to 1; None where nobody rated."""
        return self.counts["satisfied"] / self.counts["rated"] if self.counts["rated"] else None


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of the year and of the next, in the portal's time zone."""
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def of_year(cases: CaseQuerySet, year: int, congress_id: int) -> CaseQuerySet:
    """The opinions received in the year, of those the reader may see."""
    first, end = bounds(year)
    return cases.received().filter(
        kind="opinion", congress=congress_id, opened_at__gte=first, opened_at__lt=end
    )


def complaints_of(cases: CaseQuerySet, congress_id: int, year: int) -> dict[str, int]:
    """Complaints about deputies of the year and the one before (``…_before``), in one query.

    ``seen`` are those of ``cases``, what the reader may see. ``handed`` is what the office handed to the standing
    committee: the office sees no more of it, so it is counted past ``visible_to``, a number that opens no list.
    """
    seen, handed = Q(pk__in=cases.complaints().values("pk")), Q(complaint__handed_over_at__isnull=False)
    years = {"": Q(opened_at__year=year), "_before": Q(opened_at__year=year - 1)}
    counts = {
        f"{name}{suffix}": Count("pk", filter=which & in_year)
        for name, which in (("seen", seen), ("handed", handed))
        for suffix, in_year in years.items()
    }
    return Case.objects.complaints().filter(congress=congress_id).aggregate(**counts)


def totals(cases: CaseQuerySet, today: date) -> tuple[dict[str, int], float | None]:
    """Every figure, and the mean days from receipt to answer of the answered; in one query."""
    took = ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField())
    found = cases.aggregate(**_counts(FIGURES, today), mean_time=Avg(took, filter=ANSWERED))
    mean: timedelta | None = found.pop("mean_time")
    return found, mean / timedelta(days=1) if mean is not None else None


def _counts(names: Any, today: date) -> dict[str, Any]:
    return {
        name: Count("pk", filter=condition) if (condition := FIGURES[name].counts(today)) else Count("pk")
        for name in names
    }


def breakdown(cases: CaseQuerySet, dimension: Dimension, today: date) -> list[Row]:
    """The year by one dimension, the largest first (months in order); rows without a value come last."""
    grouped = cases.order_by().values(key=dimension.key).annotate(**_counts(COLUMNS, today))
    found: list[dict[str, Any]] = [dict(row) for row in grouped]
    names = dimension.names([row["key"] for row in found])
    rows = [
        Row(
            key="" if row["key"] is None else str(row["key"]),
            name=names.get(row["key"], "") if row["key"] else "",
            counts={column: row[column] for column in COLUMNS},
        )
        for row in found
    ]
    if dimension.name == "month":
        return sorted(rows, key=lambda row: int(row.key))
    return sorted(rows, key=lambda row: (not row.key, -row.counts["received"], row.key))


def cases_of(
    cases: CaseQuerySet, figure: str, today: date, dimension: str = "", key: str = ""
) -> CaseQuerySet:
    """The list behind a number: same conditions, so that they cannot disagree. KeyError for unknown names."""
    found = cases.filter(FIGURES[figure].counts(today))
    if not dimension:
        return found
    expression = DIMENSIONS[dimension].key
    keyed = found.alias(key=expression)
    return keyed.filter(key=key) if key else keyed.filter(key__isnull=True)
