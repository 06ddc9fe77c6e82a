"""Complaining about a deputy: one short page, one receipt. Nothing is compared, listed or published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.errors import Refused
from deputies import finding
from deputies.models import Deputy
from feedback import drafts, kept_files, receipts, services, throttling
from feedback.forms.complain import ComplainForm
from feedback.forms.fields import TakesFiles
from feedback.forms.public import new_key, read_key
from feedback.views.public_guard import bounded, is_from_here, is_genuine, too_often, too_old
from feedback.views.public_write import sent_before, web_channel, within_limits

if TYPE_CHECKING:
    from django.http import HttpRequest

_OF = drafts.COMPLAINT


@bounded
def complain(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form; from a deputy's page it knows whom it is about."""
    deputy = None
    if pk is not None:
        deputies = finding.with_office(Deputy.objects.select_related("congress"))
        deputy = get_object_or_404(deputies, pk=pk)
    if request.method != "POST":
        return _blank(request, deputy)
    looks = not request.FILES or throttling.allowed("try", request)
    if not is_genuine(request):
        return _again(request, deputy, too_old(request), 403, looks=looks, keeps=is_from_here(request))
    if not looks:
        return sent_before(request) or _again(request, deputy, too_often(), 429, looks=False)
    return _take(request, ComplainForm(request.POST, request.FILES, deputy=deputy), deputy)


def _blank(request: HttpRequest, deputy: Deputy | None) -> HttpResponse:
    draft = drafts.find(request, _OF)
    form = ComplainForm(initial=dict(draft.fields) if draft else {}, deputy=deputy)
    if draft:
        form.kept = kept_files.read(draft.files)
    return _rendered(request, {"form": form, "restored": draft, "deputy": deputy}, 200)


def _take(request: HttpRequest, form: ComplainForm, deputy: Deputy | None) -> HttpResponse:
    step = request.POST.get("step")
    if step in ("keep", "find"):
        form.is_valid()
        form.keep_files()
        again = ComplainForm(initial=_typed(request), deputy=deputy)
        again.kept = form.kept
        return _rendered(
            request, {"form": again, "deputy": deputy, "looked": step == "find"}, 200, keeps=True
        )
    if not form.is_valid():
        return sent_before(request) or _shown(request, form, deputy, 400)
    if not within_limits(request, form):
        return sent_before(request) or _shown(request, form, deputy, 429, says=too_often())
    return _send(request, form, deputy)


def _send(request: HttpRequest, form: ComplainForm, deputy: Deputy | None) -> HttpResponse:
    try:
        case, code = services.submit_page(form.submission(web_channel()))
    except Refused as refused:
        form.add_error(getattr(refused, "field", "") or None, str(refused))
        return _shown(request, form, deputy, 400)
    kept_files.forget(form.kept)
    response = redirect("sent", case.number)
    receipts.remember(request, response, case.pk, code)
    drafts.forget(request, response, form=_OF)
    return response


def _shown(
    request: HttpRequest, form: ComplainForm, deputy: Deputy | None, status: int, *, says: str = ""
) -> HttpResponse:
    form.keep_files()
    return _rendered(request, {"form": form, "deputy": deputy, "says": says}, status, keeps=True)


def _again(
    request: HttpRequest, deputy: Deputy | None, says: str, status: int, *, looks: bool, keeps: bool = True
) -> HttpResponse:
    """The words as they were typed, looked at no further, and with ``looks`` the files that are good."""
    form = ComplainForm(initial=_typed(request), deputy=deputy)
    sent = TakesFiles(request.POST, request.FILES if looks else None)
    are_lost = sent.rescue_files() or not looks
    form.kept = sent.kept
    context = {"form": form, "says": says, "files_are_lost": are_lost, "deputy": deputy}
    return _rendered(request, context, status, keeps=keeps)


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {name: str(value) for name, value in request.POST.items() if name != "altcha"}
    typed["key"] = typed["key"] if read_key(typed.get("key", "")) else new_key()
    return typed


def _rendered(
    request: HttpRequest, context: dict[str, Any], status: int, *, keeps: bool = False
) -> HttpResponse:
    """The page; with ``keeps`` what was sent becomes the draft of this device."""
    draft = drafts.keep(request, [one.note for one in context["form"].kept], _OF) if keeps else None
    response = render(request, "public/complain.html", {"draft": draft, **context}, status=status)
    drafts.hand_over(request, response, draft, _OF)
    if status == 429:
        response["Retry-After"] = "600"
    return response


@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """A part of the page: what is being written is kept, and until when; 429 where it could not be."""
    draft = drafts.keep(request, form=_OF)
    is_empty = not any(request.POST.get(name, "").strip() for name in ("body", "happened"))
    status = 200 if draft or is_empty else 429
    response = render(request, "public/_draft.html", {"draft": draft}, status=status)
    drafts.hand_over(request, response, draft, _OF)
    return response


@require_POST
def delete_draft(request: HttpRequest) -> HttpResponse:
    response = redirect("complain")
    drafts.forget(request, response, files=True, form=_OF)
    messages.success(request, _("The draft is deleted."))
    return response
