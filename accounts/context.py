"""Template variables that every page has."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.prefs import Prefs


def portal(request: HttpRequest) -> dict[str, Any]:
    """``prefs`` (mode, theme) and ``portal_name``, the name beside the word "Liaison"."""
    name = getattr(settings, "PORTAL_NAME", "") or _("People's congress deputies' liaison portal")
    return {"prefs": Prefs.of(request), "portal_name": name}
