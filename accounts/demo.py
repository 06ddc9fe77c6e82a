"""Accounts for trying the portal out. They sign in only while ``settings.DEMO`` is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from accounts import totp
from accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

LISTED = 12


def demo_user(username: str, display_name: str, password: str, email: str = "", *, hashed: str = "") -> User:
    """Create or update a demo account with an authenticator; an account of a real person is never touched.

    ``hashed`` is the same password hashed already: a dozen accounts share one, and hashing is slow on purpose.
    """
    user = User.objects.filter(username=username).first() or User(username=username, is_demo=True)
    if not user.is_demo:
        raise ValueError(f"{username} belongs to a real person.")
    user.display_name, user.email, user.is_active = display_name, email, True
    if hashed:
        user.password = hashed
    elif not user.pk or not user.check_password(password):
        user.set_password(password)
    user.save()
    if not totp.has_second_factor(user):
        totp.set_secret(user, generate_totp_secret())
    return user


def accounts() -> QuerySet[User]:
    """The demo accounts named on the sign-in page; none unless the portal runs as a demo."""
    if not settings.DEMO:
        return User.objects.none()
    listed = User.objects.filter(is_demo=True, is_active=True).order_by("pk")[:LISTED]
    return listed.prefetch_related("posts")


def open_accounts() -> int:
    """Give the listed demo accounts the password that is shown; returns how many had another.

    They have one where the demonstration was loaded by a command outside a demo, or with another password.
    """
    # They share one hash, and comparing is slow on purpose: each is compared once.
    hashes = {user.password for user in accounts()}
    shut = {kept for kept in hashes if not check_password(password(), kept)}
    keys = [user.pk for user in accounts() if user.password in shut]
    return User.objects.filter(pk__in=keys).update(password=make_password(password())) if keys else 0


def password() -> str:
    """The password all demo accounts share, shown on the sign-in page of a demo; otherwise empty."""
    return str(getattr(settings, "DEMO_PASSWORD", "")) if settings.DEMO else ""


def code_for(user: User | None) -> str:
    """The code a demo account would see in its app; empty for everybody else, and for all outside a demo."""
    return totp.current_code(user) if user is not None and _may_be_shown(user) else ""


def code_of_secret(user: User, secret: str) -> str:
    """As ``code_for``, while the authenticator is being set up."""
    return totp.code_of(secret) if _may_be_shown(user) else ""


def _may_be_shown(user: User) -> bool:
    return bool(settings.DEMO and user.is_demo)
