"""Citizens' pages of comment forms and questionnaires, and signing in at a symposium with the event code."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.errors import Incomplete, Refused
from casework.models import Case
from casework.numbers import tidy
from contacts import services, tickets
from contacts.access import roles_on
from contacts.channels import channel
from contacts.forms.answering import AnswerForm
from contacts.forms.visits import SignInForm
from contacts.models import Inquiry, Occasion
from contacts.qr import qr_of
from contacts.results import for_the_public, results_of
from contacts.services.booking import is_today
from contacts.views.desk import find
from contacts.views.public import within_limits
from feedback import came, proof, receipts, throttling
from feedback.views.public_guard import bounded, is_genuine, too_often, too_old

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST = 100


# --- Comment forms and questionnaires ---------------------------------------------------------------------
@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """What is asked now, and what came out before."""
    context = {
        "running": Inquiry.objects.running().order_by("closes_on", "pk")[:_MOST],
        "published": Inquiry.objects.filter(status="published").order_by("-published_at")[:_MOST],
    }
    return render(request, "contacts/public_inquiries.html", context)


@bounded
def inquiry_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One form to fill in while it is open; afterwards its result, once that is published."""
    inquiry = get_object_or_404(
        Inquiry.objects.public().select_related("congress", "deputy", "station"), pk=pk
    )
    if inquiry.status == "published":
        return _result(request, inquiry)
    if not inquiry.takes_answers:
        return render(request, "contacts/public_inquiry_closed.html", {"inquiry": inquiry})
    if request.method == "POST":
        return _answer(request, inquiry)
    return _shown(request, inquiry, AnswerForm(inquiry=inquiry))


def _result(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    context = {
        "inquiry": inquiry,
        "results": [for_the_public(one) for one in results_of(inquiry) if not one.is_words],
        "count": inquiry.responses.count(),
    }
    return render(request, "contacts/public_result.html", context)


def _shown(
    request: HttpRequest, inquiry: Inquiry, form: AnswerForm, *, says: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "inquiry": inquiry,
        "form": form,
        "says": says,
        "has_answered": _has_answered(request, inquiry),
    }
    response = render(request, "contacts/public_inquiry.html", context, status=status)
    if not tickets.device_of(request):
        tickets.give_device(request, response, secrets.token_urlsafe(32))
    return response


def _mark(request: HttpRequest, inquiry: Inquiry) -> str:
    return tickets.device_mark(tickets.device_of(request), f"inquiry:{inquiry.pk}")


def _has_answered(request: HttpRequest, inquiry: Inquiry) -> bool:
    """This device has answered this questionnaire; comment forms take as many as somebody has to say."""
    if inquiry.is_form or inquiry.needs_code:
        return False
    mark = _mark(request, inquiry)
    return bool(mark) and inquiry.responses.filter(device_mark=mark).exists()


def _answer(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    form = AnswerForm(request.POST, inquiry=inquiry)
    is_counted = not inquiry.is_form and not inquiry.needs_code
    if not is_genuine(request) or (is_counted and not tickets.device_of(request)):
        return _shown(request, inquiry, form, says=too_old(request), status=403)
    if not form.is_valid():
        return _shown(request, inquiry, form, status=400)
    kind = "fill_in" if proof.holds(form.cleaned_data["altcha"]) or not form.has_words else "submit_unproved"
    if not throttling.allowed(kind, request):
        return _shown(request, inquiry, form, says=too_often(), status=429)
    try:
        _response, taken = services.answer(inquiry, form.filled(_mark(request, inquiry)))
    except Refused as refused:
        field = refused.field if isinstance(refused, Incomplete) and refused.field in form.fields else None
        form.add_error(field, str(refused))
        return _shown(request, inquiry, form, status=409)
    response = redirect("inquiry_done", inquiry.pk)
    _remember(request, response, taken)
    return response


def _remember(request: HttpRequest, response: HttpResponse, taken: list[tuple[Case, str]]) -> None:
    """Several receipts in one cookie: each is added to what the one before has set."""
    for case, code in taken:
        receipts.remember(request, response, case.pk, code)
        request.COOKIES[receipts.COOKIE] = response.cookies[receipts.COOKIE].value


@require_safe
def inquiry_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks, and the receipts of what is handled as an opinion, for the browser that sent it."""
    inquiry = get_object_or_404(Inquiry.objects.public(), pk=pk)
    known = receipts.opened(request)
    mine = Case.objects.filter(pk__in=list(known), responses__inquiry=inquiry).order_by("pk")
    context = {"inquiry": inquiry, "taken": [(case, known[case.pk]) for case in mine]}
    return render(request, "contacts/public_done.html", context)


# --- Symposiums -------------------------------------------------------------------------------------------
@login_required
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to print and hang up: to what people are invited, and the code that leads there."""
    occasion = find(request, pk)
    if not roles_on(request.user, occasion) & {"officer", "station"}:
        raise PermissionDenied(_("Only the liaison office and the stations invite."))
    if not occasion.code and not occasion.announced_at:
        messages.warning(request, _("Announce it first: until then its page does not exist."))
        return redirect("occasion", occasion.pk)
    page = ("event", occasion.code) if occasion.code else ("reception_day", occasion.pk)
    url = f"{settings.PORTAL_URL}{reverse(page[0], args=[page[1]])}"
    context = {
        "occasion": occasion,
        "duties": occasion.duties.filter(withdrew_at=None).select_related("deputy"),
        "url": url,
        "qr": qr_of(url),
        "back_url": reverse("occasion", args=[occasion.pk]),
        "printed_on": timezone.localdate(),
    }
    return render(request, "contacts/invitation.html", context)


@bounded
def event(request: HttpRequest, code: str) -> HttpResponse:
    """Sign in with the event code, on the day; before and after it the page says when, and where else to go."""
    found = (
        Occasion.objects.symposiums()
        .filter(announced_at__isnull=False)
        .select_related("congress", "station__division")
    )
    occasion = get_object_or_404(found, code=tidy(code))
    if not is_today(occasion):
        context = {"occasion": occasion, "today": timezone.localdate(), "write": _write_to(occasion)}
        return render(request, "contacts/event_closed.html", context)
    mark = tickets.device_mark(tickets.device_of(request), f"occasion:{occasion.pk}")
    if mark and occasion.visitors.filter(device_mark=mark).exists():
        return _signed_in(request, occasion)
    if request.method != "POST":
        return _sign_in(request, occasion, SignInForm())
    return _take(request, occasion, mark)


def _sign_in(request: HttpRequest, occasion: Occasion, form: SignInForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"occasion": occasion, "form": form, "write": _write_to(occasion), **more}
    response = render(request, "contacts/event.html", context, status=status)
    if not tickets.device_of(request):
        tickets.give_device(request, response, secrets.token_urlsafe(32))
    return response


def _signed_in(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    context = {"occasion": occasion, "is_in": True, "write": _write_to(occasion)}
    return render(request, "contacts/event.html", context)


def _write_to(occasion: Occasion) -> str:
    """The form to write, with the station and the place of the event; counted for it from the day it is held."""
    station = occasion.station if occasion.station and occasion.station.is_open else None
    if occasion.day > timezone.localdate() or occasion.status == "cancelled":
        return reverse("write_to_station", args=[station.pk]) if station else reverse("write")
    place = occasion.station.division if occasion.station else None
    return came.address(channel(occasion.kind), station=station, place=place)


def _take(request: HttpRequest, occasion: Occasion, mark: str) -> HttpResponse:
    form = SignInForm(request.POST)
    if not is_genuine(request):
        return _sign_in(
            request, occasion, SignInForm(initial=request.POST.dict()), says=too_old(request), status=403
        )
    if not form.is_valid():
        return _sign_in(request, occasion, form, status=400)
    if not within_limits(request, form):
        return _sign_in(request, occasion, form, says=too_often(), status=429)
    try:
        services.sign_in(occasion, person=form.person, device_mark=mark, key=form.token)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _sign_in(request, occasion, form, status=409)
    return redirect("event", occasion.code)
