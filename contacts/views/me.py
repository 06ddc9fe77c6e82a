"""As which deputy somebody reads the deputies' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from deputies.models import Deputy, posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def me(request: HttpRequest) -> Deputy:
    """The deputy as whom the reader acts; of several the first."""
    mine = posts_of(request.user).deputy
    found = Deputy.objects.select_related("congress__division").filter(pk__in=mine).order_by("pk").first()
    if found is None:
        raise PermissionDenied(_("Only deputies have these pages."))
    return found
