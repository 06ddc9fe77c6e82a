"""The report at the desk: its words, their versions, its steps; and the agenda with what became of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import formats
from accounts.actors import Actor
from casework.errors import Incomplete, NotAllowed, Refused
from casework.views.keeping import kept, not_kept
from reports.models import SummaryReport
from reports.summary import exporting, freezing, services
from reports.summary.access import (
    agenda_visible_to,
    congresses_visible_to,
    reports_visible_to,
    roles_on,
    snapshots_visible_to,
)
from reports.summary.exports import FORMATS
from reports.summary.forms import AgendaForm, FollowForm, MeetingForm, ReturnForm, TextForm
from reports.summary.views.common import download, for_the_office
from reports.summary.workflow import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

_PRIMARY = ("submit", *services.MEETINGS, "publish")
_FORMS: dict[str, type[forms.Form] | None] = {
    "submit": None,
    "renew": None,
    "publish": None,
    "return": ReturnForm,
    **dict.fromkeys(services.MEETINGS, MeetingForm),
}


def _find(request: HttpRequest, pk: int) -> SummaryReport:
    for_the_office(request)
    seen = reports_visible_to(request.user).select_related("congress", "snapshot")
    return get_object_or_404(seen, pk=pk)


@login_required
@require_POST
def summary_report_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the report on a frozen summary."""
    for_the_office(request)
    snapshot = get_object_or_404(snapshots_visible_to(request.user).select_related("congress"), pk=pk)
    try:
        report = services.begin(snapshot, actor=Actor.of(request.user))
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("summary", snapshot.congress.code, snapshot.period)
    return redirect("summary_report", report.pk)


@login_required
def summary_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report: written on while it is being written, read afterwards; its steps and its versions."""
    report = _find(request, pk)
    writes = report.is_being_written
    form = TextForm(request.POST if request.method == "POST" else None, report=report) if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        if _took(form, lambda: _save(report, form, request)):
            messages.success(request, _("Saved as a version."))
            return redirect("summary_report", report.pk)
    elif request.method == "POST" and form is None:
        messages.warning(request, _("The report is not being written now."))
        return redirect("summary_report", report.pk)
    latest = freezing.latest(report.congress, report.period)
    context = {
        "report": report,
        "form": form,
        "pairs": [(form[f"title_{n}"], form[f"body_{n}"]) for n in range(form.number)] if form else [],
        "actions": _actions(request, report),
        "events": [_told(event) for event in report.events.select_related("actor")],
        "texts": report.texts.select_related("written_by").order_by("-pk"),
        "newer": latest if latest and latest.pk != report.snapshot_id else None,
        "items": report.agenda_items.all(),
    }
    return render(
        request, "reports/summary/report.html", context, status=400 if form and form.errors else 200
    )


def _save(report: SummaryReport, form: TextForm, request: HttpRequest) -> None:
    version = form.cleaned_data["version"]
    services.write(report, form.words(), actor=Actor.of(request.user), expected_version=version)


def _told(event: Any) -> dict[str, Any]:
    where = f"{event.meeting} · {formats.day(event.held_on)}" if event.meeting else ""
    note = "\n".join(part for part in (where, event.note) if part)
    who = str(event.actor) if event.actor else _("the portal")
    return {"what": _(event.step.done), "who": who, "when": event.at, "note": note, "state": "done"}


def _actions(request: HttpRequest, report: SummaryReport) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for step in services.allowed_steps(report, Actor.of(request.user)):
        if step.action in _FORMS and not (step.action == "renew" and not _has_newer(report)):
            url = reverse("summary_report_step", args=[report.pk, step.action])
            primary = step.action in _PRIMARY and not any(one["primary"] for one in found)
            found.append({"label": _(step.label), "url": url, "primary": primary, "why_not": ""})
    return found


def _has_newer(report: SummaryReport) -> bool:
    latest = freezing.latest(report.congress, report.period)
    return latest is not None and latest.pk != report.snapshot_id


@login_required
@require_POST
def summary_report_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what somebody is typing; the answer says until when it is kept."""
    report = _find(request, pk)
    form = TextForm(request.POST, report=report)
    if not form.is_valid():
        return not_kept(request, _("Not kept: a field is too long."), 422)
    try:
        services.keep(
            report, form.words(), actor=Actor.of(request.user), expected_version=form.cleaned_data["version"]
        )
    except Refused as refused:
        return not_kept(request, str(refused), refused.status_code)
    return kept(request, report.saved_at, report.version)


@login_required
def summary_report_text(request: HttpRequest, pk: int, text: int) -> HttpResponse:
    """An earlier version; it can be put in place again."""
    report = _find(request, pk)
    earlier = get_object_or_404(report.texts.select_related("written_by"), pk=text)
    if request.method == "POST":
        try:
            services.bring_back(report, earlier, actor=Actor.of(request.user))
            messages.success(request, _("The earlier words are in place again."))
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("summary_report", report.pk)
    return render(request, "reports/summary/text.html", {"report": report, "text": earlier})


@login_required
def summary_report_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Take one step of the table."""
    report, actor = _find(request, pk), Actor.of(request.user)
    if action not in _FORMS:
        raise Http404
    try:
        services.check(report, action, actor)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("summary_report", report.pk)
    form_class = _FORMS[action]
    form = form_class(request.POST or None) if form_class else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if _took(form, lambda: _step(report, action, actor, form.cleaned_data if form else {}), request):
            messages.success(request, _("Done: %(step)s") % {"step": _(SUMMARY.step(action).label)})
            return redirect("summary_report", report.pk)
        if form is None:
            return redirect("summary_report", report.pk)
    context = {
        "form": form,
        "title": _(SUMMARY.step(action).label),
        "thing": report,
        "back_url": reverse("summary_report", args=[report.pk]),
    }
    return render(request, "reports/summary/form.html", context, status=400 if form and form.errors else 200)


def _step(report: SummaryReport, action: str, actor: Actor, given: dict[str, Any]) -> None:
    if action in services.MEETINGS:
        services.decide(report, action, actor=actor, **given)
    elif action == "return":
        services.give_back(report, actor=actor, **given)
    else:
        {"submit": services.submit, "renew": services.renew, "publish": services.publish}[action](
            report, actor=actor
        )


def _took(form: forms.Form | None, run: Callable[[], object], request: HttpRequest | None = None) -> bool:
    """Run it; what is refused stands at its field, or in a message where there is no form."""
    try:
        run()
    except Refused as refused:
        if form is None:
            if request is not None:
                messages.warning(request, str(refused))
        else:
            field = (
                refused.field if isinstance(refused, Incomplete) and refused.field in form.fields else None
            )
            form.add_error(field, str(refused))
        return False
    return True


@login_required
def summary_report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report with its tables as a document."""
    report = _find(request, pk)
    if kind not in FORMATS:
        raise Http404
    given = exporting.of_report(report)
    return download(exporting.write(given, kind), kind, report.title)


# --- Agenda -----------------------------------------------------------------------------------------------
@login_required
def agenda(request: HttpRequest) -> HttpResponse:
    """Items of meetings on liaison work, the latest first; decisions that are to be reported stand on top."""
    for_the_office(request)
    every = agenda_visible_to(request.user).select_related("congress", "organ", "report")
    context = {
        "followed": every.filter(due_on__isnull=False, done_on=None).order_by("due_on", "pk"),
        "items": every[:200],
        "today": timezone.localdate(),
    }
    return render(request, "reports/summary/agenda.html", context)


@login_required
def agenda_new(request: HttpRequest) -> HttpResponse:
    for_the_office(request)
    mine = congresses_visible_to(request.user).order_by("division__code", "code")
    asked = request.GET.get("congress", "")
    congress = get_object_or_404(mine, code=asked) if asked else mine[0]
    form = AgendaForm(request.POST or None, congress=congress.pk)

    def run() -> None:
        services.record(congress, actor=Actor.of(request.user), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and _took(form, run):
        messages.success(request, _("Recorded."))
        return redirect("agenda")
    context = {
        "form": form,
        "title": _("Record an agenda item"),
        "thing": congress,
        "back_url": reverse("agenda"),
    }
    return render(request, "reports/summary/form.html", context, status=400 if form.errors else 200)


@login_required
def agenda_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what became of a decision."""
    for_the_office(request)
    item = get_object_or_404(agenda_visible_to(request.user), pk=pk)
    form = FollowForm(request.POST or None, item=item)

    def run() -> None:
        services.follow_up(item, actor=Actor.of(request.user), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and _took(form, run):
        messages.success(request, _("Recorded."))
        return redirect("agenda")
    context = {
        "form": form,
        "title": _("What became of it"),
        "thing": item,
        "back_url": reverse("agenda"),
        "may": bool(roles_on(request.user, item.congress_id)),
    }
    return render(request, "reports/summary/form.html", context, status=400 if form.errors else 200)
