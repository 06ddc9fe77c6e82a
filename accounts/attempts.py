"""One attempt at a password or a code: paid for first, then settled."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.internal.userkit import get_user_by_username
from allauth.core.exceptions import ImmediateHttpResponse

from accounts import devices, pages, services, slowdown
from accounts.addresses import client_address
from accounts.models import LoginEventKind
from accounts.slowdown import Bucket

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

FREE_PER_ACCOUNT = 3
FREE_PER_ADDRESS = 30  # an office of many people behind one address mistypes now and then
FREE_CODES = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """``own`` counts for the person; ``shared`` for all who come from the same address."""

    request: HttpRequest
    user: User | None
    own: Bucket
    shared: tuple[Bucket, ...] = ()

    def begin(self) -> None:
        """Pay for the attempt; when it is too early the answer is the page that says how long to wait."""
        try:
            slowdown.pay((self.own, *self.shared))
        except slowdown.MustWaitError as early:
            raise ImmediateHttpResponse(pages.wait(self.request, early.seconds)) from early

    def succeed(self) -> None:
        slowdown.forget([self.own])
        slowdown.pay_back(self.shared)

    def fail(self, kind: LoginEventKind) -> None:
        services.note(kind=kind, request=self.request, user=self.user)


def at_password(request: HttpRequest, username: str) -> Attempt:
    """An attempt to sign in under the name that was typed, whether or not anybody has that name."""
    user = get_user_by_username(username)
    nonce = devices.nonce_of(request, user.pk if user else None)
    if nonce:
        return Attempt(request, user, Bucket(f"password:device:{nonce}", FREE_PER_ACCOUNT))
    address = client_address(request)
    name = unicodedata.normalize("NFKC", username).casefold().strip()
    return Attempt(
        request,
        user,
        Bucket(f"password:{address}:{name}", FREE_PER_ACCOUNT),
        (Bucket(f"address:{address}", FREE_PER_ADDRESS),),
    )


def at_code(request: HttpRequest, user: User) -> Attempt:
    """An attempt at the second factor. Who gets here knows the password: unknown devices share one count."""
    nonce = devices.nonce_of(request, user.pk)
    return Attempt(request, user, Bucket(f"code:{user.pk}:{nonce}", FREE_CODES))
