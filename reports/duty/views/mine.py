"""A deputy's pages: what is due, the editor, the lines of the record, the versions."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from casework.typed import whole
from casework.views.keeping import kept, not_kept
from contacts.views.me import me
from contacts.views.stepping import took
from reports.duty import hints, markup
from reports.duty.access import questions_visible_to, reports_visible_to, roles_on
from reports.duty.assembling import PARTS, TITLES
from reports.duty.forms.words import LineForm, WriteForm
from reports.duty.models import DutyReport, LineState
from reports.duty.services import drafting
from reports.duty.views.common import find_report
from reports.duty.views.files import may_read

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST = 100


@login_required
def duty_reports(request: HttpRequest) -> HttpResponse:
    """What is due, what is being checked, what is published; and the questions people ask."""
    deputy = me(request)
    mine = list(
        reports_visible_to(request.user).filter(deputy=deputy).for_lists().order_by("due_on", "pk")[:_MOST]
    )
    questions = questions_visible_to(request.user).filter(deputy=deputy).for_lists()
    context = {
        "me": deputy,
        "due": [one for one in mine if one.status in ("notified", "drafting", "missed")],
        "coming": [one for one in mine if one.status == "scheduled"],
        "checked": [one for one in mine if one.status == "submitted"],
        "done": [one for one in reversed(mine) if not one.is_open],
        "waiting": questions.filter(status="with_deputy").order_by("due_on", "pk")[:_MOST],
        "answered": questions.exclude(status="with_deputy").order_by("-answered_at", "-pk")[:20],
    }
    return render(request, "reports/duty/mine.html", context)


def _own(request: HttpRequest, pk: int) -> DutyReport:
    """A report that the reader writes; 403 for whoever may only read it."""
    report = find_report(request, pk)
    if "deputy" not in roles_on(request.user, report):
        raise PermissionDenied(_("Only the deputy writes the report: nobody else changes its words."))
    return report


# --- The editor -------------------------------------------------------------------------------------------
@login_required
def duty_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor: words in light markup, with the record beside them and a preview that needs no script."""
    report = _own(request, pk)
    if report.status != "drafting":
        if report.status != "submitted":
            return redirect("duty_report", pk)
        messages.info(request, _("It is handed in. Take it back to go on writing."))
        return redirect("duty_report", pk)
    form = WriteForm(request.POST or None, report=report)
    status = 200
    if request.method == "POST" and form.is_valid():
        done = _saved(request, report, form)
        if done is not None:
            return done
    if form.errors:
        status = 400
    text = request.POST.get("text", report.text)
    context = {
        "report": report,
        "form": form,
        "shown": markup.html(text, top=3),
        "is_preview": request.POST.get("step") == "preview",
        "hints": hints.hints(text),
        "sections": _sections(report),
        "returned": report.events.filter(action="return").last(),  # type: ignore[attr-defined]
        "versions": report.versions.all()[:5],  # type: ignore[attr-defined]
    }
    return render(request, "reports/duty/write.html", context, status=status)


def _saved(request: HttpRequest, report: DutyReport, form: WriteForm) -> HttpResponse | None:
    """Keep the words; None where the page is shown again, with a preview or with what was refused."""
    data = form.cleaned_data
    step = request.POST.get("step", "save")

    def run() -> None:
        drafting.save(
            report, data["text"], data["version"], actor=Actor.of(request.user), version=step == "version"
        )

    if not took(form, run):
        return None
    if step == "preview":
        typed: Any = form.data.copy()  # type: ignore[attr-defined]
        typed["version"] = str(report.base)
        form.data = typed
        return None
    if step == "submit":
        return redirect("duty_step", report.pk, "submit")
    messages.success(request, _("Saved as a version.") if step == "version" else _("Saved."))
    return redirect("duty_write", report.pk)


@login_required
@require_POST
def duty_save(request: HttpRequest, pk: int) -> HttpResponse:
    """While somebody types: when it was kept and the new count, or a sentence why it was not (409)."""
    report = find_report(request, pk)
    base = whole(request.POST.get("version", ""))
    try:
        if base is None:
            raise NotAllowed(_("Open the page again."))
        saved = drafting.save(report, request.POST.get("text", ""), base, actor=Actor.of(request.user))
    except Refused as refused:
        return not_kept(request, str(refused), refused.status_code)
    return kept(request, report.saved_at, saved)


# --- The record beside it ---------------------------------------------------------------------------------
def _sections(report: DutyReport) -> list[dict[str, Any]]:
    """Lines by section, in the order of the parts of a report."""
    lines: dict[str, list[Any]] = {}
    for line in report.lines.select_related("report"):  # type: ignore[attr-defined]
        lines.setdefault(line.section, []).append(line)
    return [
        {
            "name": name,
            "title": _(TITLES[name]),
            "lines": lines[name],
            "count": sum(line.state != LineState.LEFT_OUT for line in lines[name]),
        }
        for _title, names in PARTS
        for name in names
        if name in lines
    ]


@login_required
def duty_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of the record with its evidence, and what the deputy contests of it."""
    report = find_report(request, pk)
    is_own = "deputy" in roles_on(request.user, report)
    if request.method == "POST":
        _look_again(request, report)
        return redirect("duty_record", pk)
    context = {
        "report": report,
        "sections": _sections(report),
        "may_contest": is_own and report.status == "drafting",
        "may_decide": "officer" in roles_on(request.user, report),
        "base": "base_deputy.html" if is_own else "base_desk.html",
    }
    return render(request, "reports/duty/record.html", context)


def _look_again(request: HttpRequest, report: DutyReport) -> None:
    try:
        fresh = drafting.refresh(report, actor=Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(
            request, _("New lines from the record: %(n)d. Your words stay as they are.") % {"n": fresh}
        )


@login_required
def duty_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Contest one line: leave it out, correct it, or let it stand."""
    report = _own(request, pk)
    found = get_object_or_404(report.lines.select_related("report"), pk=line)  # type: ignore[attr-defined]
    back = f"{reverse('duty_record', args=[pk])}#line-{line}"
    if report.status != "drafting":
        messages.warning(request, _("The report is not being written now: its lines stand as they are."))
        return redirect(back)
    form = LineForm(request.POST or None, line=found)

    def run() -> None:
        drafting.contest(found, actor=Actor.of(request.user), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and took(form, run):
        return redirect(back)
    context = {"report": report, "line": found, "form": form, "back_url": back}
    return render(request, "reports/duty/line.html", context, status=400 if form.errors else 200)


# --- Versions ---------------------------------------------------------------------------------------------
@login_required
def duty_versions(request: HttpRequest, pk: int) -> HttpResponse:
    report = find_report(request, pk)
    context = {
        "report": report,
        "may_read": may_read(request, report),
        "versions": report.versions.select_related("saved_by"),  # type: ignore[attr-defined]
        "base": "base_deputy.html" if "deputy" in roles_on(request.user, report) else "base_desk.html",
    }
    return render(request, "reports/duty/versions.html", context)


@login_required
def duty_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version beside the words as they are; a deputy who is writing brings it back."""
    report = find_report(request, pk)
    if not may_read(request, report):
        raise Http404
    version = get_object_or_404(report.versions, number=number)  # type: ignore[attr-defined]
    is_own = "deputy" in roles_on(request.user, report)
    if request.method == "POST":
        try:
            drafting.restore(report, number, actor=Actor.of(request.user))
        except NotAllowed as refused:
            raise PermissionDenied(str(refused)) from None
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect("duty_version", pk, number)
        messages.success(request, _("Brought back. What stood before is kept as a version."))
        return redirect("duty_write", pk)
    context = {
        "report": report,
        "version": version,
        "changes": _changes(version.text, report.text),
        "may_restore": is_own and report.status == "drafting",
        "base": "base_deputy.html" if is_own else "base_desk.html",
    }
    return render(request, "reports/duty/version.html", context)


def _changes(old: str, new: str) -> list[dict[str, str]]:
    """The lines of both, each as ``same``, ``gone`` or ``added``."""
    before, after = old.splitlines(), new.splitlines()
    found: list[dict[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [{"kind": "same", "line": line} for line in before[a:b]]
        else:
            found += [{"kind": "gone", "line": line} for line in before[a:b]]
            found += [{"kind": "added", "line": line} for line in after[c:d]]
    return found
