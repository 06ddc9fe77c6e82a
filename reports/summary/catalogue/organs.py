"""What organs objected to and asked more time for, by the day on which they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.access import visible_to
from casework.models import AssignmentObjection, ExtensionRequest
from deputies.models import posts_of
from reports.summary.terms import Figure, Line, Population

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from reports.summary.terms import Reader, Scope

_SOURCE = "Law on Deputies art. 51; rule profile of the congress"


def _within(model: Any, moment: str) -> Callable[[Scope], QuerySet[Any]]:
    """Rows of the congresses whose ``moment`` lies in the period."""

    def rows(scope: Scope) -> QuerySet[Any]:
        days = {f"{moment}__gte": scope.start, f"{moment}__lt": scope.end}
        return model.objects.filter(assignment__case__congress__in=scope.congresses, **days)  # type: ignore[no-any-return]

    return rows


def _seen(model: Any) -> Callable[[Reader], QuerySet[Any]]:
    """Those of the cases that somebody may see; an organ its own also where the share was given to another one."""

    def visible(reader: Reader) -> QuerySet[Any]:
        posts = posts_of(reader)
        cases = visible_to(reader).order_by().values("pk")
        return model.objects.filter(  # type: ignore[no-any-return]
            Q(assignment__case__in=cases) | Q(assignment__organ__in=posts.handler | posts.head)
        )

    return visible


def _line(one: AssignmentObjection | ExtensionRequest, reader: Reader) -> Line:
    share, posts = one.assignment, posts_of(reader)
    is_open = share.status != "void" or share.case.congress_id in posts.officer | posts.committee
    at = one.made_at if isinstance(one, AssignmentObjection) else one.asked_at
    url = reverse("case", args=[share.case.number]) if is_open else ""
    return Line(f"{share.case.number} · {share.organ}", url, at, one.reason)


OBJECTIONS = Population(
    "objections",
    _("Objections of organs"),
    pgettext_lazy("unit of a figure", "objections"),
    _within(AssignmentObjection, "made_at"),
    _seen(AssignmentObjection),
    _line,
    congress="assignment__case__congress",
    related=("assignment__case", "assignment__organ"),
    organ="assignment__organ",
)
EXTENSIONS = Population(
    "extensions",
    _("Requests of organs for more time"),
    pgettext_lazy("unit of a figure", "requests"),
    _within(ExtensionRequest, "asked_at"),
    _seen(ExtensionRequest),
    _line,
    congress="assignment__case__congress",
    related=("assignment__case", "assignment__organ"),
    organ="assignment__organ",
)

FIGURES = (
    Figure(
        "objections.made",
        _("objections to an assignment"),
        _("Objections of organs that a case is not theirs, made within the period."),
        _SOURCE, OBJECTIONS, lambda scope: Q(),
    ),
    Figure(
        "objections.upheld",
        _("objections accepted"),
        _("Of the objections made: the office has accepted them."),
        _SOURCE, OBJECTIONS, lambda scope: Q(upheld=True), "objections.made",
    ),
    Figure(
        "objections.refused",
        _("objections refused"),
        _("Of the objections made: the office has refused them."),
        _SOURCE, OBJECTIONS, lambda scope: Q(upheld=False), "objections.made",
    ),
    Figure(
        "extensions.asked",
        _("requests for more time"),
        _("Requests of organs for more time, made within the period."),
        _SOURCE, EXTENSIONS, lambda scope: Q(),
    ),
    Figure(
        "extensions.granted",
        _("requests for more time granted"),
        _("Of the requests for more time: the office has granted them."),
        _SOURCE, EXTENSIONS, lambda scope: Q(granted=True), "extensions.asked",
    ),
    Figure(
        "extensions.refused",
        _("requests for more time refused"),
        _("Of the requests for more time: the office has refused them."),
        _SOURCE, EXTENSIONS, lambda scope: Q(granted=False), "extensions.asked",
    ),
)  # fmt: skip
