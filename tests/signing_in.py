"""Signing in: the short way for tests of other rooms, and the way a person goes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import totp
from accounts.models import User

PASSWORD = "a long enough password 42"


def make_user(username: str = "lin", *, second_factor: bool = True, **fields: Any) -> User:
    """A user with PASSWORD, and unless told otherwise with an authenticator."""
    user = User(username=username, **{"display_name": username.title(), **fields})
    user.set_password(PASSWORD)
    user.save()
    if second_factor:
        totp.set_secret(user, generate_totp_secret())
    return user


def signed_in(user: User, client: Client | None = None, **client_options: Any) -> Client:
    """A client whose session has passed both factors, without the two pages."""
    client = client or Client(**client_options)
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    return client


def enter_password(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def enter_code(client: Client, code: str, **extra: Any) -> HttpResponse:
    return client.post(reverse("mfa_authenticate"), {"code": code}, **extra)


def sign_in(client: Client, user: User, password: str = PASSWORD, **extra: Any) -> HttpResponse:
    """Through both pages."""
    enter_password(client, user.username, password, **extra)
    return enter_code(client, totp.current_code(user), **extra)
