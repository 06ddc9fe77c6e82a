"""The office's page of an appraisal: codes, the roll, opening, the words, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from contacts.views.stepping import took
from reports.duty import slips
from reports.duty.access import appraisals_visible_to, roles_on
from reports.duty.forms.words import CodesForm, RemarksForm, VoidForm
from reports.duty.models import Appraisal
from reports.duty.services import appraisals as services
from reports.duty.views.common import actions, base_for, find_report, history, take_step

if TYPE_CHECKING:
    from django.http import HttpRequest


def _find(request: HttpRequest, pk: int) -> Appraisal:
    rows = appraisals_visible_to(request.user).select_related(
        "report__deputy", "report__congress", "report__mandate__term", "report__session__term"
    )
    return get_object_or_404(rows, pk=pk)


def _for_office(request: HttpRequest, found: Appraisal) -> None:
    if "officer" not in roles_on(request.user, found):
        raise PermissionDenied(_("Only the liaison office sets up appraisals, and nobody their own."))


@login_required
@require_POST
def duty_appraisal_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the appraisal of a published report."""
    report = find_report(request, pk)
    try:
        appraisal = services.prepare(report, actor=Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("duty_report", pk)
    return redirect("duty_appraisal", appraisal.pk)


@login_required
def duty_appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """Turnout while votes are taken, the count afterwards; the codes, the words, the steps."""
    found = _find(request, pk)
    is_over = found.status in ("closed", "published")
    is_office = "officer" in roles_on(request.user, found)
    context = {
        "appraisal": found,
        "report": found.report,
        "result": services.result_of(found) if is_over else services.turnout_of(found),
        "is_over": is_over,
        "is_office": is_office,
        "codes_form": CodesForm() if is_office and found.status in ("prepared", "open") else None,
        "void_form": VoidForm(),
        "remarks": services.remarks_of(found),
        "unread": sum(not one.is_looked_at for one in services.remarks_of(found)),
        "url": _address(found),
        "actions": actions(
            request,
            found,
            lambda action: reverse("duty_appraisal_step", args=[found.pk, action]),
            primary=("open", "publish"),
        ),
        "events": history(found.events.all()),  # type: ignore[attr-defined]
        "base": base_for(request, found.report),
    }
    return render(request, "reports/duty/appraisal.html", context)


def _address(found: Appraisal) -> str:
    return f"{settings.PORTAL_URL.rstrip('/')}{reverse('duty_appraise', args=[found.report_id])}"


@login_required
def duty_appraisal_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    return take_step(request, _find(request, pk), action, reverse("duty_appraisal", args=[pk]))


@sensitive_variables("made")
@login_required
@require_POST
def duty_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """New codes as a PDF to cut; shown this once."""
    found = _find(request, pk)
    _for_office(request, found)
    form = CodesForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("From 1 to %(most)d at a time.") % {"most": services.MOST_CODES})
        return redirect("duty_appraisal", pk)
    try:
        made = services.print_codes(found, form.cleaned_data["count"], actor=Actor.of(request.user))
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("duty_appraisal", pk)
    response = HttpResponse(slips.write(found, made, _address(found)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="codes-{pk}-{made[0].serial}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def duty_roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has voted: the numbers of the slips, and the members of an electing unit by name. Never what."""
    found = _find(request, pk)
    _for_office(request, found)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _make_void(request, found, form.cleaned_data["serials"])
        return redirect("duty_roll", pk)
    context = {
        "appraisal": found,
        "codes": found.codes.select_related("member"),  # type: ignore[attr-defined]
        "has_members": found.report.mandate.elected_by_id is not None,
        "result": services.turnout_of(found),
        "form": form,
        "may_change": found.status in ("prepared", "open"),
        "printed_on": timezone.localdate(),
        "back_url": reverse("duty_appraisal", args=[pk]),
    }
    return render(request, "reports/duty/roll.html", context, status=400 if form.errors else 200)


def _make_void(request: HttpRequest, found: Appraisal, serials: list[int]) -> None:
    try:
        count = services.void_codes(found, serials, actor=Actor.of(request.user))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        words = ngettext("%(n)d code is void now.", "%(n)d codes are void now.", count)
        messages.success(request, words % {"n": count})


@login_required
def duty_remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Look through the words for personal data and insults, before the result is published."""
    found = _find(request, pk)
    _for_office(request, found)
    back = reverse("duty_appraisal", args=[pk])
    if found.status != "closed":
        messages.warning(request, _("The words are looked through between the close and the publication."))
        return redirect(back)
    remarks = services.remarks_of(found)
    form = RemarksForm(request.POST or None, remarks=remarks, version=found.version)

    def run() -> None:
        given = {"actor": Actor.of(request.user), "expected_version": form.cleaned_data["version"]}
        services.look_through(found, form.hidden(), **given)

    if request.method == "POST" and form.is_valid() and took(form, run):
        messages.success(request, _("Noted. The result can be published."))
        return redirect(back)
    context = {"appraisal": found, "form": form, "back_url": back}
    return render(request, "reports/duty/remarks.html", context, status=400 if form.errors else 200)
