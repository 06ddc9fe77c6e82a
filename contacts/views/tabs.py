"""The tabs of the desk's pages about contact with the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from deputies.models import posts_of

if TYPE_CHECKING:
    from django.http import HttpRequest

TABS = (
    ("reception_days", gettext_noop("Reception days")),
    ("contact_records", gettext_noop("Visits, calls and letters")),
    ("symposiums", gettext_noop("Symposiums")),
    ("comment_forms", gettext_noop("Comment forms")),
    ("questionnaires", gettext_noop("Questionnaires")),
    ("contact_figures", gettext_noop("Contact in figures")),
    ("contact_plans", gettext_noop("Plan of the year")),
    ("campaigns", gettext_noop("Campaigns")),
)
_NOT_FOR_STATIONS = frozenset({"contact_plans", "campaigns"})


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    found = []
    is_office = posts_of(request.user).has("officer", "committee")
    for name, label in TABS:
        if name in _NOT_FOR_STATIONS and not is_office:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append({"label": _(label), "url": url, "current": name == current, "count": None})
    return found
