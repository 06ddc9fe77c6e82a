"""What every form of a citizen passes before its view: its size, and the token against forged forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

MOST_SENT = 64 * 1024 * 1024  # bytes of one form with its files
View = Callable[..., HttpResponse]


def bounded(view: View) -> View:
    """Refuse what is too large with a sentence (413) before anything is read.

    The view itself asks ``is_genuine``: Django's own check would read the whole form first.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _readable(request):
            return render(request, "errors/413.html", status=413)
        return view(request, *args, **kwargs)

    return guarded


def _readable(request: HttpRequest) -> bool:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    if length > MOST_SENT:
        return False
    try:
        request.POST  # noqa: B018 - reads the form
    except (RequestDataTooBig, TooManyFilesSent):
        return False
    return True


def is_genuine(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours: the check of Django's middleware, without its answer."""
    return _Check(_nothing).process_view(request, _nothing, (), {}) is None


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours, though its token has become too old."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (own, *settings.CSRF_TRUSTED_ORIGINS)


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """429 with the number of seconds to wait."""
    response = render(request, "errors/429.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def too_old(request: HttpRequest) -> str:
    """Why the token does not fit, for somebody whose words are on the page again."""
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        return _(
            "Nothing was sent, because your browser keeps no cookies for this site. "
            "Your words are still here: allow cookies, then send them again."
        )
    return _(
        "The page had been open for too long, so nothing was sent. "
        "Your words are still here: please send them again."
    )


def too_often() -> str:
    return _(
        "Many opinions have come from your connection in a short time. Nothing is lost: "
        "please wait ten minutes and send this page again, or call the station."
    )
