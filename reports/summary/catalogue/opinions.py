"""Figures of the opinions received in the period.

“Answered” is not “solved”, and a silent rater is not a satisfied one: each is a figure of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.access import visible_to
from casework.confidential import shielded
from casework.models import Case
from reports import figures
from reports.summary.terms import Figure, Line, Population

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from casework.models.case import CaseQuerySet
    from reports.summary.terms import Reader, Scope


def received(scope: Scope) -> CaseQuerySet:
    """The opinions that reached the congresses in the period."""
    return Case.objects.received().filter(
        kind="opinion",
        congress__in=scope.congresses,
        opened_at__gte=scope.start,
        opened_at__lt=scope.end,
    )


def case_line(case: Case, reader: Reader) -> Line:
    """A case as a list shows it: confidential words masked for whoever may not read them."""
    shown = shielded(case, reader)
    where = " · ".join(str(one) for one in (case.topic, case.division, case.organ) if one)
    state = str(case.get_status_display())
    return Line(shown.title, reverse("case", args=[case.number]), case.opened_at, where, state)


OPINIONS = Population(
    "opinions",
    _("Opinions of the people"),
    pgettext_lazy("unit of a figure", "opinions"),
    received,
    visible_to,
    case_line,
    related=("topic", "division", "organ", "congress", "opinion"),
    organ="organ",
    by=("channel", "topic", "place", "organ", "class"),
)
_PROVISIONAL = Q(due_provisional=True) | Q(answer_provisional=True)


def _figure(
    short: str, name: Promise, definition: Promise, source: str, condition: Callable[[Scope], Q], of: str = ""
) -> Figure:
    whole = f"opinions.{of}" if of else ""
    return Figure(f"opinions.{short}", name, definition, source, OPINIONS, condition, whole)


_ROW_36 = "Organic Law art. 60; Law on Deputies art. 45"
_CLOCK = "Civil Code arts. 200–203; rule profile of the congress"
_RATED = "Regulations on Petitions art. 21 (by analogy); Shandong rules on suggestions art. 23 (by analogy)"

FIGURES = (
    _figure(
        "received",
        _("received"),
        _("Opinions that reached the congress in the period, by any channel, each once: without parts that were "
          "split off and without complaints about deputies."),
        _ROW_36,
        lambda scope: Q(),
    ),
    _figure(
        "accepted",
        pgettext_lazy("opinions", "accepted"),
        _("Of those received: registered by the office."),
        _ROW_36,
        lambda scope: Q(registered_at__isnull=False),
        "received",
    ),
    _figure(
        "not_accepted",
        _("not accepted"),
        _("Of those received: not a matter for deputies; the citizen was told why and where to turn."),
        "Regulations on Petitions arts. 22, 28",
        lambda scope: Q(status="not_accepted"),
        "received",
    ),
    _figure(
        "withdrawn",
        _("withdrawn"),
        _("Of those received: taken back by the citizen."),
        _ROW_36,
        lambda scope: Q(status="withdrawn"),
        "received",
    ),
    _figure(
        "lapsed",
        _("closed, nothing more came from the citizen"),
        _("Of those received: closed without an answer, because the citizen did not give what was asked."),
        _ROW_36,
        lambda scope: Q(status="closed", answered_at__isnull=True),
        "received",
    ),
    _figure(
        "open",
        _("still open"),
        _("Of those received: something is still owed on the day of the summary."),
        _ROW_36,
        lambda scope: figures.OPEN,
        "received",
    ),
    _figure(
        "provisional",
        _("with a provisional date"),
        _("Of those still open: the date may move, because the days off of its year are not announced yet."),
        _CLOCK,
        lambda scope: Q(closed_at__isnull=True) & _PROVISIONAL,
        "open",
    ),
    _figure(
        "answered",
        _("answered"),
        _("Of those received: an answer was fed back to the citizen; where the opinion was split, the answers to "
          "all of its parts. Answered does not say that the matter is solved."),
        "Law on Deputies art. 31",
        lambda scope: figures.ANSWERED,
        "received",
    ),
    _figure(
        "on_time",
        _("answered on time"),
        _("Of those answered: no step that office, deputy or organ owed came after its date."),
        _CLOCK,
        lambda scope: figures.ANSWERED & ~figures.WAS_LATE,
        "answered",
    ),
    _figure(
        "late",
        _("late"),
        _("Of those received: a step that office, deputy or organ owed came after its date, or is owed now and its "
          "date has passed. The time a citizen takes is not counted."),
        _CLOCK,
        lambda scope: figures.late_on(scope.today),
        "received",
    ),
    _figure(
        "by_deputy",
        _("answered by a deputy"),
        _("Of those answered: by the deputy, without being assigned to an organ."),
        "Law on Deputies art. 31",
        lambda scope: figures.ANSWERED & Q(assigned_at__isnull=True),
        "answered",
    ),
    _figure(
        "by_organ",
        _("answered by an organ"),
        _("Of those answered: assigned to an organ."),
        "Law on Deputies art. 51 (by analogy)",
        lambda scope: figures.ANSWERED & Q(assigned_at__isnull=False),
        "answered",
    ),
    _figure(
        "urged",
        _("urged"),
        _("Of those received: an organ or a deputy was urged at least once."),
        _ROW_36,
        lambda scope: Q(urged__gt=0),
        "received",
    ),
    _figure(
        "supervised",
        _("under supervised handling"),
        _("Of those received: a leader of the standing committee took the supervision over."),
        "Law on Deputies art. 52 (by analogy)",
        lambda scope: ~Q(supervised_by=""),
        "received",
    ),
    _figure(
        "reworked",
        _("handled again"),
        _("Of those received: handled a second time, because the citizen was dissatisfied with the result."),
        "Shandong rules on suggestions art. 24 (by analogy)",
        lambda scope: Q(rework_count__gt=0),
        "received",
    ),
    _figure(
        "rated",
        _("rated the result"),
        _("Of those received: the citizen has rated the result. Whoever is silent is in no share of satisfaction."),
        _RATED,
        lambda scope: Q(result__isnull=False),
        "answered",
    ),
    _figure(
        "satisfied",
        _("satisfied or basically satisfied with the result"),
        _("Of those rated: satisfied or basically satisfied with the result."),
        _RATED,
        lambda scope: Q(result__gte=2),
        "rated",
    ),
    _figure(
        "result_3",
        _("satisfied with the result"),
        _("Of those rated: satisfied with the result."),
        _RATED,
        lambda scope: Q(result=3),
        "rated",
    ),
    _figure(
        "result_2",
        _("basically satisfied with the result"),
        _("Of those rated: basically satisfied with the result."),
        _RATED,
        lambda scope: Q(result=2),
        "rated",
    ),
    _figure(
        "result_1",
        _("dissatisfied with the result"),
        _("Of those rated: dissatisfied with the result."),
        _RATED,
        lambda scope: Q(result=1),
        "rated",
    ),
    _figure(
        "attitude_rated",
        _("rated the attitude"),
        _("Of those received: the citizen has rated the attitude; an office may ask for the result alone."),
        _RATED,
        lambda scope: Q(attitude__isnull=False),
        "answered",
    ),
    _figure(
        "attitude_satisfied",
        _("satisfied or basically satisfied with the attitude"),
        _("Of those who rated the attitude: satisfied or basically satisfied."),
        _RATED,
        lambda scope: Q(attitude__gte=2),
        "attitude_rated",
    ),
    _figure(
        "attitude_3",
        _("satisfied with the attitude"),
        _("Of those who rated the attitude: satisfied."),
        _RATED,
        lambda scope: Q(attitude=3),
        "attitude_rated",
    ),
    _figure(
        "attitude_2",
        _("basically satisfied with the attitude"),
        _("Of those who rated the attitude: basically satisfied."),
        _RATED,
        lambda scope: Q(attitude=2),
        "attitude_rated",
    ),
    _figure(
        "attitude_1",
        _("dissatisfied with the attitude"),
        _("Of those who rated the attitude: dissatisfied."),
        _RATED,
        lambda scope: Q(attitude=1),
        "attitude_rated",
    ),
    _figure(
        "unrated",
        _("answered, not rated"),
        _("Of those answered: the citizen has not rated the result. Shown beside every share of satisfaction and "
          "part of none."),
        "Chongqing rules on suggestions art. 29 (by analogy)",
        lambda scope: figures.ANSWERED & Q(result__isnull=True),
        "answered",
    ),
)  # fmt: skip
