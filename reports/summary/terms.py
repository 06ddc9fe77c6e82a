"""What a figure is: its words, the article it stands on, and one reader for the number and for the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from accounts.models import User
    from reports.summary.periods import Period

    Reader = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are counted: of these congresses (keys), from ``first`` to ``last``, as things stand ``today``."""

    congresses: tuple[int, ...]
    first: date
    last: date
    today: date

    @classmethod
    def of(cls, congresses: tuple[int, ...], period: Period, today: date | None = None) -> Scope:
        return cls(congresses, period.first, period.last, today or timezone.localdate())

    @property
    def start(self) -> datetime:
        """The first moment, in the portal's time zone."""
        return _moment(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return _moment(self.last + timedelta(days=1))


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list behind a figure."""

    label: str
    url: str = ""
    day: date | datetime | None = None
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """Rows of one kind of which figures count those that meet a condition.

    ``rows`` restricts them by period and congress, ``visible`` to what a reader may see; ``line`` words one for a
    list; ``congress`` leads from a row to its congress. Where ``rolls_up`` is False the own congress counts all that
    lies in its area already, and adding lower congresses would count twice. Where ``compares`` is False the rows are
    those of today, whatever the period: only a frozen summary of the year before tells what they were. ``organ``
    leads from a row to the organ that it is counted for, empty where none is; ``by`` names the dimensions by which
    it is broken down.
    """

    name: str
    label: Promise
    unit: Promise
    rows: Callable[[Scope], QuerySet[Any]]
    visible: Callable[[Reader], QuerySet[Any]]
    line: Callable[[Any, Reader], Line]
    congress: str = "congress"
    related: tuple[str, ...] = ()
    rolls_up: bool = True
    compares: bool = True
    organ: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a summary. ``of`` is the figure of which it is a share; ``good`` says which way is better."""

    code: str
    name: Promise
    definition: Promise
    source: str
    population: Population
    condition: Callable[[Scope], Q]
    of: str = ""

    @property
    def short(self) -> str:
        """The name without that of its population, as a column of counts is called."""
        return self.code.partition(".")[2]

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The rows it counts: the number is how many there are, the list is these."""
        return self.population.rows(scope).filter(self.condition(scope))

    def visible_rows(self, scope: Scope, reader: Reader) -> QuerySet[Any]:
        """Those of them that ``reader`` may see."""
        seen = self.population.visible(reader).order_by().values("pk")
        return self.rows(scope).filter(pk__in=seen)
