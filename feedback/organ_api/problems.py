"""Refusals as problem details (RFC 9457): what kind, a sentence in the caller's language, and the fields."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from casework.errors import Incomplete, LostRace, NotAllowed, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:liaison-portal:problem:"
#: The kinds of problems, by the last word of ``type``.
TITLES: dict[str, str] = {
    "not-valid": gettext_noop("Something in the request is missing or wrong"),
    "token-not-known": gettext_noop("The key is missing or not known"),
    "token-over": gettext_noop("The key is over or was revoked"),
    "not-allowed": gettext_noop("The key may not do this"),
    "organ-not-in-use": gettext_noop("The organ is not in use"),
    "not-found": gettext_noop("There is nothing here for this organ"),
    "method-not-allowed": gettext_noop("This address does not take this method"),
    "not-acceptable": gettext_noop("The answer is not to be had in this form"),
    "media-type": gettext_noop("The request is in a form that is not read here"),
    "not-possible-now": gettext_noop("The step is not possible now"),
    "changed-meanwhile": gettext_noop("The case has changed in the meantime"),
    "key-used-before": gettext_noop("The Idempotency-Key was used for another request"),
    "too-many-requests": gettext_noop("Too many requests"),
}
_BY_STATUS = {
    400: "not-valid",
    401: "token-not-known",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "not-possible-now",
    415: "media-type",
    429: "too-many-requests",
}


class TokenOver(exceptions.AuthenticationFailed):
    default_code = "token-over"


class OrganNotInUse(exceptions.PermissionDenied):
    default_code = "organ-not-in-use"
    default_detail = gettext_lazy("Your organ is not in use in this portal. Ask its operator.")


class KeyReused(Refused):
    """The same key with another body: nothing was done."""

    status_code = 422


class NotValid(Refused):
    """Fields that cannot be taken, each with its reasons."""

    status_code = 400

    def __init__(self, errors: Mapping[str, Any]) -> None:
        self.errors = errors
        super().__init__(_("Something in the request is missing or wrong."))


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    present: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document; ``present`` is how the case stands where the request met another state."""
    body = document(status, detail, code)
    if errors is not None:
        body["errors"] = errors
    if present is not None:
        body["present"] = present
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def document(status: int, detail: str, code: str = "") -> dict[str, Any]:
    """The members that every problem document has; the kind follows from the status where none is given."""
    code = code or _BY_STATUS.get(status, "not-valid")
    return {"type": PREFIX + code, "title": _(TITLES[code]), "status": status, "detail": detail}


def of_refusal(refused: Refused, present: Mapping[str, Any] | None = None) -> Response:
    """What a service, a form or the table of steps refused."""
    if isinstance(refused, NotValid):
        return problem(400, "not-valid", str(refused), errors=as_errors(refused.errors))
    if isinstance(refused, Incomplete):
        errors = [_error(refused.field, str(refused))]
        return problem(400, "not-valid", _("Something in the request is missing or wrong."), errors=errors)
    if isinstance(refused, KeyReused):
        return problem(422, "key-used-before", str(refused))
    code = "changed-meanwhile" if isinstance(refused, LostRace) else _BY_STATUS[refused.status_code]
    if isinstance(refused, NotAllowed):
        present = None
    return problem(refused.status_code, code, str(refused), present=present)


def as_errors(errors: Any, at: str = "") -> list[dict[str, str]]:
    """Errors of a form or a serializer, each with its field and a pointer to it (RFC 6901)."""
    if isinstance(errors, dict):
        return [one for name, inner in errors.items() for one in as_errors(inner, _below(at, str(name)))]
    if isinstance(errors, list | tuple):
        return [one for inner in errors for one in as_errors(inner, at)]
    return [_error(at, str(errors))]


def _below(at: str, name: str) -> str:
    if name in ("__all__", "non_field_errors"):
        return at
    return f"{at}/{name}" if at else name


def _error(field: str, reason: str) -> dict[str, str]:
    return {"field": field, "pointer": f"#/{field}" if field else "#", "reason": reason}


def answer(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of these addresses; None for a fault of our own."""
    if isinstance(exc, Refused):
        return of_refusal(exc)
    plain = exception_handler(exc, context)
    if plain is None:
        return None
    headers = {name: plain[name] for name in ("WWW-Authenticate", "Retry-After", "Allow") if name in plain}
    if isinstance(exc, exceptions.ValidationError):
        errors = as_errors(exc.detail)
        return problem(
            400,
            "not-valid",
            _("Something in the request is missing or wrong."),
            errors=errors,
            headers=headers,
        )
    return problem(plain.status_code, _code(exc, plain.status_code), _sentence(exc), headers=headers)


def _code(exc: Exception, status: int) -> str:
    given = getattr(getattr(exc, "detail", None), "code", "")
    return given if given in TITLES else _BY_STATUS.get(status, "not-valid")


def _sentence(exc: Exception) -> str:
    if isinstance(exc, Http404):
        return _("There is nothing here for your organ.")
    if isinstance(exc, PermissionDenied):
        return str(exc) or _("The key may not do this.")
    if isinstance(exc, exceptions.APIException):
        return str(exc.detail)
    return HTTPStatus.BAD_REQUEST.phrase
