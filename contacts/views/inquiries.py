"""The desk's pages of comment forms and questionnaires: written, printed, typed in from paper, read and published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from casework.paging import keyset
from contacts import exports, services
from contacts.access import inquiries_visible_to, roles_on
from contacts.forms.inquiries import (
    CopiesForm,
    DiscardForm,
    InquiryStepForm,
    ProlongForm,
    PublishForm,
)
from contacts.models import Inquiry, InquiryKind
from contacts.qr import qr_of
from contacts.results import results_of
from contacts.services.advance import advance, check
from contacts.views.doors import for_the_office_or_a_station
from contacts.views.records import refuse
from contacts.views.tabs import tabs
from deputies.models import posts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- Lists ------------------------------------------------------------------------------------------------
@login_required
def comment_forms(request: HttpRequest) -> HttpResponse:
    return _listed(request, InquiryKind.FORM, "comment_forms")


@login_required
def questionnaires(request: HttpRequest) -> HttpResponse:
    return _listed(request, InquiryKind.SURVEY, "questionnaires")


def _listed(request: HttpRequest, kind: InquiryKind, name: str) -> HttpResponse:
    for_the_office_or_a_station(request)
    rows = inquiries_visible_to(request.user).filter(kind=kind)
    context = {
        "tabs": tabs(request, name),
        "page": keyset(rows, "opens_on", request.GET, descending=True),
        "kind": kind,
        "may_write": posts_of(request.user).has("officer", "station"),
    }
    return render(request, "contacts/inquiries.html", context)


# --- One inquiry ------------------------------------------------------------------------------------------
def find_inquiry(request: HttpRequest, pk: int) -> Inquiry:
    found = inquiries_visible_to(request.user).select_related("congress", "station", "deputy", "topic")
    return get_object_or_404(found, pk=pk)


def refusal(request: HttpRequest, inquiry: Inquiry, action: str) -> HttpResponse | None:
    """A way back with the reason where the step is not possible now; 403 for whoever may never take it."""
    try:
        check(inquiry, action, Actor.of(request.user))
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("inquiry", inquiry.pk)
    return None


@login_required
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, what came back until now with charts and tables, and what may be done."""
    found = find_inquiry(request, pk)
    is_desk = bool(roles_on(request.user, found) & {"officer", "station"})
    url = f"{settings.PORTAL_URL}{reverse('inquiry_answer', args=[found.pk])}"
    responses = found.responses
    context = {
        "inquiry": found,
        "results": results_of(found),
        "columns": [_("Choice"), _("How many"), _("Percent")],
        "count": responses.count(),
        "on_paper": responses.filter(source="paper").count(),
        "opinions": responses.filter(cases__isnull=False).distinct().count(),
        "codes": found.codes.count(),
        "used": found.codes.exclude(used_at=None).count(),
        "is_desk": is_desk,
        "actions": _actions(request, found),
        "copies": CopiesForm(),
        "url": url,
        "qr": qr_of(url),
        "events": _events(found),
    }
    return render(request, "contacts/inquiry.html", context)


def _events(found: Inquiry) -> list[dict[str, Any]]:
    return [
        {
            "what": _(event.step.done),
            "who": str(event.actor) if event.actor else _("the portal"),
            "when": event.at,
            "note": event.note,
            "state": "done",
        }
        for event in found.events.select_related("actor", "inquiry")
    ]


def _actions(request: HttpRequest, found: Inquiry) -> list[dict[str, Any]]:
    steps = services.allowed_steps(found, Actor.of(request.user))
    return [
        {
            "label": _(step.label),
            "url": reverse("inquiry_edit", args=[found.pk])
            if step.action == "change"
            else reverse("inquiry_step", args=[found.pk, step.action]),
            "primary": step.action in ("open", "publish"),
        }
        for step in steps
    ]


_STEP_FORMS: dict[str, type[InquiryStepForm]] = {
    "open": InquiryStepForm,
    "close": InquiryStepForm,
    "prolong": ProlongForm,
    "publish": PublishForm,
    "discard": DiscardForm,
}


@login_required
def inquiry_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    found = find_inquiry(request, pk)
    form_class = _STEP_FORMS.get(action)
    if form_class is None:
        raise Http404
    refused = refusal(request, found, action)
    if refused:
        return refused
    initial = {"version": found.version, "closes_on": found.closes_on}
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _took(request, form, found, action):
        messages.success(request, _("Done: %(step)s") % {"step": _(found.table.step(action).label)})
        return redirect("inquiry", found.pk)
    context = {"inquiry": found, "form": form, "title": _(found.table.step(action).label)}
    return render(request, "contacts/inquiry_step.html", context, status=400 if form.errors else 200)


def _took(request: HttpRequest, form: InquiryStepForm, found: Inquiry, action: str) -> bool:
    data = form.cleaned_data
    given: dict[str, Any] = {"actor": Actor.of(request.user), "expected_version": data["version"]}
    take: dict[str, Callable[[], object]] = {
        "open": lambda: services.open_inquiry(found, **given),
        "prolong": lambda: services.prolong(found, closes_on=data["closes_on"], **given),
        "publish": lambda: services.publish(found, summary=data["note"], **given),
    }
    try:
        take.get(action, lambda: advance(found, action, note=data.get("note", ""), **given))()
    except Refused as refused:
        refuse(form, refused)
        return False
    return True


# --- Exports ----------------------------------------------------------------------------------------------
def _export(request: HttpRequest, pk: int) -> Inquiry:
    found = find_inquiry(request, pk)
    if not roles_on(request.user, found) & {"officer", "station"}:
        raise PermissionDenied(_("Only the liaison office and the stations export answers."))
    return found


@login_required
def inquiry_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(exports.as_xlsx(_export(request, pk)), _XLSX, f"inquiry-{pk}.xlsx")


@login_required
def inquiry_csv(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(exports.as_csv(_export(request, pk)), "text/csv; charset=utf-8", f"inquiry-{pk}.csv")


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
