"""Pages and API answers for what was refused or went wrong: each says what happened and what to do next."""

from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from rest_framework.response import Response
from rest_framework.views import exception_handler

from casework.errors import Incomplete, Refused
from feedback.organ_api import problems

LARGEST_REQUEST = 100 * 1024 * 1024
"""Bytes. More is refused unread; the form that takes files has a limit of its own far below."""
_TOO_LARGE = (RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent)


def page(request: HttpRequest, status: int, *, reason: str = "", name: str = "") -> HttpResponse:
    """The page `errors/STATUS.html`, or JSON below /api/: for organs' systems a problem document."""
    if request.path_info.startswith("/api/organ/"):
        body = problems.document(status, reason or HTTPStatus(status).phrase)
        return JsonResponse(body, status=status, content_type=problems.MEDIA_TYPE)
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": reason or HTTPStatus(status).phrase}, status=status)
    context = {"reason": reason, "request_id": request_id(), "back_url": request.path}
    return render(request, f"errors/{name or status}.html", context, status=status)


def request_id() -> str:
    """What a person can name when asking for help; the log has it too."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def not_by_itself(request: HttpRequest, allowed: str) -> HttpResponse:
    """For an address that only a form leads to; ``allowed`` are the methods it takes (RFC 9110, 15.5.6)."""
    response = page(request, 405)
    response.headers["Allow"] = allowed
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 413 if isinstance(exception, _TOO_LARGE) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says nothing of the exception: whether a hidden thing exists is nobody's business."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Leans on nothing that may be what is broken: no database, no session, no context processor."""
    return HttpResponse(render_to_string("errors/500.html", {"request_id": request_id()}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, name="403_csrf")


def of_refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    return page(request, refused.status_code, reason=str(refused))


def answer_api(exc: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler: a refusal is an answer with a sentence, not a fault."""
    if not isinstance(exc, Refused):
        return exception_handler(exc, context)
    body: dict[str, Any] = {"detail": str(exc)}
    if isinstance(exc, Incomplete):
        body = {exc.field: [str(exc)]}
    return Response(body, status=exc.status_code)
