"""The year as one object: what the page, the spreadsheet and the document all show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access import commitments_visible_to, visible_to
from deputies.models import posts_of
from reports import figures

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from casework.models.commitment import CommitmentQuerySet
    from deputies.models import PeoplesCongress
    from reports.figures import Row


@dataclass(frozen=True)
class Headline:
    """One of the numbers on top, with the year before beside it."""

    name: str
    label: str
    count: int
    before: int


@dataclass(frozen=True)
class Year:
    """The figures of one congress and one year, as of ``today``."""

    congress: PeoplesCongress
    year: int
    today: date
    totals: dict[str, int]
    before: dict[str, int]
    mean_days: float | None
    mean_days_before: float | None
    breakdowns: dict[str, list[Row]]
    promises: CommitmentQuerySet
    handed_over: Headline
    complaints: Headline | None

    def headlines(self, *names: str) -> list[Headline]:
        return [
            Headline(name, str(figures.FIGURES[name].label), self.totals[name], self.before[name])
            for name in names
        ]

    @property
    def on_time_share(self) -> float | None:
        return _share(self.totals["on_time"], self.totals["answered"])

    @property
    def satisfaction(self) -> float | None:
        """Satisfied with the result among those who rated; the unrated are not in it."""
        return _share(self.totals["satisfied"], self.totals["rated"])

    @property
    def attitude_satisfaction(self) -> float | None:
        """Among those who rated it: an office may ask for the result alone."""
        return _share(self.totals["attitude_satisfied"], self.totals["attitude_rated"])


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def year_of(user: User | AnonymousUser, congress: PeoplesCongress, year: int) -> Year:
    """Count the year, from what ``user`` may see; two queries of totals and one for each breakdown."""
    today = timezone.localdate()
    cases = figures.of_year(visible_to(user), year, congress.pk)
    before = figures.of_year(visible_to(user), year - 1, congress.pk)
    counted, mean_days = figures.totals(cases, today)
    counted_before, mean_days_before = figures.totals(before, today)
    counts = figures.complaints_of(visible_to(user), congress.pk, year)
    return Year(
        congress=congress,
        year=year,
        today=today,
        totals=counted,
        before=counted_before,
        mean_days=mean_days,
        mean_days_before=mean_days_before,
        handed_over=Headline(
            "handed_over",
            _("handed to the standing committee (not among those received)"),
            counts["handed"],
            counts["handed_before"],
        ),
        complaints=_complaints(counts) if congress.pk in posts_of(user).committee else None,
        promises=commitments_visible_to(user).filter(case__in=cases).select_related("case", "organ"),
        breakdowns={
            name: figures.breakdown(cases, dimension, today) for name, dimension in figures.DIMENSIONS.items()
        },
    )


def _complaints(counts: dict[str, int]) -> Headline:
    """For members of that standing committee only."""
    return Headline("complaints", _("complaints about deputies"), counts["seen"], counts["seen_before"])
