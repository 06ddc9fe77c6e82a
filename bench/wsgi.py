"""One server process that answers as the portal, and under /bench/ as a bare Django project would.

The bare half has the middleware of `django-admin startproject` and nothing else, so that the yardstick is
not made longer by what the portal does on every request.
"""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

from django.core.wsgi import get_wsgi_application

portal = get_wsgi_application()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

STARTPROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
with override_settings(MIDDLEWARE=STARTPROJECT):
    bare = WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    answering = bare if environ["PATH_INFO"].startswith("/bench/") else portal
    if "HTTP_X_COUNT_QUERIES" not in environ:
        return answering(environ, start_response)
    return _counted(answering, environ, start_response)


def _counted(answering: Any, environ: dict[str, Any], start_response: Any) -> Any:
    """The same answer with the number of its statements in a header; savepoints count as statements."""
    said: list[str] = []

    def note(execute: Any, sql: str, *given: Any) -> Any:
        said.append(sql)
        return execute(sql, *given)

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(len(said)))], *rest)

    with connection.execute_wrapper(note):
        return answering(environ, start)
