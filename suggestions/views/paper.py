"""Printing: the organ's letter and the suggestion, as .docx and as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from casework.access import visible_to
from casework.official import pdf, word
from suggestions.models import Suggestion
from suggestions.papers import letter_of, letters_visible_to, sheet_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from casework.official import Official

_TYPES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write),
    "pdf": ("application/pdf", pdf.write),
}


def _download(paper: Official, kind: str) -> HttpResponse:
    if kind not in _TYPES:
        raise Http404
    media, write = _TYPES[kind]
    response = HttpResponse(write(paper), content_type=media)
    response["Content-Disposition"] = content_disposition_header(True, f"{paper.name}.{kind}")  # type: ignore[assignment]
    return response


@login_required
def letter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The answer as it goes to the deputy."""
    return _download(letter_of(get_object_or_404(letters_visible_to(request.user), pk=pk)), kind)


@login_required
def sheet(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The suggestion itself."""
    case = get_object_or_404(visible_to(request.user).suggestions(), number=number)
    suggestion = Suggestion.objects.select_related("case__congress", "case__session__term").get(case=case)
    return _download(sheet_of(suggestion), kind)
