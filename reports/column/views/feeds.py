"""The feed, the sitemap and robots.txt as answers that may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.views.decorators.http import require_safe

from deputies.remembered import remembered
from reports.column import feeds
from reports.column.views.caching import cached

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_KEPT = 600  # seconds
#: What stands behind a sign-in or belongs to one citizen.
_PRIVATE = [
    "/accounts/", "/api/", "/backoffice/", "/cases/", "/committee/", "/deputy/", "/desk/", "/event/", "/health/",
    "/metrics", "/organ/", "/receipt/", "/reports/", "/sent/", "/write/draft/",
]  # fmt: skip


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    title = feeds.feed_title(settings.PORTAL_NAME)
    latest = feeds.entries()
    changed = max((one.updated for one in latest), default=None)
    return cached(
        request,
        lambda: feeds.atom(latest, title, request.build_absolute_uri, settings.LANGUAGE_CODE),
        "application/atom+xml; charset=utf-8",
        changed,
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    host = request.get_host()

    def made() -> bytes:
        return remembered(
            f"column.sitemap.{request.scheme}.{host}",
            _KEPT,
            lambda: feeds.sitemap(request.build_absolute_uri),
        )

    return cached(request, made, "application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    made = feeds.robots(request.build_absolute_uri, _PRIVATE).encode()
    return cached(request, lambda: made, "text/plain; charset=utf-8")
