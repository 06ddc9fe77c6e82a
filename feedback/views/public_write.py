"""Writing an opinion: one page, one step in between where others have said the same, one receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from casework import known as known_rows
from casework.errors import Refused
from casework.models import Channel
from deputies import finding
from deputies.models import Deputy, Division, LiaisonStation
from feedback import came, drafts, kept_files, proof, receipts, services, throttling
from feedback.forms.fields import TakesFiles
from feedback.forms.public import WriteForm, new_key, read_key
from feedback.models import Opinion
from feedback.public_view import alike
from feedback.services import is_same
from feedback.text import clean, clean_line
from feedback.views.public_guard import bounded, is_from_here, is_genuine, too_often, too_old

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from casework.models import Case
    from feedback.services import Submission

_MOST_COMPARED = 10_000  # characters
_LONGEST_KEY = 18  # digits


@dataclass(frozen=True)
class About:
    """Something that a room above invites people to write to: its title, its page, and what takes the opinion in."""

    title: str
    url: str
    send: Callable[[Submission], tuple[Case, str]]


def write_about(request: HttpRequest, about: About) -> HttpResponse:
    """The same page and the same process, for an opinion on something; to be wrapped in ``bounded``."""
    return _page(request, {"about": about})


@bounded
def write(request: HttpRequest) -> HttpResponse:
    return _page(request, {})


@bounded
def write_to_station(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, {"station": get_object_or_404(LiaisonStation, pk=pk, is_open=True)})


@bounded
def write_to_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    deputies = finding.with_office(Deputy.objects.select_related("congress"))
    return _page(request, {"deputy": get_object_or_404(deputies, pk=pk)})


def _page(request: HttpRequest, known: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return _blank(request, known)
    looks = not request.FILES or throttling.allowed("try", request)
    if not is_genuine(request):
        keeps = is_from_here(request)
        return _show_again(request, known, too_old(request), 403, looks=looks, keeps=keeps)
    if not looks:
        return sent_before(request) or _show_again(request, known, too_often(), 429, looks=False)
    return _take(request, _form(known, request.POST, request.FILES), known)


def _form(known: dict[str, Any], *args: Any, **kwargs: Any) -> WriteForm:
    """The form, told of the station or the deputy of the page; what it is about is the page's matter."""
    return WriteForm(*args, **kwargs, **{name: row for name, row in known.items() if name != "about"})


def _blank(request: HttpRequest, known: dict[str, Any]) -> HttpResponse:
    """An empty form, or the draft of this device; the place and the station of the address come first."""
    code = request.GET.get("place", "")
    place = finding.current_served().filter(code=code).first() if code.isdecimal() else None
    draft = drafts.find(request)
    typed = dict(draft.fields) if draft else {}
    if place:
        typed.pop("division", None)
    if "station" in known:
        typed.pop("station", None)
    form = _form(known, initial=typed, place=place or _place(typed))
    if draft:
        form.kept = kept_files.read(draft.files)
    return _rendered(request, {"form": form, "restored": draft, **known}, 200)


def _place(typed: Mapping[str, Any]) -> Division | None:
    """The place that was chosen, so that the list offers it again."""
    key = str(typed.get("division", ""))
    if not (key.isascii() and key.isdecimal() and len(key) <= _LONGEST_KEY):
        return None
    return finding.current_served().filter(pk=key).order_by().first()


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """What was taken in already is never refused: its form, sent once more, leads to its receipt."""
    key = read_key(request.POST.get("key", ""))
    known = Opinion.objects.select_related("case").filter(submission_key=key).first() if key else None
    if known is None or key is None or not is_same(known, **_words(request)):
        return None
    return _receipt(request, known.case.number, known.pk, receipts.code_for(key))


def _words(request: HttpRequest) -> dict[str, str]:
    """What was typed, cleaned as the form's fields clean it."""
    typed = {name: request.POST.get(name, "") for name in ("body", "place", "happened")}
    return {name: (clean if name == "body" else clean_line)(text) for name, text in typed.items()}


def _take(request: HttpRequest, form: WriteForm, known: dict[str, Any]) -> HttpResponse:
    if request.POST.get("step") == "keep":
        return _keep(request, form, known)
    if not form.is_valid():
        return sent_before(request) or _show(request, form, known, status=400)
    step = request.POST.get("step")
    if step == "edit":
        return _show(request, form, known)
    others = [] if request.POST.get("sure") else alike(form.cleaned_data["body"][:_MOST_COMPARED])
    if others:
        form.keep_files()
        draft = drafts.keep(request, [one.note for one in form.kept])
        context = {"form": form, "others": others, "draft": draft, **known}
        response = render(request, "public/check.html", context)
        drafts.hand_over(request, response, draft)
        return response
    if not within_limits(request, form):
        return sent_before(request) or _show(request, form, known, says=too_often(), status=429)
    return _send(request, form, known)


def _keep(request: HttpRequest, form: WriteForm, known: dict[str, Any]) -> HttpResponse:
    """Without JavaScript: keep what is written so far, right or wrong, and go on writing."""
    form.is_valid()
    form.keep_files()
    again = _form(known, initial=_typed(request), place=_place(request.POST))
    again.kept = form.kept
    return _rendered(request, {"form": again, **known}, 200, keeps=True)


def within_limits(request: HttpRequest, form: WriteForm) -> bool:
    if proof.holds(form.cleaned_data["altcha"]):
        return throttling.allowed("submit", request)
    return throttling.allowed("submit_doubtful" if form.was_quick() else "submit_unproved", request)


def _send(request: HttpRequest, form: WriteForm, known: dict[str, Any]) -> HttpResponse:
    try:
        send = known["about"].send if "about" in known else services.submit_page
        case, code = send(form.submission(came.channel_of(request) or web_channel()))
    except Refused as refused:
        form.add_error(getattr(refused, "field", "") or None, str(refused))
        return _show(request, form, known, status=400)
    kept_files.forget(form.kept)
    return _receipt(request, case.number, case.pk, code)


def _receipt(request: HttpRequest, number: str, case_id: int, code: str) -> HttpResponse:
    response = redirect("sent", number)
    receipts.remember(request, response, case_id, code)
    drafts.forget(request, response)
    return response


def _show(
    request: HttpRequest, form: WriteForm, known: dict[str, Any], *, says: str = "", status: int = 200
) -> HttpResponse:
    form.keep_files()
    return _rendered(request, {"form": form, "says": says, **known}, status, keeps=True)


def _show_again(
    request: HttpRequest, known: dict[str, Any], says: str, status: int, *, looks: bool, keeps: bool = True
) -> HttpResponse:
    """The words as they were typed, looked at no further, and with ``looks`` the files that are good."""
    form = _form(known, initial=_typed(request), place=_place(request.POST))
    sent = TakesFiles(request.POST, request.FILES if looks else None)
    are_lost = sent.rescue_files() or not looks
    form.kept = sent.kept
    context = {"form": form, "says": says, "files_are_lost": are_lost, **known}
    return _rendered(request, context, status, keeps=keeps)


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {name: str(value) for name, value in request.POST.items() if name != "altcha"}
    typed["key"] = typed["key"] if read_key(typed.get("key", "")) else new_key()
    return typed


def _rendered(
    request: HttpRequest, context: dict[str, Any], status: int, *, keeps: bool = False
) -> HttpResponse:
    """The page; with ``keeps`` what was sent becomes the draft of this device."""
    draft = drafts.keep(request, [one.note for one in context["form"].kept]) if keeps else None
    response = render(
        request,
        "public/write.html",
        {"draft": draft, "came": came.channel_of(request), **context},
        status=status,
    )
    drafts.hand_over(request, response, draft)
    if status == 429:
        response["Retry-After"] = "600"
    return response


def web_channel() -> Channel:
    """The channel of this form; made where an operator has not named it yet."""
    names = {"name": "网页", "name_en": "web form", "at_desk": False}
    found = known_rows.named(Channel, code="web")
    return found or Channel.objects.get_or_create(code="web", defaults=names)[0]


@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """A part of the page: what is being written is kept, and until when; 429 where it could not be."""
    draft = drafts.keep(request)
    is_empty = not any(text for text in _words(request).values())
    status = 200 if draft or is_empty else 429
    response = render(request, "public/_draft.html", {"draft": draft}, status=status)
    drafts.hand_over(request, response, draft)
    return response


@require_POST
def delete_draft(request: HttpRequest) -> HttpResponse:
    """Somebody leaves a shared computer, or finds what is not theirs."""
    response = redirect("write")
    drafts.forget(request, response, files=True)
    messages.success(request, _("The draft is deleted."))
    return response


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """A part of the page: published opinions like ``text``. Whoever has seen it is not asked again."""
    if not throttling.allowed("similar", request):
        return HttpResponse(status=429)
    text = request.POST.get("text", "")[:_MOST_COMPARED]
    return render(request, "public/_similar.html", {"others": alike(text), "seen": True})


@require_safe
def challenge(request: HttpRequest) -> HttpResponse:
    """A riddle for the browser to solve while the person writes."""
    return JsonResponse(proof.challenge())
