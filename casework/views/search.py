"""One search for everything the reader may see: opinions, suggestions, motions, names, and what other rooms add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.search_form import SearchForm
from casework.search_page import SearchPage
from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found, the most fitting first; with no words and no filter, the form alone."""
    posts = posts_of(request.user)
    if not posts.has("officer", "station", "deputy", "handler", "head", "committee"):
        raise PermissionDenied(_("The search is for those who work with cases."))
    form = SearchForm(request.GET, user=request.user, posts=posts)  # type: ignore[arg-type]
    found = SearchPage(request.user, form, request.GET) if form.is_valid() else None  # type: ignore[arg-type]
    return render(request, "cases/search.html", {"form": form, "found": found})
