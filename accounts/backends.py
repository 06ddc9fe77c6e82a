"""Who may sign in with a right password."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class PortalBackend(AuthenticationBackend):
    """Active users, and demo accounts only while the portal runs as a demo.

    The rule is asked at sign-in and again on every request: whoever no longer meets it is signed out at once.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user)) and (settings.DEMO or not user.is_demo)
