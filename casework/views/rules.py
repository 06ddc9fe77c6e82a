"""The time limits of the profiles in use, side by side, each with its article: open to everybody, as the law is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone

from casework.rules import UnknownProfile, profile_for, store
from casework.rules.side_by_side import groups
from deputies.finding import congress_for

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from casework.rules import Profile


def compared(request: HttpRequest) -> HttpResponse:
    """``?with=NAME`` chooses the profiles; without it all that are in force, the portal's own first."""
    known = _in_force(timezone.localdate())
    wanted = set(request.GET.getlist("with"))
    chosen = [one for one in known if one.name in wanted] or known
    context = {
        "known": known,
        "chosen": chosen,
        "names": {one.name for one in chosen},
        "groups": groups(chosen),
    }
    return render(request, "cases/rules.html", context)


def _in_force(on: date) -> list[Profile]:
    congress = congress_for()
    own = congress.rule_profile if congress else ""
    found = [profile for name in store.names() if (profile := _found(name, on))]
    order = {"national": 0, "province": 1, "city": 2, "county": 3, "township": 4}
    return sorted(found, key=lambda one: (one.name != own, order[one.level], one.name))


def _found(name: str, on: date) -> Profile | None:
    """None for one that begins later or has ended."""
    try:
        return profile_for(name, on)
    except UnknownProfile:
        return None
