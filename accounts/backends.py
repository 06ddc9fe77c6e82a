"""Who may sign in with a right password."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from accounts.models import User
from accounts.statements import Kept

_by_key = Kept(lambda key: User.objects.filter(pk=key))


class PortalBackend(AuthenticationBackend):
    """Active people, and demo accounts only while the portal runs as a demo; never the account of a program.

    The rule is asked at sign-in and again on every request: whoever no longer meets it is signed out at once.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        is_person = bool(super().user_can_authenticate(user)) and not user.is_system
        return is_person and (settings.DEMO or not user.is_demo)

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is, read anew on every request; None for somebody who may not sign in any more."""
        user = _by_key.one(key=user_id)
        return user if user and self.user_can_authenticate(user) else None
