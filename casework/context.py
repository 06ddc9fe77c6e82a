"""The navigation of the desks."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject

from accounts.models import User
from casework import known
from casework.places import WAITING, place_of, places_of
from deputies.models import posts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from casework.places import Group


#: Up to so many places all groups stand open: nobody searches for what is hidden among few.
FEW = 12
#: Cookie with the names of the groups a reader has opened, joined by full stops; a script keeps it.
OPENED = "menu"


def desk(request: HttpRequest) -> dict[str, Any]:
    """``nav`` and ``menu`` for those who have signed in; worked out only on a page that shows them.

    ``nav`` is the list of all places, ``menu`` the same in groups: ``folds``, ``thumb`` (at the bottom of a phone),
    ``here`` (the place of this page, or None), ``first`` (places) and ``groups`` of
    ``{name, words, items, open, count}``.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return {}
    nav = SimpleLazyObject(lambda: _items(request))
    return {"nav": nav, "menu": SimpleLazyObject(lambda: _menu(request, nav))}


def _items(request: HttpRequest) -> list[dict[str, Any]]:
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    places = places_of(request.user)
    here = place_of(places, view_name)
    return [
        {
            "url": place.url,
            "label": place.label,
            "group": place.group,
            "current": place is here,
            "part": place.name != view_name,
            **_waiting(request, place.name),
        }
        for place in places
    ]


def _menu(request: HttpRequest, nav: Iterable[dict[str, Any]]) -> dict[str, Any]:
    items = list(nav)
    opened = request.COOKIES.get(OPENED, "").split(".")
    first, *others = [
        _group(group, list(lines), opened) for group, lines in groupby(items, itemgetter("group"))
    ] or [{"items": []}]
    here = next((item for item in items if item["current"]), None)
    folds = len(items) > FEW
    thumb = not folds and posts_of(request.user).has("deputy")
    return {"folds": folds, "thumb": thumb, "here": here, "first": first["items"], "groups": others}


def _group(group: Group, items: list[dict[str, Any]], opened: list[str]) -> dict[str, Any]:
    return {
        "name": group.name,
        "words": group.words,
        "items": items,
        "open": group.name in opened or any(item["current"] for item in items),
        "count": sum(item.get("count", 0) for item in items),
    }


def _waiting(request: HttpRequest, name: str) -> dict[str, int]:
    """How much waits there, where something does."""
    if name not in WAITING:
        return {}
    user: User = request.user  # type: ignore[assignment]
    count = known.counted(name, user.pk, lambda: WAITING[name](user))
    return {"count": count} if count else {}
