"""Where everybody begins after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from casework.places import places_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Send each role to its place; somebody without a post reads whom to ask."""
    places = places_of(request.user)
    return redirect(places[0].url) if places else render(request, "desk/no_post.html", status=403)
