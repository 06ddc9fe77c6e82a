"""What meetings put on their agenda of liaison work, and the digest that goes to leaders and organs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.column.access import SENT, digests_visible_to
from reports.column.models import Adoption, DigestEntry, DigestReceipt
from reports.models import AgendaItem
from reports.summary.access import agenda_visible_to
from reports.summary.terms import Figure, Line, Population

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.summary.terms import Reader, Scope

_SOURCE = "Organic Law art. 60; Law on Supervision art. 12"


def _held(scope: Scope) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(
        congress__in=scope.congresses, held_on__gte=scope.first, held_on__lte=scope.last
    )


def _item_line(one: AgendaItem, reader: Reader) -> Line:
    note = " · ".join(part for part in (one.meeting, one.decision, one.outcome) if part)
    return Line(one.title, reverse("agenda_follow", args=[one.pk]), one.held_on, note)


AGENDA = Population(
    "agenda",
    _("Agenda items and decisions on liaison work"),
    pgettext_lazy("unit of a figure", "items"),
    _held,
    agenda_visible_to,
    _item_line,
    related=("congress",),
)


def _sent(scope: Scope) -> Q:
    return Q(
        issue__congress__in=scope.congresses,
        issue__status__in=SENT,
        issue__released_at__gte=scope.start,
        issue__released_at__lt=scope.end,
    )


def _matters(scope: Scope) -> QuerySet[DigestEntry]:
    return DigestEntry.objects.filter(_sent(scope))


def _seen_matters(reader: Reader) -> QuerySet[DigestEntry]:
    return DigestEntry.objects.filter(issue__in=digests_visible_to(reader).values("pk"))


def _matter_line(one: DigestEntry, reader: Reader) -> Line:
    return Line(one.heading, reverse("digest", args=[one.issue_id]), one.issue.released_at, str(one.issue))


MATTERS = Population(
    "matters",
    _("Digest of public opinion"),
    pgettext_lazy("unit of a figure", "matters"),
    _matters,
    _seen_matters,
    _matter_line,
    congress="issue__congress",
    related=("issue",),
)


def _copies(scope: Scope) -> QuerySet[DigestReceipt]:
    return DigestReceipt.objects.filter(_sent(scope))


def _seen_copies(reader: Reader) -> QuerySet[DigestReceipt]:
    return DigestReceipt.objects.filter(issue__in=digests_visible_to(reader).values("pk"))


def _copy_line(one: DigestReceipt, reader: Reader) -> Line:
    return Line(
        f"{one.issue} · {one.name}", reverse("digest", args=[one.issue_id]), one.signed_at, one.signed_by
    )


COPIES = Population(
    "copies",
    _("Receipts of the digest"),
    pgettext_lazy("unit of a figure", "copies"),
    _copies,
    _seen_copies,
    _copy_line,
    congress="issue__congress",
    related=("issue",),
)


def _taken(**which: str) -> Exists:
    return Exists(Adoption.objects.filter(entry=OuterRef("pk"), **which))


def _followed() -> Exists:
    return Exists(Adoption.objects.filter(entry=OuterRef("pk")).exclude(followed=""))


FIGURES = (
    Figure(
        "agenda.items",
        _("agenda items"),
        _("Items on liaison work of meetings of the council of chairpersons, the standing committee and the congress "
          "that were held within the period."),
        _SOURCE, AGENDA, lambda scope: Q(),
    ),
    Figure(
        "agenda.decided",
        _("items with a decision"),
        _("Of the agenda items: a decision is recorded."),
        _SOURCE, AGENDA, lambda scope: ~Q(decision=""), "agenda.items",
    ),
    Figure(
        "agenda.followed",
        _("decisions to be reported on"),
        _("Of the decisions: a day is set by which what became of them is reported."),
        _SOURCE, AGENDA, lambda scope: Q(due_on__isnull=False), "agenda.decided",
    ),
    Figure(
        "agenda.done",
        _("decisions carried out"),
        _("Of the decisions to be reported on: carried out, with what became of them."),
        _SOURCE, AGENDA, lambda scope: Q(due_on__isnull=False, done_on__isnull=False), "agenda.followed",
    ),
    Figure(
        "agenda.late",
        _("decisions not reported on time"),
        _("Of the decisions to be reported on: the day has passed and nothing is reported as done."),
        _SOURCE, AGENDA, lambda scope: Q(due_on__lt=scope.today, done_on=None), "agenda.followed",
    ),
    Figure(
        "matters.sent",
        _("matters in the digest"),
        _("Matters of the issues of the digest that were sent out within the period."),
        _SOURCE, MATTERS, lambda scope: Q(),
    ),
    Figure(
        "matters.adopted",
        _("matters taken up"),
        _("Of the matters in the digest: a leader or an organ has taken them up."),
        _SOURCE, MATTERS, lambda scope: Q(_taken(kind="adopted")), "matters.sent",
    ),
    Figure(
        "matters.instructed",
        _("matters with a written instruction"),
        _("Of the matters in the digest: a leader has given a written instruction."),
        _SOURCE, MATTERS, lambda scope: Q(_taken(kind="instructed")), "matters.sent",
    ),
    Figure(
        "matters.followed",
        _("matters followed up"),
        _("Of the matters in the digest: what followed from taking them up is recorded."),
        _SOURCE, MATTERS, lambda scope: Q(_followed()), "matters.sent",
    ),
    Figure(
        "copies.sent",
        _("copies of the digest"),
        _("Copies of the issues of the digest that were sent out within the period."),
        _SOURCE, COPIES, lambda scope: Q(),
    ),
    Figure(
        "copies.signed",
        _("copies signed for"),
        _("Of the copies of the digest: signed for by whom they were sent to."),
        _SOURCE, COPIES, lambda scope: Q(signed_at__isnull=False), "copies.sent",
    ),
)  # fmt: skip
