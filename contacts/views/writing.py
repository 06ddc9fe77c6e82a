"""Writing a comment form or a questionnaire: the form and its questions on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.actors import Actor
from casework.errors import NotAllowed, Refused
from contacts import services
from contacts.access import stations_of
from contacts.forms.inquiries import (
    MOST_QUESTIONS,
    InquiryForm,
    QuestionForms,
    asked_of,
)
from contacts.models import Inquiry, InquiryKind
from contacts.views.doors import for_the_desk
from contacts.views.records import refuse
from deputies.models import PeoplesCongress, posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest
from contacts.views.inquiries import find_inquiry, refusal

_BLANK = 3  # empty questions below those there are


# --- Writing ----------------------------------------------------------------------------------------------
@login_required
def inquiry_new(request: HttpRequest, kind: str) -> HttpResponse:
    for_the_desk(request)
    if kind not in InquiryKind.values:
        raise Http404
    return _write(request, InquiryKind(kind), None)


@login_required
def inquiry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    inquiry = find_inquiry(request, pk)
    refused = refusal(request, inquiry, "change")
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
