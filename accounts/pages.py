"""Answers that are not a view's own: come back later, sign in again, not yet allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

_NOT_SHOWN_AGAIN = frozenset(
    {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code"}
)


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: how long to wait, and that nothing is locked."""
    goal = request.POST.get("next", "")
    back = f"{request.path}?{urlencode({'next': goal})}" if goal else request.get_full_path()
    context = {"seconds": seconds, "back": back}
    response = render(request, "account/wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def go_to(request: HttpRequest, url: str, *, status: int, detail: StrOrPromise) -> HttpResponse:
    """Send a browser to ``url``; a program gets ``status`` with ``detail``, a part of a page a reload."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=status, headers={"HX-Redirect": url})
    if _asked_by_a_program(request):
        return JsonResponse({"detail": str(detail)}, status=status)
    return HttpResponseRedirect(url)


def sign_in_again(request: HttpRequest, detail: StrOrPromise) -> HttpResponse:
    """The session has ended. What was being sent is shown, so that nothing a person has written is lost."""
    if request.method == "POST" and not _asked_by_a_program(request) and "HX-Request" not in request.headers:
        context = {"detail": detail, "texts": _texts(request), "sign_in": _sign_in_url(request)}
        return render(request, "account/session_ended.html", context, status=401)
    return go_to(request, _sign_in_url(request), status=401, detail=detail)


def _sign_in_url(request: HttpRequest) -> str:
    path = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    return reverse("account_login") + (f"?{urlencode({'next': path})}" if path else "")


def _asked_by_a_program(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or not request.accepts("text/html")


def _texts(request: HttpRequest) -> list[str]:
    """The longer things somebody typed."""
    sent = (value for name, value in request.POST.items() if name not in _NOT_SHOWN_AGAIN)
    return [str(value) for value in sent if len(str(value)) >= 10]
