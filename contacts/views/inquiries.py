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
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from casework.paging import keyset
from contacts import exports, services
from contacts.access import inquiries_visible_to, roles_on, stations_of
from contacts.forms.inquiries import (
    MOST_QUESTIONS,
    ROWS,
    CopiesForm,
    DiscardForm,
    InquiryForm,
    InquiryStepForm,
    PaperForm,
    ProlongForm,
    PublishForm,
    QuestionForms,
    asked_of,
)
from contacts.models import Inquiry, InquiryKind
from contacts.qr import qr_of
from contacts.results import results_of
from contacts.services.advance import advance, check
from contacts.services.inquiries import MOST_PRINTED
from contacts.views.desk import for_the_desk, for_the_office
from contacts.views.records import refuse
from contacts.views.tabs import tabs
from deputies.models import PeoplesCongress, posts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

_BLANK = 3  # empty questions below those there are
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# --- Lists ------------------------------------------------------------------------------------------------
@login_required
def comment_forms(request: HttpRequest) -> HttpResponse:
    return _listed(request, InquiryKind.FORM, "comment_forms")


@login_required
def questionnaires(request: HttpRequest) -> HttpResponse:
    return _listed(request, InquiryKind.SURVEY, "questionnaires")


def _listed(request: HttpRequest, kind: InquiryKind, name: str) -> HttpResponse:
    for_the_office(request)
    rows = inquiries_visible_to(request.user).filter(kind=kind)
    context = {
        "tabs": tabs(request, name),
        "page": keyset(rows, "opens_on", request.GET, descending=True),
        "kind": kind,
        "may_write": posts_of(request.user).has("officer", "station"),
    }
    return render(request, "contacts/inquiries.html", context)


# --- Writing ----------------------------------------------------------------------------------------------
@login_required
def inquiry_new(request: HttpRequest, kind: str) -> HttpResponse:
    for_the_desk(request)
    if kind not in InquiryKind.values:
        raise Http404
    return _write(request, InquiryKind(kind), None)


@login_required
def inquiry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    inquiry = _find(request, pk)
    refused = _refusal(request, inquiry, "change")
    return refused or _write(request, InquiryKind(inquiry.kind), inquiry)


def _write(request: HttpRequest, kind: InquiryKind, known: Inquiry | None) -> HttpResponse:
    """The form and its questions on one page; more rows come by a button, without JavaScript."""
    form, questions = _forms(request, kind, known)
    more = request.POST.get("step") == "more"
    if request.method == "POST" and not more and form.is_valid() and questions.is_valid():
        saved = _saved(request, form, questions, known)
        if saved is not None:
            return redirect("inquiry", saved.pk)
    context = {
        "form": form,
        "questions": questions,
        "known": known,
        "title": str(kind.label).capitalize(),
        "most": MOST_QUESTIONS,
    }
    failed = request.method == "POST" and not more
    return render(request, "contacts/inquiry_edit.html", context, status=400 if failed else 200)


def _forms(request: HttpRequest, kind: InquiryKind, known: Inquiry | None) -> tuple[InquiryForm, Any]:
    stations = stations_of(request.user)
    congress = known.congress if known else _congress(request, stations)
    given: dict[str, Any] = {
        "kind": kind,
        "congress": congress,
        "stations": stations,
        "is_officer": bool(posts_of(request.user).officer),
    }
    data: Any = request.POST or None
    if data is not None and request.POST.get("step") == "more":
        # Shown again with more empty rows: what was typed is not looked at yet.
        data = request.POST.copy()
        data["form-TOTAL_FORMS"] = str(min(MOST_QUESTIONS, _count(data.get("form-TOTAL_FORMS", "")) + _BLANK))
    initial = _initial(known) if known else {}
    asked = asked_of(known) if known else []
    rows = [*asked, *({} for _blank in range(_BLANK))][:MOST_QUESTIONS]
    questions = QuestionForms(data, initial=rows) if data else QuestionForms(initial=rows)
    questions.extra = 0 if data else len(rows)
    return InquiryForm(data, initial=initial, **given), questions


def _count(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 4 else 0


def _congress(request: HttpRequest, stations: list[Any]) -> PeoplesCongress:
    posts = posts_of(request.user)
    keys = posts.officer or frozenset(one.congress_id for one in stations)
    return get_object_or_404(PeoplesCongress, pk=min(keys, default=0))


def _initial(known: Inquiry) -> dict[str, Any]:
    names = (
        "title",
        "intro",
        "topic",
        "opens_on",
        "closes_on",
        "station",
        "deputy",
        "needs_code",
        "key",
        "version",
    )
    return {name: getattr(known, name) for name in names}


def _saved(request: HttpRequest, form: InquiryForm, questions: Any, known: Inquiry | None) -> Inquiry | None:
    asked = [one.asked for one in questions if one.asked]
    actor = Actor.of(request.user)
    try:
        if known is None:
            return services.write(form.draft(asked), actor=actor)
        version = form.cleaned_data["version"]
        services.rewrite(known, form.draft(asked), actor=actor, expected_version=version)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        refuse(form, refused)
        return None
    return known


# --- One inquiry ------------------------------------------------------------------------------------------
def _find(request: HttpRequest, pk: int) -> Inquiry:
    found = inquiries_visible_to(request.user).select_related("congress", "station", "deputy", "topic")
    return get_object_or_404(found, pk=pk)


def _refusal(request: HttpRequest, inquiry: Inquiry, action: str) -> HttpResponse | None:
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
    found = _find(request, pk)
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
    found = _find(request, pk)
    form_class = _STEP_FORMS.get(action)
    if form_class is None:
        raise Http404
    refused = _refusal(request, found, action)
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


# --- Paper ------------------------------------------------------------------------------------------------
@login_required
@require_POST
def inquiry_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbered forms to print, each with the QR code of the page online."""
    found, form = _find(request, pk), CopiesForm(request.POST)
    return _printed(request, found, form, services.print_forms, "contacts/paper_forms.html")


@login_required
@require_POST
def inquiry_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Slips with a code each; shown this once."""
    found, form = _find(request, pk), CopiesForm(request.POST)
    return _printed(request, found, form, services.print_codes, "contacts/code_slips.html")


def _printed(
    request: HttpRequest, found: Inquiry, form: CopiesForm, make: Callable[..., list[str]], template: str
) -> HttpResponse:
    if not form.is_valid():
        messages.warning(request, _("From 1 to %(most)d at a time.") % {"most": MOST_PRINTED})
        return redirect("inquiry", found.pk)
    try:
        made = make(found, actor=Actor.of(request.user), copies=form.cleaned_data["copies"])
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("inquiry", found.pk)
    url = f"{settings.PORTAL_URL}{reverse('inquiry_answer', args=[found.pk])}"
    context = {
        "inquiry": found,
        "made": made,
        "questions": found.questions.prefetch_related("options"),
        "grades": range(1, 6),
        "url": url,
        "qr": qr_of(url),
        "back_url": reverse("inquiry", args=[found.pk]),
        "printed_on": timezone.localdate(),
    }
    return render(request, template, context)


@login_required
@sensitive_post_parameters()
def inquiry_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in paper forms, one row a form. Good rows are taken; bad ones stay with their errors, nothing is lost."""
    found = _find(request, pk)
    if not roles_on(request.user, found) & {"officer", "station"}:
        raise PermissionDenied(_("Only the liaison office and the stations type in forms."))
    if found.status not in ("open", "closed"):
        messages.warning(
            request, _("Forms are typed in while it is open, and until its result is published.")
        )
        return redirect("inquiry", found.pk)
    left, taken = _typed(request, found) if request.method == "POST" else ([], 0)
    fresh = [PaperForm(inquiry=found, prefix=f"r{place}") for place in range(len(left), ROWS)]
    if taken:
        words = ngettext("%(n)d form taken.", "%(n)d forms taken.", taken)
        messages.success(request, words % {"n": taken})
    context = {"inquiry": found, "rows": [*left, *fresh], "bad": left, "count": found.responses.count()}
    return render(request, "contacts/type_in.html", context, status=400 if left else 200)


def _typed(request: HttpRequest, found: Inquiry) -> tuple[list[PaperForm], int]:
    """The rows that could not be taken, as they were typed, and how many were."""
    bad, taken = [], 0
    actor, language = Actor.of(request.user), get_language() or "zh-hans"
    for place in range(ROWS):
        form = PaperForm(request.POST, inquiry=found, prefix=f"r{place}")
        if form.is_blank:
            continue
        if form.is_valid() and _answered(form, found, actor, language):
            taken += 1
        else:
            bad.append(form)
    return bad, taken


def _answered(form: PaperForm, found: Inquiry, actor: Actor, language: str) -> bool:
    try:
        services.answer(found, form.filled(language), actor=actor)
    except Refused as refused:
        refuse(form, refused)
        return False
    return True


# --- Exports ----------------------------------------------------------------------------------------------
def _export(request: HttpRequest, pk: int) -> Inquiry:
    found = _find(request, pk)
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
