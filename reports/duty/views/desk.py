"""The office's pages: the schedule of all deputies, the desk where reports are checked, one report with its steps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.actors import Actor
from casework.paging import keyset
from casework.turns import Turn
from casework.typed import whole
from casework.views.why import Owed, answer
from contacts.views.doors import for_the_office
from contacts.views.stepping import took
from reports.duty import figures, hints, markup, rules
from reports.duty.access import (
    lines_visible_to,
    questions_visible_to,
    reports_visible_to,
    roles_on,
)
from reports.duty.forms.words import VerdictForm
from reports.duty.models import ReportKind
from reports.duty.services import drafting
from reports.duty.views.common import (
    actions,
    base_for,
    find_report,
    history,
    take_step,
)
from reports.duty.views.files import may_read
from reports.views import chosen_congress

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.duty.models import DutyReport

_MOST = 100
_FIRST_YEAR = 2000


# --- The schedule -----------------------------------------------------------------------------------------
@login_required
def duty_schedule(request: HttpRequest) -> HttpResponse:
    """All deputies of the congress and a year: due, done, missed, excused; each number the list that it counts."""
    for_the_office(request)
    congress, year = chosen_congress(request), _year(request)
    since, until = date(year, 1, 1), date(year, 12, 31)
    figure = request.GET.get("show", "due")
    if figure not in figures.FIGURES:
        raise Http404
    kind = request.GET.get("kind", "")
    rows = figures.reports_of(congress, since, until, figure)
    rows = rows.filter(pk__in=reports_visible_to(request.user).values("pk"))
    if kind in ReportKind.values:
        rows = rows.filter(kind=kind)
    words = request.GET.get("q", "").strip()[:40]
    if words:
        rows = rows.filter(deputy__name__contains=words)
    counts = figures.counts(congress, since, until)
    context = {
        "congress": congress,
        "year": year,
        "years": [timezone.localdate().year + ahead for ahead in (1, 0, -1, -2, -3)],
        "shows": _shows(congress.code, year, figure, counts),
        "show": figure,
        "kinds": ReportKind.choices,
        "kind": kind,
        "words": words,
        "page": keyset(rows.for_lists(), "due_on", request.GET),
        "tabs": tabs(request, "duty_schedule"),
    }
    return render(request, "reports/duty/schedule.html", context)


def _year(request: HttpRequest) -> int:
    """The year of the address, up to the one after this."""
    asked = whole(request.GET.get("year", "") or str(timezone.localdate().year))
    if asked is None or not _FIRST_YEAR <= asked <= timezone.localdate().year + 1:
        raise Http404
    return asked


def _shows(code: str, year: int, current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    url = reverse("duty_schedule")
    return [
        {
            "label": _(label),
            "url": f"{url}?congress={code}&year={year}&show={name}",
            "current": name == current,
            "count": counts[name],
        }
        for name, (label, _which) in figures.FIGURES.items()
    ]


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The places of the office: the schedule, the desk with how much waits there, and the rounds."""
    waits = _to_check(request)
    count = sum(len(rows) for rows in waits.values())
    return [
        {
            "label": _("Schedule"),
            "url": reverse("duty_schedule"),
            "current": current == "duty_schedule",
            "count": None,
        },
        {
            "label": _("To check"),
            "url": reverse("duty_check"),
            "current": current == "duty_check",
            "count": count or None,
        },
        {
            "label": _("Rounds"),
            "url": reverse("duty_rounds"),
            "current": current == "duty_rounds",
            "count": None,
        },
    ]


# --- The desk ---------------------------------------------------------------------------------------------
@login_required
def duty_check(request: HttpRequest) -> HttpResponse:
    """What waits for the office: reports, questions, answers, contested lines, results."""
    for_the_office(request)
    return render(
        request, "reports/duty/check.html", {**_to_check(request), "tabs": tabs(request, "duty_check")}
    )


def _to_check(request: HttpRequest) -> dict[str, list[Any]]:
    seen = reports_visible_to(request.user).for_lists()
    lines = (
        lines_visible_to(request.user).contested().select_related("report__deputy", "report__mandate__term")
    )
    questions = questions_visible_to(request.user).for_lists()
    return {
        "reports": list(seen.filter(status="submitted").order_by("check_due_on", "pk")[:_MOST]),
        "questions": list(
            questions.filter(status__in=["asked", "answered"]).order_by("due_on", "pk")[:_MOST]
        ),
        "lines": list(lines.select_related("report__session__term").order_by("due_on", "pk")[:_MOST]),
        "results": list(seen.filter(appraisal__status="closed").select_related("appraisal")[:_MOST]),
    }


@login_required
def duty_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a line that a deputy contests."""
    line = get_object_or_404(lines_visible_to(request.user).select_related("report__deputy"), pk=pk)
    if "officer" not in roles_on(request.user, line.report):
        raise PermissionDenied(_("The liaison office checks what a deputy contests."))
    back = reverse("duty_record", args=[line.report_id])
    if not line.contested_at or line.verdict:
        messages.warning(request, _("There is nothing to decide on this line."))
        return redirect(back)
    form = VerdictForm(request.POST or None)

    def run() -> None:
        data = form.cleaned_data
        drafting.decide(
            line, actor=Actor.of(request.user), verdict=data["verdict"], note=data["verdict_note"]
        )

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Decided. The deputy reads it beside the line."))
        return redirect(back)
    context = {"line": line, "report": line.report, "form": form, "back_url": back}
    return render(request, "reports/duty/verdict.html", context, status=400 if form.errors else 200)


# --- One report -------------------------------------------------------------------------------------------
@login_required
def duty_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: facts, words with hints, questions, appraisal, what may be done now, and how it came about."""
    report = find_report(request, pk)
    roles = roles_on(request.user, report)
    context = {
        "report": report,
        "shown": markup.html(report.text, top=3),
        "hints": hints.hints(report.text) if report.status == "submitted" else [],
        "lines": report.text.splitlines(),
        "meeting": getattr(report, "meeting", None),
        "appraisal": getattr(report, "appraisal", None),
        "questions": questions_visible_to(request.user).filter(report=report).for_lists()[:_MOST],
        "may_appraise": "officer" in roles and report.status == "published",
        "may_photograph": "officer" in roles,
        "is_own": "deputy" in roles,
        "reads_draft": may_read(request, report),
        "actions": actions(
            request,
            report,
            lambda action: reverse("duty_step", args=[report.pk, action]),
            primary=("begin", "publish"),
        ),
        "events": history(report.events.all(), quiet=("remind", "recount")),  # type: ignore[attr-defined]
        "base": base_for(request, report),
    }
    return render(request, "reports/duty/report.html", context)


@login_required
def duty_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    report = find_report(request, pk)
    back = "duty_write" if action == "begin" else "duty_report"
    return take_step(request, report, action, reverse(back, args=[pk]), base_for(request, report))


@login_required
def duty_why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a report is due on its day, who acts next, and when the portal reminds."""
    report = find_report(request, pk)
    turn = Turn((_("Hand in the report"),), str(report.deputy))
    is_open = report.status in ("scheduled", "notified", "drafting", "missed")
    owed = Owed(_("Duty report"), report, [turn] if is_open else [], _ladder(report))
    title = f"{report.deputy} · {report}"
    return answer(request, (title, reverse("duty_report", args=[pk])), [owed])


_STEPS = {
    "first": gettext_noop("first reminder"),
    "second": gettext_noop("second reminder"),
    "last": gettext_noop("last reminder"),
}


def _ladder(report: DutyReport) -> list[tuple[str, date]]:
    """The coming reminders, and the day from which it is noted as missed."""
    if report.status not in ("scheduled", "notified", "drafting"):
        return []
    today = timezone.localdate()
    days = rules.reminders(report.profile, report.due_on)
    coming = [(_(_STEPS[step]), day) for step, day in days.items() if day >= today]
    return [*coming, (_("noted as missed"), rules.missed_on(report.profile, report.due_on))]
