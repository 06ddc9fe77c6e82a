"""What organs have promised in their answers: by the day it was to be kept, and by the opinions it was promised to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.access import commitments_visible_to, visible_to
from casework.ledger import STANDINGS
from casework.models import Commitment
from reports.figures import with_promise
from reports.summary.catalogue.opinions import case_line, received
from reports.summary.terms import Figure, Line, Population

if TYPE_CHECKING:
    from casework.models.case import CaseQuerySet
    from casework.models.commitment import CommitmentQuerySet
    from reports.summary.terms import Reader, Scope

_SOURCE = "Shandong rules on suggestions art. 18; Zhejiang art. 20; Shanghai art. 22"


def _due(scope: Scope) -> CommitmentQuerySet:
    return Commitment.objects.standing().filter(
        case__congress__in=scope.congresses, due_on__gte=scope.first, due_on__lte=scope.last
    )


def _line(one: Commitment, reader: Reader) -> Line:
    return Line(str(one.organ), reverse("case", args=[one.case.number]), one.due_on, one.words)


PROMISES = Population(
    "promises",
    _("Promises of organs"),
    pgettext_lazy("unit of a figure", "promises"),
    _due,
    commitments_visible_to,
    _line,
    congress="case__congress",
    related=("case", "organ"),
    organ="organ",
)


def _promised(scope: Scope) -> CaseQuerySet:
    return received(scope).filter(with_promise(Q()))


PROMISED = Population(
    "promised",
    _("Opinions answered with a promise"),
    pgettext_lazy("unit of a figure", "opinions"),
    _promised,
    visible_to,
    case_line,
    related=("topic", "division", "organ", "congress", "opinion"),
    organ="organ",
)

FIGURES = (
    Figure(
        "promises.due",
        _("promises to be kept in the period"),
        _("Promises in answers to opinions and suggestions whose date lies in the period; a date that was carried on "
          "counts as the new one, a promise replaced by a newer answer not at all."),
        _SOURCE, PROMISES, lambda scope: Q(),
    ),
    Figure(
        "promises.kept",
        _("promises kept"),
        _("Of those to be kept: the second answer says that it is done, and the office has passed it on."),
        _SOURCE, PROMISES, lambda scope: STANDINGS["kept"][1], "promises.due",
    ),
    Figure(
        "promises.broken",
        _("promises not kept, explained"),
        _("Of those to be kept: the organ has said in writing why it cannot be kept."),
        _SOURCE, PROMISES, lambda scope: STANDINGS["not_kept"][1], "promises.due",
    ),
    Figure(
        "promises.late",
        _("promises late"),
        _("Of those to be kept: neither kept nor explained, and the date has passed."),
        _SOURCE, PROMISES, lambda scope: STANDINGS["open"][1] & Q(due_on__lt=scope.today), "promises.due",
    ),
    Figure(
        "promises.waiting",
        _("promises still to be kept in time"),
        _("Of those to be kept: neither kept nor explained, and the date has not passed."),
        _SOURCE, PROMISES, lambda scope: STANDINGS["open"][1] & Q(due_on__gte=scope.today), "promises.due",
    ),
    Figure(
        "promised.all",
        _("answered with a promise"),
        _("Of the opinions received in the period: an answer promised something, for whatever day. The promises "
          "themselves are counted by their own days."),
        _SOURCE, PROMISED, lambda scope: Q(),
    ),
    Figure(
        "promised.open",
        _("promise to be kept"),
        _("Of the opinions answered with a promise: a promise is still to be kept, on time or late."),
        _SOURCE, PROMISED, lambda scope: with_promise(STANDINGS["open"][1]), "promised.all",
    ),
    Figure(
        "promised.late",
        _("promise late"),
        _("Of the opinions answered with a promise: a promise is neither kept nor explained, and its date has passed."),
        _SOURCE, PROMISED,
        lambda scope: with_promise(STANDINGS["open"][1] & Q(due_on__lt=scope.today)), "promised.all",
    ),
    Figure(
        "promised.kept",
        _("promise kept"),
        _("Of the opinions answered with a promise: a promise was kept, and the office has passed it on."),
        _SOURCE, PROMISED, lambda scope: with_promise(STANDINGS["kept"][1]), "promised.all",
    ),
    Figure(
        "promised.broken",
        _("promise not kept, explained"),
        _("Of the opinions answered with a promise: the organ has said in writing why a promise cannot be kept."),
        _SOURCE, PROMISED, lambda scope: with_promise(STANDINGS["not_kept"][1]), "promised.all",
    ),
)  # fmt: skip
