"""Celery: view counts that are too old go."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from reports.column import counting


@periodic("column.forget_views", timedelta(hours=24), _("Delete view counts older than three years"))
def forget_views() -> int:
    return counting.forget_old()
