"""Who comes in: the key of an organ's system, what it may do, and how often."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied, Throttled
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from deputies.remembered import count
from feedback import throttling
from feedback.models import OrganToken, TokenScope
from feedback.organ_api import problems, tokens

if TYPE_CHECKING:
    from rest_framework.request import Request

    from accounts.models import User
    from deputies.models import Organ

_USED_EVERY = timedelta(minutes=1)
_WINDOW = 60  # seconds


class OrganTokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer KEY``. Wrong keys are counted by address, as wrong receipts are."""

    def authenticate(self, request: Request) -> tuple[User, OrganToken] | None:
        kind, _space, words = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not words.strip():
            return None
        token = tokens.find(words.strip())
        if token is None:
            if not throttling.allowed("wrong_key", request._request):
                raise Throttled(wait=_WINDOW)
            raise AuthenticationFailed(_("No system has this key."))
        if token.revoked_at is not None or not token.account.is_active:
            raise problems.TokenOver(_("This key was revoked."))
        if token.is_over:
            raise problems.TokenOver(_("The last day of this key has passed."))
        tokens.note_use(token, _USED_EVERY)
        return token.account, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="organ"'


class _Scheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = OrganTokenAuthentication
    name = "organKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "The key of a system of one organ."}


class _MayDoIt(BasePermission):
    """The organ is in use, and the key has the scope that the address asks for."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        token = request.auth
        if not isinstance(token, OrganToken):
            raise NotAuthenticated(_("Send the key of your system: “Authorization: Bearer …”."))
        if not token.organ.is_active:
            raise problems.OrganNotInUse
        scope = getattr(view, "scope", TokenScope.READ)
        if scope not in token.scopes:
            words = TokenScope(scope).label
            raise PermissionDenied(
                _("The key lacks the scope “%(scope)s”: %(words)s.") % {"scope": scope, "words": words}
            )
        return True


class _AsOftenAsAgreed(BaseThrottle):
    """Requests of one key within a minute."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        token: OrganToken = request.auth  # type: ignore[assignment]
        return count(f"organ-api:{token.pk}", _WINDOW) <= token.per_minute

    def wait(self) -> float:
        return _WINDOW - time.time() % _WINDOW


class OrganView(APIView):
    """An address for systems of organs. Every read starts at ``visible_to`` of the system's account."""

    authentication_classes = (OrganTokenAuthentication,)
    permission_classes = (_MayDoIt,)
    throttle_classes = (_AsOftenAsAgreed,)
    parser_classes: Any = (JSONParser,)
    scope: ClassVar[str] = TokenScope.READ

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.answer

    def token_of(self, request: Request) -> OrganToken:
        assert isinstance(request.auth, OrganToken)
        return request.auth

    def organ_of(self, request: Request) -> Organ:
        return self.token_of(request).organ
