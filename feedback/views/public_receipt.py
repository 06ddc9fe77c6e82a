"""The receipt: opened with number and code, remembered by this browser for two hours, acted on."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import access_log, slowdown
from accounts.actors import Actor
from accounts.addresses import client_address
from accounts.slowdown import Bucket, MustWaitError
from casework.errors import Incomplete, Refused
from casework.models import Attachment, Case, Commitment
from casework.numbers import tidy
from casework.services import allowed_steps, workflow_of
from casework.told import as_told
from casework.views.files import as_download
from feedback import identity, kept_files, progress, receipts, services, throttling
from feedback.enclosures import enclosed_with
from feedback.forms.fields import TakesFiles
from feedback.forms.receipt import (
    CodeForm,
    MoreForm,
    RateForm,
    ReceiptForm,
    RemarkForm,
    ReworkForm,
    TrackForm,
    WithdrawForm,
)
from feedback.models import Meeting
from feedback.reasons import reason_words
from feedback.receipt_parts import parts_of
from feedback.views.public_guard import bounded, is_genuine, too_many, too_old

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import Form
    from django.http import HttpRequest

FREE_PER_ADDRESS = 20  # wrong codes before an address has to wait
FREE_PER_NUMBER = 10
_ANSWERS, _REFUSALS = ("feed_back", "give_answer"), ("refuse", "decline")
_WORDS, _CHOICES = ("words", "reason"), ("attitude", "result", "version")


# --- Opening a receipt ------------------------------------------------------------------------------------
@bounded
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code get the same answer."""
    if request.method != "POST":
        return render(request, "public/track.html", {"form": TrackForm(), "again": "again" in request.GET})
    form = TrackForm(request.POST)
    if not is_genuine(request):
        form = TrackForm(initial=request.POST.dict())
        return render(request, "public/track.html", {"form": form, "says": too_old(request)}, status=403)
    if not form.is_valid():
        return render(request, "public/track.html", {"form": form}, status=400)
    try:
        case = _look_up(request, form, form.cleaned_data["number"])
    except MustWaitError as early:
        return too_many(request, early.seconds)
    if case is None:
        return render(request, "public/track.html", {"form": form}, status=400)
    response = redirect("receipt", case.number)
    receipts.remember(request, response, case.root_id, tidy(form.cleaned_data["code"]))
    return response


def _look_up(request: HttpRequest, form: CodeForm, typed: str) -> Case | None:
    """The case of a receipt, or None with the error in the form. Raises MustWaitError."""
    number = tidy(typed)
    buckets = [
        Bucket(f"receipt:{client_address(request)}", FREE_PER_ADDRESS),
        Bucket(f"receipt:{number}", FREE_PER_NUMBER),
    ]
    slowdown.pay(buckets)
    case = receipts.find(number, tidy(form.cleaned_data["code"]))
    if case is None:
        field = "number" if "number" in form.fields else "code"
        form.add_error(field, _("Number and code do not fit together. Compare both with your receipt."))
        return None
    slowdown.pay_back(buckets)
    return case


def _case(request: HttpRequest, number: str) -> Case | None:
    """The case, if this browser has opened its receipt."""
    keys = list(receipts.opened(request))
    return _read(Q(pk__in=keys) | Q(split_from__in=keys), number=tidy(number))


def _read(*opened: Q, **which: Any) -> Case | None:
    known = Case.objects.filter(*opened, opinion__isnull=False, **which)
    return known.select_related(
        "opinion",
        "congress",
        "station",
        "deputy",
        "organ",
        "topic",
        "division",
        "undo",
        "split_from__opinion",
    ).first()


def _closed(number: str) -> HttpResponse:
    """The same for everybody without the cookie, whether or not there is such a number."""
    fragment = urlencode({"number": tidy(number)[:20]})
    return HttpResponseRedirect(f"{reverse('track')}?again=1#{fragment}")


def _track_address(case: Case, code: str) -> str:
    """Number and code behind ``#``: a browser does not send that part to any server."""
    return f"{settings.PORTAL_URL}{reverse('track')}#{urlencode({'number': case.number, 'code': code})}"


# --- Reading it -------------------------------------------------------------------------------------------
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """Right after sending: number and code, large, to print or to photograph."""
    case = _case(request, number)
    if case is None:
        return _closed(number)
    code = receipts.opened(request).get(case.pk, "")
    shown, _told = as_told(case)
    return render(
        request, "public/sent.html", {"case": shown, "code": code, "coming": progress.next_line(shown)}
    )


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Everything the citizen may know, and what they may do now."""
    case = _case(request, number)
    return _show(request, case) if case else _closed(number)


def _show(
    request: HttpRequest, case: Case, wrong: tuple[str, ReceiptForm] | None = None, status: int = 200
) -> HttpResponse:
    case, told = as_told(case)
    events = list(told)
    answers = [event for event in events if event.action in _ANSWERS]
    forms = _forms(case)
    if wrong:
        forms[wrong[0]] = wrong[1]
    context = {
        "case": case,
        "opinion": case.opinion,
        "status_words": _(workflow_of(case).by_status[case.status].public),
        "code": receipts.opened(request).get(case.root_id, ""),
        "whole": case.split_from,
        "parts": _parts(case),
        "lines": progress.timeline(case, events),
        "answers": answers,
        "enclosed": [_file(case, one) for one in enclosed_with(case, answers)],
        "asked": next((event for event in reversed(events) if event.action == "ask_more"), None),
        "refusal": next((event for event in events if event.action in _REFUSALS), None),
        "refusal_reason": next(
            (reason_words(event.reason) for event in events if event.action in _REFUSALS), ""
        ),
        "promises": _promises(case),
        "more": parts_of(case),
        "meeting": Meeting.objects.filter(opinion=case.pk).first(),
        "ratings": list(case.opinion.ratings.all()),
        **_looks(case),
        "has_identity": hasattr((case.split_from or case).opinion, "identity"),
        "files": [_file(case, one) for one in _sent(case)],
        "forms": forms,
        "form": wrong[1] if wrong else None,
    }
    return render(request, "public/receipt.html", context, status=status)


def _promises(case: Case) -> list[Commitment]:
    told = Commitment.objects.told_to(case)
    return list(told.select_related("organ").prefetch_related("reports"))


def _looks(case: Case) -> dict[str, Any]:
    """Each person who opened the identity; the portal's own notices only as a number."""
    looks = list(identity.looks(case.root_id))
    own = [look for look in looks if look.user is None]
    people = [(look, access_log.words_for(look.purpose)) for look in looks if look.user]
    return {"looks": people, "own_looks": len(own), "last_own_look": own[0].at if own else None}


def _parts(case: Case) -> list[tuple[Case, str]]:
    """The parts that the office split off, each with where it stands in the citizen's words."""
    if not case.parts_count:
        return []
    standing = case.parts.exclude(status="taken_back").order_by("pk")
    return [(part, _(workflow_of(part).by_status[part.status].public)) for part in standing]


def _sent(case: Case) -> QuerySet[Attachment]:
    """What the citizen sent."""
    return Attachment.objects.filter(case=case, from_citizen=True)


def _file(case: Case, one: Attachment) -> dict[str, Any]:
    return {"name": one.name, "size": one.size, "url": reverse("receipt_file", args=[case.number, one.pk])}


@require_safe
def receipt_file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = _case(request, number)
    if case is None:
        return _closed(number)
    shown, told = as_told(case)
    answers = [event for event in told if event.action in _ANSWERS]
    found = _sent(case).filter(pk=pk).first() or enclosed_with(shown, answers).filter(pk=pk).first()
    if found is None:
        raise Http404
    return as_download(found)  # type: ignore[return-value]


@require_safe
def receipt_qr(request: HttpRequest, number: str) -> HttpResponse:
    """A QR code that opens this receipt, while this browser still knows the query code."""
    case = _case(request, number)
    code = receipts.opened(request).get(case.root_id, "") if case else ""
    if not case or not code:
        raise Http404
    picture = segno.make(_track_address(case, code), error="m", micro=False)
    drawn = BytesIO()
    picture.save(drawn, kind="svg", scale=4, border=4, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


# --- Acting on it -----------------------------------------------------------------------------------------
_FORMS: dict[str, type[ReceiptForm]] = {
    "supply_more": MoreForm,
    "rate": RateForm,
    "ask_rework": ReworkForm,
    "add_remark": RemarkForm,
    "withdraw": WithdrawForm,
}


def _forms(case: Case) -> dict[str, Form]:
    """The forms of the steps that the table allows the citizen now."""
    allowed = [step.action for step in allowed_steps(case, Actor.citizen(case.pk))]
    if "ask_rework" in allowed and not services.may_ask_rework(case):
        allowed.remove("ask_rework")
    return {
        action: _FORMS[action](case=case, auto_id=f"{action}_%s") for action in allowed if action in _FORMS
    }


@bounded
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Take one step of the citizen's."""
    if request.method != "POST":
        return redirect("receipt", number)
    case = _case(request, number)
    return _act(request, case, action) if case else _open_and_act(request, number, action)


def _act(request: HttpRequest, case: Case, action: str) -> HttpResponse:
    form = _FORMS[action](request.POST, request.FILES, case=case, auto_id=f"{action}_%s")
    is_valid = form.is_valid()
    if not is_genuine(request):
        return _not_done(request, case, action, form, too_old(request), 403)
    if not is_valid:
        form.keep_files()
        return _show(request, case, (action, form), 400)
    return _run(request, case, action, form)


def _run(request: HttpRequest, case: Case, action: str, form: ReceiptForm) -> HttpResponse:
    back = reverse("receipt", args=[case.number])
    if _done_already(case, action, form):
        return redirect(back)
    try:
        _SERVICES[action](case, form)
    except Incomplete as missing:
        form.add_error(missing.field if missing.field in form.fields else None, str(missing))
        form.keep_files()
        return _show(request, case, (action, form), 400)
    except Refused as refused:
        return _not_done(request, case, action, form, str(refused), refused.status_code)
    kept_files.forget(form.kept)
    messages.success(request, _(workflow_of(case).step(action).done))
    return redirect(back)


def _not_done(
    request: HttpRequest, case: Case, action: str, form: ReceiptForm, says: str, status: int
) -> HttpResponse:
    """Where the step is still open the form comes again with words and files; else a page with the words."""
    fresh = _read(pk=case.pk)
    if fresh is None or action not in _forms(fresh):
        return _refused(request, says, reverse("receipt", args=[case.number]), status)
    form.add_error(None, says)
    form.keep_files()
    return _show(request, fresh, (action, form), status)


def _open_and_act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """The receipt has closed since its page was shown: with the query code it opens, and the step is taken."""
    form = CodeForm(request.POST if "code" in request.POST else None)
    if not form.is_bound:
        return _closed_meanwhile(request, number, form, 403)
    if not is_genuine(request):
        return _closed_meanwhile(request, number, form, 403, too_old(request))
    if not form.is_valid():
        return _closed_meanwhile(request, number, form, 400)
    try:
        found = _look_up(request, form, number)
    except MustWaitError as early:
        return _must_wait(request, number, form, early.seconds)
    case = _read(pk=found.pk) if found else None
    if case is None:
        return _closed_meanwhile(request, number, form, 400)
    response = _act(request, case, action)
    receipts.remember(request, response, case.root_id, tidy(form.cleaned_data["code"]))
    return response


def _closed_meanwhile(
    request: HttpRequest, number: str, form: CodeForm, status: int, says: str = ""
) -> HttpResponse:
    """Asks for the query code and holds what was sent. The same for a number that does not exist."""
    looks = not request.FILES or throttling.allowed("try", request)
    sent = TakesFiles(request.POST, request.FILES if looks else None)
    context = {
        "form": form,
        "number": tidy(number)[:20],
        "says": says,
        "files_are_lost": sent.rescue_files() or not looks,
        "holder": sent,
        "typed": [text for name in _WORDS if (text := request.POST.get(name, "").strip())],
        "carried": [(name, request.POST[name]) for name in (*_WORDS, *_CHOICES) if name in request.POST],
    }
    return render(request, "public/closed.html", context, status=status)


def _must_wait(request: HttpRequest, number: str, form: CodeForm, seconds: int) -> HttpResponse:
    says = ngettext(
        "Too many attempts in a short time. Please wait %(n)s second and send it again.",
        "Too many attempts in a short time. Please wait %(n)s seconds and send it again.",
        seconds,
    )
    response = _closed_meanwhile(request, number, form, 429, says % {"n": seconds})
    response["Retry-After"] = str(seconds)
    return response


def _done_already(case: Case, action: str, form: ReceiptForm) -> bool:
    """The same words sent twice from the same page, by a double click: said once."""
    version = form.cleaned_data.get("version")
    if version is None or version == case.version or "words" not in form.cleaned_data:
        return False
    return case.events.filter(action=action, actor_kind="citizen", note=form.cleaned_data["words"]).exists()


_SERVICES = {
    "add_remark": lambda case, form: services.add_remark(
        case, words=form.cleaned_data["words"], files=form.prepared
    ),
    "supply_more": lambda case, form: services.supply_more(
        case, words=form.cleaned_data["words"], files=form.prepared
    ),
    "withdraw": lambda case, form: services.withdraw(case, words=form.cleaned_data["words"]),
    "ask_rework": lambda case, form: services.ask_rework(case, words=form.cleaned_data["words"]),
    "rate": lambda case, form: services.rate(
        case,
        attitude=form.cleaned_data.get("attitude"),
        result=form.cleaned_data["result"],
        reason=form.cleaned_data["reason"],
    ),
}


def _refused(request: HttpRequest, sentence: str, back: str, status: int) -> HttpResponse:
    """What was not done and why; what the person wrote stays on the page."""
    typed = [request.POST.get(name, "").strip() for name in _WORDS]
    context = {"sentence": sentence, "back": back, "typed": [text for text in typed if text]}
    return render(request, "public/refused.html", context, status=status)
