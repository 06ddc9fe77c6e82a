"""Every address of the portal. A room that has no `urls` module yet adds none."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from accounts.views_prefs import preferences
from liaison import health

ROOMS = (
    "casework",
    "deputies",
    "contacts",
    "contacts.mail",
    "contacts.year",
    "suggestions",
    "reports",
    "reports.column",
    "reports.duty",
    "feedback",
)


def room(name: str, prefix: str = "") -> list[URLPattern | URLResolver]:
    """The addresses of the room `name` under `prefix`, or none while it has no `urls` module."""
    return [path(prefix, include(f"{name}.urls"))] if find_spec(f"{name}.urls") else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("preferences/", preferences, name="preferences"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("backoffice/", admin.site.urls),
    *room("accounts", "accounts/"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/organ/", include("feedback.organ_api.urls")),
    path("api/", include("casework.urls_api")),
    path("api/", include("feedback.urls_api")),
    *(pattern for name in ROOMS for pattern in room(name)),
]

handler400 = "liaison.errors.bad_request"
handler403 = "liaison.errors.permission_denied"
handler404 = "liaison.errors.not_found"
handler500 = "liaison.errors.server_error"
