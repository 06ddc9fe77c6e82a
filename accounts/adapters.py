"""How django-allauth behaves here: no sign-up, slowed attempts, a log of sign-ins, encrypted secrets."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from accounts import attempts, devices, services, totp
from accounts.addresses import client_address
from accounts.models import LoginEventKind, User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_RECENT = 300  # seconds in which signing in counts as having just proved who one is


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "User name and password do not match. Check both; if the account was closed, ask your operator."
        ),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "incorrect_code": _("The code is not right, or has been used. Wait for the next one and enter that."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user whose name and password these are. Signing in and confirming a password both come here.

        A closed account is answered like a wrong password, in the same time.
        """
        attempt = attempts.at_password(request, credentials.get("username", ""))
        attempt.begin()
        user = authenticate(request, **credentials)
        if isinstance(user, User):
            attempt.succeed()
            return user
        attempt.fail(LoginEventKind.WRONG_PASSWORD)
        return None

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        services.note(kind=LoginEventKind.SIGNED_IN, request=request, user=user)
        if totp.has_second_factor(user):
            devices.remember(request, response, user.pk)
        if user.language:
            _set_language(response, user.language)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            services.note(kind=LoginEventKind.SIGNED_OUT, request=request, user=request.user)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        user.password_is_temporary = False
        super().set_password(user, password)
        services.note(kind=LoginEventKind.PASSWORD_CHANGED, request=self.request, user=user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of signing in: setting up the second factor directly follows it."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < _RECENT for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """With a second factor only a code will do: a password alone must not replace the authenticator."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [m for m in methods if m["id"] == "mfa_reauthenticate"] or methods


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return False


def _set_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def _cipher() -> MultiFernet:
    """Keys of its own, drawn from the identity keys; the first encrypts, every one decrypts."""
    return MultiFernet([Fernet(_derived(key)) for key in settings.PORTAL_IDENTITY_KEYS])


def _derived(key: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second-factor")
    return base64.urlsafe_b64encode(kdf.derive(base64.urlsafe_b64decode(key)))
