"""What is asked of every request of a signed-in person before a view sees it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import pages, totp
from accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_STARTED = "signed_in_at"
_SEEN = "last_seen_at"
_SEEN_EVERY = 60  # seconds; a session row is written at most this often

ALWAYS = frozenset({"account_logout", "set_language", "preferences"})
SETTING_UP = ALWAYS | {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate"}
CHANGING_PASSWORD = SETTING_UP | {
    "account_change_password",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}


class _ForSignedIn:
    """Looks at requests of signed-in people only; a visitor without a session costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
            return None
        return self.answer(request, request.user)

    def answer(self, request: HttpRequest, user: User) -> HttpResponse | None:
        raise NotImplementedError


class SessionLimits(_ForSignedIn):
    """A session ends ``SESSION_LONGEST`` seconds after sign-in, and ``SESSION_IDLE`` after the last request.

    That of a demo account also ends with the demo.
    Requests a page makes by itself (``SESSION_BACKGROUND_URLS``, names) do not count as somebody being there.
    """

    def answer(self, request: HttpRequest, user: User) -> HttpResponse | None:
        if user.is_demo and not settings.DEMO:
            logout(request)
            return pages.sign_in_again(request, _("The demo is switched off."))
        now = int(time.time())
        started = request.session.setdefault(_STARTED, now)
        seen = request.session.setdefault(_SEEN, now)
        if now - started >= settings.SESSION_LONGEST or now - seen >= settings.SESSION_IDLE:
            logout(request)
            return pages.sign_in_again(request, _("You were signed out because the session was over."))
        if now - seen >= _SEEN_EVERY and _name(request) not in settings.SESSION_BACKGROUND_URLS:
            request.session[_SEEN] = now
        return None


class SecondFactorRequired(_ForSignedIn):
    """Nothing is reachable without a second factor, nor with a password somebody else has chosen."""

    def answer(self, request: HttpRequest, user: User) -> HttpResponse | None:
        if not passed_second_factor(request):
            return self._without(request, user)
        if user.password_is_temporary and _name(request) not in CHANGING_PASSWORD:
            url = reverse("account_change_password")
            return pages.go_to(request, url, status=403, detail=_("Choose a password of your own first."))
        return None

    def _without(self, request: HttpRequest, user: User) -> HttpResponse | None:
        if totp.has_second_factor(user):
            logout(request)
            return pages.sign_in_again(request, _("Sign in again, with your code."))
        if _name(request) in SETTING_UP:
            return None
        url = reverse("mfa_activate_totp")
        return pages.go_to(request, url, status=403, detail=_("Set up the second factor first."))


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether a code was entered in this session."""
    records = get_authentication_records(request, request.user if isinstance(request.user, User) else None)
    return any(record["method"] == "mfa" for record in records)


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
