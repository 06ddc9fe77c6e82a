"""The tabs of the desk's pages about contact with the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

if TYPE_CHECKING:
    from django.http import HttpRequest

TABS = (
    ("reception_days", gettext_noop("Reception days")),
    ("contact_records", gettext_noop("Visits, calls and letters")),
    ("symposiums", gettext_noop("Symposiums")),
    ("comment_forms", gettext_noop("Comment forms")),
    ("questionnaires", gettext_noop("Questionnaires")),
    ("contact_figures", gettext_noop("Contact in figures")),
)


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    found = []
    for name, label in TABS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append({"label": _(label), "url": url, "current": name == current, "count": None})
    return found
