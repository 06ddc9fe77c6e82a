"""What of duty reports waits: for a deputy on their first page, for the office beside its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.duty import MOST, Asking, Kind, Line
from deputies.models import posts_of
from reports.duty.access import lines_visible_to, questions_visible_to, reports_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from reports.duty.models import DutyReport


def reports(ask: Asking) -> Kind:
    """Reports that are to be written now."""
    mine = reports_visible_to(ask.user).filter(deputy=ask.me, status__in=["notified", "drafting", "missed"])
    lines = [
        Line(
            title=str(one),
            url=reverse("duty_report", args=[one.pk]),
            action=_("Go on writing") if one.status == "drafting" else _("Begin to write"),
            note=_how(one),
            due_on=one.due_on,
            due_why=one.due_why,
        )
        for one in mine.for_lists().order_by("due_on", "pk")[: MOST + 1]
    ]
    return Kind("reports", _("Duty reports to write"), lines, reverse("duty_reports"))


def _how(report: DutyReport) -> str:
    """Written or oral; in a round with its time and place."""
    held = report.round
    parts = [str(report.get_form_display())]
    if held is not None:
        parts += [f"{held.starts:%H:%M}" if held.starts else "", held.place]
    return " · ".join(part for part in parts if part)


def questions(ask: Asking) -> Kind:
    """Questions that the office has passed on."""
    mine = questions_visible_to(ask.user).filter(deputy=ask.me, status="with_deputy")
    lines = [
        Line(
            title=one.shown[:60],
            url=reverse("duty_question", args=[one.pk]),
            action=_("Answer"),
            note=_("from a voter of the constituency") if one.is_voter else "",
            due_on=one.due_on,
            due_why=one.due_why,
        )
        for one in mine.order_by("due_on", "pk")[: MOST + 1]
    ]
    return Kind("questions", _("Questions on my work"), lines, reverse("duty_reports"))


SOURCES = (reports, questions)


def at_the_desk(user: User) -> int:
    """Reports to check, questions to look at, lines that are contested, results to publish: for officers."""
    mine = posts_of(user).officer
    if not mine:
        return 0
    seen = reports_visible_to(user).filter(congress__in=mine)
    return (
        seen.filter(status="submitted").count()
        + seen.filter(appraisal__status="closed").count()
        + questions_visible_to(user).filter(congress__in=mine, status__in=["asked", "answered"]).count()
        + lines_visible_to(user).contested().filter(report__congress__in=mine).count()
    )
