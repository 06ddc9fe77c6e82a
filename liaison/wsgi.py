"""WSGI application: sync views cost three to four times the CPU under ASGI, so the portal serves WSGI."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 (loads every view once, before the server forks its workers)
