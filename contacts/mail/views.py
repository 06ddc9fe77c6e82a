"""The office's page “Mailbox”: what came in, what became of it, and what waits for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from casework.errors import Refused
from casework.paging import keyset
from casework.views.files import make_download
from casework.workflows import OPINION
from contacts.mail import enclosed, quoting, releasing, sealing
from contacts.mail.access import messages_visible_to
from contacts.mail.words import PURPOSES, why_words
from contacts.models import Mailbox, MailMessage, Outcome
from deputies.models import posts_of
from feedback.identity import InvalidToken

if TYPE_CHECKING:
    from django.http import HttpRequest

    from contacts.mail.enclosed import Listed

_ORDER = (
    *(Outcome.HELD, Outcome.OPINION, Outcome.REMARK, Outcome.MORE, Outcome.REFUSED, Outcome.BOUNCE),
    *(Outcome.AUTOMATIC, Outcome.DUPLICATE, Outcome.ASIDE),
)


def _check(request: HttpRequest) -> None:
    if not posts_of(request.user).has("officer", "station"):
        raise PermissionDenied(_("Only the liaison office and the stations read the mailbox."))


def _message(request: HttpRequest, pk: int) -> MailMessage:
    _check(request)
    rows = messages_visible_to(request.user).select_related(
        "mailbox__congress", "mailbox__station", "case", "deputy", "station", "handled_by", "notice"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """All messages, the newest first, or those with one outcome."""
    _check(request)
    rows = messages_visible_to(request.user).select_related("mailbox", "case", "deputy", "station")
    chosen = request.GET.get("outcome", "")
    shown = rows.filter(outcome=chosen) if chosen in Outcome.values else rows
    page = keyset(shown, "received_at", request.GET, descending=True)
    context = {
        "page": page,
        "rows": [(row, why_words(row.why)) for row in page.rows],
        "outcomes": [(one.value, one.label) for one in _ORDER],
        "chosen": chosen if chosen in Outcome.values else "",
        "held": rows.held().count(),
        "mailboxes": Mailbox.objects.filter(congress__in=posts_of(request.user).officer),
    }
    return render(request, "desk/mail.html", context)


@login_required
@require_safe
@never_cache
def mail_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its words without the sender's address, and what may be done with it."""
    return _shown(request, _message(request, pk))


def _shown(request: HttpRequest, message: MailMessage, *, says: str = "", status: int = 200) -> HttpResponse:
    context = {
        "message": message,
        "why": why_words(message.why),
        **_words(message),
        "purposes": PURPOSES if message.sealed else (),
        "enclosed": _enclosed(message),
        "may_decide": message.outcome in releasing.OPEN_OUTCOMES and bool(message.sealed),
        "adds": message.case is not None and message.case.status in OPINION.step("add_remark").sources,
        "says": says,
    }
    return render(request, "desk/mail_message.html", context, status=status)


def _enclosed(message: MailMessage) -> list[Listed]:
    try:
        return enclosed.waiting(message)
    except InvalidToken:  # the page says that no key opens the letter
        return []


def _words(message: MailMessage) -> dict[str, object]:
    """``newest`` is what was written this time, ``whole`` all of it where that is more."""
    try:
        kept = sealing.unseal(message)
    except InvalidToken:
        return {"is_lost": True}
    whole = sealing.without_address(kept.text, kept.email)
    newest = quoting.newest(whole)
    return {"newest": newest, "whole": whole if whole.strip() != newest else "", "refused": kept.refused}


@login_required
@require_POST
def mail_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a message in, add it to its case, or set it aside."""
    message = _message(request, pk)
    actor = Actor.of(request.user)
    try:
        if request.POST.get("step") == "opinion":
            done = releasing.take_in(message, actor=actor)
        elif request.POST.get("step") == "case":
            done = releasing.add_to_case(message, actor=actor)
        elif request.POST.get("step") == "aside":
            done = releasing.set_aside(message, actor=actor, note=request.POST.get("note", ""))
        else:
            return HttpResponseBadRequest(_("Say what is to become of the message."))
    except Refused as refused:
        return _shown(request, message, says=str(refused), status=refused.status_code)
    messages.success(request, _("Done: %(outcome)s.") % {"outcome": done.get_outcome_display()})
    return redirect("mail_message", pk)


@login_required
@require_POST
@never_cache
def mail_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who wrote it once, for a purpose; the look is logged before anything is shown."""
    message = _message(request, pk)
    purpose = next((one for one in PURPOSES if one.value == request.POST.get("purpose")), None)
    if purpose is None:
        return HttpResponseBadRequest(_("Say what you need the identity for."))
    person = releasing.open_sender(message, actor=Actor.of(request.user), purpose=purpose.value)
    context = {"message": message, "person": person, "purpose": purpose.label}
    return render(request, "desk/mail_sender.html", context)


@login_required
@require_POST
@never_cache
def mail_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file of a letter that waits, as a download; the look is logged before anything is handed out."""
    message = _message(request, pk)
    place = request.POST.get("place", "")
    if not place.isdecimal() or len(place) > 4:
        return HttpResponseBadRequest(_("Say which file."))
    try:
        file = enclosed.open_file(message, int(place), actor=Actor.of(request.user))
    except Refused as refused:
        return _shown(request, message, says=str(refused), status=refused.status_code)
    response = HttpResponse(file.data)
    make_download(response, file.name, file.content_type)
    return response
