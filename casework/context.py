"""The navigation of the desks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from accounts.models import User
from casework import known
from casework.places import WAITING, places_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """``nav`` for those who have signed in; worked out only on a page that shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return {}
    return {"nav": SimpleLazyObject(lambda: _items(request))}


def _items(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {
            "url": place.url,
            "label": place.label,
            "current": place.holds(here),
            **_waiting(request, place.name),
        }
        for place in places_of(request.user)
    ]


def _waiting(request: HttpRequest, name: str) -> dict[str, int]:
    """How much waits there, where something does."""
    if name not in WAITING:
        return {}
    user: User = request.user  # type: ignore[assignment]
    count = known.counted(name, user.pk, lambda: WAITING[name](user))
    return {"count": count} if count else {}
