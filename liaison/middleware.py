"""What every request passes: its line in the log, and the headers of its answer."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponseBase
from django_structlog.middlewares import RequestMiddleware

from casework.errors import Refused
from liaison import errors

type_of_get_response = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
BACK_OFFICE = "/backoffice/"
# The back office's parts (Alpine) evaluate expressions and set inline styles; only operators see it.
BACK_OFFICE_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


class RequestLog(RequestMiddleware):
    """One line per request: method, path and status, never the query string, which holds search words."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def security_headers(get_response: type_of_get_response) -> type_of_get_response:
    """No sensors, no embedding by other origins, and no page in any cache unless its view says so."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def back_office_policy(get_response: type_of_get_response) -> type_of_get_response:
    """Widen the Content-Security-Policy for the operators' back office (docs/adr)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith(BACK_OFFICE):
            setattr(response, "_csp_update", BACK_OFFICE_POLICY)  # noqa: B010 (django-csp reads this name)
        return response

    return middleware


class Refusals:
    """Answers a refusal that a view let pass with its sentence, and a request beyond all measure unread.

    An address that only a form leads to says so when somebody opens it by itself. Nor is an address read that
    holds NUL: no word does, and PostgreSQL takes none.
    """

    def __init__(self, get_response: type_of_get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if int(request.META.get("CONTENT_LENGTH") or 0) > errors.LARGEST_REQUEST:
            return errors.page(request, 413)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.page(request, 400)
        response = self.get_response(request)
        if response.status_code == 405 and not getattr(response, "content", b"-"):
            return errors.not_by_itself(request, response.headers.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.of_refusal(request, exception) if isinstance(exception, Refused) else None
