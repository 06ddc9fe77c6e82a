"""Composition root: settings, URLs, Celery, health, middleware and the commands that run the portal.

Nothing below imports from here.
"""

from liaison.celery import app as celery_app

__all__ = ["celery_app"]
