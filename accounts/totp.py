"""Codes of the authenticator app: each works once, and a little drift of the clock is forgiven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.db import transaction

if TYPE_CHECKING:
    from accounts.models import User

_LAST = "last_counter"
_ENCRYPTED = ("secret", "seed")  # of the app, and of the recovery codes


def current_code(user: User) -> str:
    """The code the user's app shows now; empty without an authenticator."""
    authenticator = authenticator_of(user)
    return code_of(_secret(authenticator)) if authenticator else ""


def code_of(secret: str) -> str:
    """The code an app with this base32 ``secret`` shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def authenticator_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def has_second_factor(user: User) -> bool:
    return authenticator_of(user) is not None


def set_secret(user: User, secret: str) -> Authenticator:
    """Give the user an authenticator with this base32 ``secret``, in place of one they may have."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
        return TOTP.activate(user, secret).instance


@transaction.atomic
def accept(authenticator: Authenticator, code: str, *, reusable: bool = False) -> bool:
    """Whether ``code`` is right; a used code, and any older one, is refused (RFC 6238, 5.2)."""
    authenticator = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    counter = _counter_of(_secret(authenticator), code)
    if counter is None:
        return False
    if reusable:
        return True
    if counter <= authenticator.data.get(_LAST, -1):
        return False
    authenticator.data[_LAST] = counter
    authenticator.save(update_fields=["data"])
    return True


def is_code_of(secret: str, code: str) -> bool:
    """Whether ``code`` is shown by an app that holds ``secret``."""
    return _counter_of(secret, code) is not None


def _counter_of(secret: str, code: str) -> int | None:
    right = (
        counter
        for counter in yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter)))
    )
    return next(right, None)


def rotate() -> list[int]:
    """Encrypt every secret anew with the first key; returns the keys of rows that no key opens."""
    lost = []
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        try:
            _rotate(pk)
        except InvalidToken:
            lost.append(pk)
    return lost


@transaction.atomic
def _rotate(pk: int) -> None:
    """Locked, so that a code entered at the same moment is not forgotten."""
    one = Authenticator.objects.select_for_update().filter(pk=pk).first()
    sealed = {name: one.data[name] for name in _ENCRYPTED if name in one.data} if one else {}
    if one and sealed:
        one.data |= {name: encrypt(decrypt(text)) for name, text in sealed.items()}
        one.save(update_fields=["data"])


def _secret(authenticator: Authenticator) -> str:
    return str(decrypt(authenticator.data["secret"]))
