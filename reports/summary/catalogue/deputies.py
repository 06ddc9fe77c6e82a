"""What deputies have handed in: suggestions, criticisms and opinions; and motions, never summed with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.access import visible_to
from casework.models import Case
from casework.workflows import MOTION, SUGGESTION
from reports.summary.catalogue.opinions import case_line
from reports.summary.terms import Figure, Population

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.models.case import CaseQuerySet
    from reports.summary.terms import Scope

_LAW = "Law on Deputies arts. 24, 36, 51"
_RATED = "Shandong rules on suggestions arts. 23, 24; Chongqing art. 29"
_DECIDED = ("adopted", "not_adopted", "placed", "with_organ", "organ_reported", "redoing", "settled")


def _handed_in(kind: str) -> Callable[[Scope], CaseQuerySet]:
    def rows(scope: Scope) -> CaseQuerySet:
        return Case.objects.filter(
            kind=kind, congress__in=scope.congresses, opened_at__gte=scope.start, opened_at__lt=scope.end
        )

    return rows


SUGGESTIONS = Population(
    "suggestions",
    _("Deputies' suggestions, criticisms and opinions"),
    pgettext_lazy("unit of a figure", "suggestions"),
    _handed_in("suggestion"),
    visible_to,
    case_line,
    related=("topic", "division", "organ", "congress"),
    organ="organ",
    by=("topic", "organ", "class"),
)
MOTIONS = Population(
    "motions",
    _("Motions"),
    pgettext_lazy("unit of a figure", "motions"),
    _handed_in("motion"),
    visible_to,
    case_line,
    related=("topic", "division", "organ", "congress"),
    organ="organ",
)


def _suggestions(
    short: str, name: Any, definition: Any, source: str, condition: Callable[[Scope], Q], of: str = ""
) -> Figure:
    return Figure(f"suggestions.{short}", name, definition, source, SUGGESTIONS, condition, of)


FIGURES = (
    _suggestions(
        "received",
        _("suggestions handed in"),
        _("Suggestions, criticisms and opinions that deputies handed in within the period, in and out of session."),
        _LAW, lambda scope: Q(),
    ),
    _suggestions(
        "accepted",
        _("suggestions accepted"),
        _("Of those handed in: examined and accepted, with a serial number."),
        _LAW, lambda scope: Q(serial__isnull=False), "suggestions.received",
    ),
    _suggestions(
        "turned_down",
        _("suggestions not accepted"),
        _("Of those handed in: turned down, with the reason that the rules give."),
        _LAW, lambda scope: Q(status="turned_down"), "suggestions.received",
    ),
    _suggestions(
        "from_motions",
        _("handed in as motions, handled as suggestions"),
        _("Of those handed in: brought as a motion, and handled as a suggestion by the presidium's decision."),
        "Organic Law art. 22", lambda scope: Q(motion__isnull=False), "suggestions.received",
    ),
    _suggestions(
        "answered",
        _("suggestions answered"),
        _("Of those handed in: the organs have answered the deputy."),
        "Law on Deputies art. 51", lambda scope: Q(answered_at__isnull=False), "suggestions.received",
    ),
    _suggestions(
        "on_time",
        _("suggestions answered on time"),
        _("Of those answered: no step came after its date."),
        "Law on Deputies art. 51",
        lambda scope: Q(answered_at__isnull=False, was_late=False),
        "suggestions.answered",
    ),
    _suggestions(
        "late",
        _("suggestions late"),
        _("Of those handed in: a step came after its date, or is owed now and its date has passed."),
        "Law on Deputies art. 51",
        lambda scope: Q(was_late=True) | Q(closed_at__isnull=True, due_on__lt=scope.today),
        "suggestions.received",
    ),
    _suggestions(
        "rated",
        _("suggestions rated by the deputy"),
        _("Of those handed in: the lead deputy has rated the result of the answer."),
        _RATED, lambda scope: Q(result__isnull=False), "suggestions.answered",
    ),
    _suggestions(
        "result_3",
        _("deputy satisfied with the result"),
        _("Of those rated: the lead deputy is satisfied with the result."),
        _RATED, lambda scope: Q(result=3), "suggestions.rated",
    ),
    _suggestions(
        "result_2",
        _("deputy basically satisfied with the result"),
        _("Of those rated: the lead deputy is basically satisfied with the result."),
        _RATED, lambda scope: Q(result=2), "suggestions.rated",
    ),
    _suggestions(
        "result_1",
        _("deputy dissatisfied with the result"),
        _("Of those rated: the lead deputy is dissatisfied with the result."),
        _RATED, lambda scope: Q(result=1), "suggestions.rated",
    ),
    _suggestions(
        "unrated",
        _("suggestions answered, not rated"),
        _("Of those answered: the deputy has not rated the result; in no share of satisfaction."),
        _RATED, lambda scope: Q(answered_at__isnull=False, result__isnull=True), "suggestions.answered",
    ),
    _suggestions(
        "reworked",
        _("suggestions handled again"),
        _("Of those handed in: handled a second time, because the deputy was dissatisfied with the result."),
        "Shandong rules on suggestions art. 24", lambda scope: Q(rework_count__gt=0), "suggestions.received",
    ),
    _suggestions(
        "key",
        _("key suggestions"),
        _("Of those handed in: chosen by the council of chairpersons for key supervision."),
        "Law on Deputies art. 52", lambda scope: Q(suggestion__key__isnull=False), "suggestions.received",
    ),
    _suggestions(
        "open",
        _("suggestions still open"),
        _("Of those handed in: something is still owed on the day of the summary."),
        _LAW, lambda scope: Q(status__in=SUGGESTION.open_names), "suggestions.received",
    ),
    Figure(
        "motions.received",
        _("motions handed in"),
        _("Motions that deputies or bodies handed in within the period."),
        "Organic Law art. 22", MOTIONS, lambda scope: Q(),
    ),
    Figure(
        "motions.agenda",
        _("motions on the agenda of the congress"),
        _("Of those handed in: put on the agenda of the session; adopted, not adopted or still to be decided."),
        "Organic Law art. 22", MOTIONS,
        lambda scope: Q(status__in=["on_agenda", "adopted", "not_adopted"]), "motions.received",
    ),
    Figure(
        "motions.committee",
        _("motions given to a committee"),
        _("Of those handed in: given to a special committee or a committee of the standing committee, which "
          "deliberates on them and reports."),
        "Organic Law art. 22", MOTIONS, lambda scope: ~Q(motion__committee=""), "motions.received",
    ),
    Figure(
        "motions.decided",
        _("motions decided"),
        _("Of those handed in: the congress or the standing committee has decided on them; organs may still be "
          "carrying the decision out."),
        "Organic Law art. 22", MOTIONS, lambda scope: Q(status__in=_DECIDED), "motions.received",
    ),
    Figure(
        "motions.withdrawn",
        _("motions withdrawn or ended"),
        _("Of those handed in: withdrawn by their deputies, or ended because too few stood behind them."),
        "Organic Law art. 22", MOTIONS,
        lambda scope: Q(status__in=["motion_withdrawn", "lapsed"]), "motions.received",
    ),
    Figure(
        "motions.open",
        _("motions still open"),
        _("Of those handed in: not concluded on the day of the summary."),
        "Organic Law art. 22", MOTIONS, lambda scope: Q(status__in=MOTION.open_names), "motions.received",
    ),
)  # fmt: skip
