"""Keys of organs' systems: made once and shown once, recognised by their digest, revoked for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from deputies.models import Organ, Post
from feedback.models import OrganToken, TokenScope
from feedback.organ_api import feed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, timedelta

_MARK = "lpo"  # so that a key that was left somewhere is known for what it is


@transaction.atomic
def make(
    organ: Organ,
    *,
    name: str,
    scopes: Iterable[str],
    expires_on: date,
    per_minute: int,
    by: User,
) -> tuple[OrganToken, str]:
    """A new key for the system ``name`` of the organ; returns it with the words that are shown once.

    The same name is the same system: a key that takes the place of another acts in the same name. The organ's feed
    begins with its first key.
    """
    Organ.objects.select_for_update().get(pk=organ.pk)
    wanted = sorted(set(scopes) & set(TokenScope.values)) or [TokenScope.READ.value]
    account = _account(organ, name)
    _hold_posts(account, organ, releases=TokenScope.RELEASE in wanted)
    prefix = f"{_MARK}_{secrets.token_hex(4)}"
    words = f"{prefix}_{secrets.token_urlsafe(32)}"
    token = OrganToken.objects.create(
        organ=organ,
        account=account,
        prefix=prefix,
        digest=_digest(words),
        scopes=wanted,
        per_minute=per_minute,
        expires_on=expires_on,
        made_by=by,
    )
    feed.begin(organ)
    return token, words


def _account(organ: Organ, name: str) -> User:
    """In whose name the system acts: nobody signs in as it."""
    known = User.objects.filter(is_system=True, display_name=name, posts__organ=organ).first()
    if known is not None:
        return known
    return User.objects.create(
        username=f"system-{organ.pk}-{secrets.token_hex(4)}",
        display_name=name,
        is_system=True,
        password=make_password(None),
    )


def _hold_posts(account: User, organ: Organ, *, releases: bool) -> None:
    """A system sees and does what a handler does; one that may release is a head besides."""
    today = timezone.localdate()
    for role in (Role.HANDLER, Role.HEAD) if releases else (Role.HANDLER,):
        held = Post.objects.in_force(today).filter(user=account, organ=organ, role=role, ends_on=None)
        if not held.exists():
            Post.objects.create(
                user=account, organ=organ, congress_id=organ.congress_id, role=role, starts_on=today
            )


def revoke(token: OrganToken, *, by: User) -> bool:
    """End a key now; False where somebody has done so before."""
    revoked = OrganToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    return bool(revoked)


def _digest(words: str) -> str:
    """The secret has 256 random bits: a plain digest of it cannot be guessed back."""
    return hashlib.sha256(words.encode()).hexdigest()


def find(words: str) -> OrganToken | None:
    """The key of these words, be it over or revoked; None where there is none."""
    prefix = "_".join(words.split("_")[:2])
    token = OrganToken.objects.filter(prefix=prefix).select_related("account", "organ").first()
    if token is None or not hmac.compare_digest(token.digest, _digest(words)):
        return None
    return token


def note_use(token: OrganToken, every: timedelta) -> None:
    """Remember when it was last used, at most once within ``every``."""
    now = timezone.now()
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - every)
    if token.last_used_at is None or token.last_used_at <= now - every:
        OrganToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)
