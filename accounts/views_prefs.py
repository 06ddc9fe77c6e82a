"""Elder mode and theme: one small form on every page, no JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.prefs import Prefs


def _way_back(request: HttpRequest) -> str:
    """The page the form stood on; never another site."""
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if safe else "/"


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep ``mode`` or ``theme`` in the cookie and go back to where the reader was."""
    chosen = Prefs.of(request).choose(mode=request.POST.get("mode", ""), theme=request.POST.get("theme", ""))
    response = HttpResponseRedirect(_way_back(request))
    chosen.keep(response, secure=request.is_secure())
    return response
