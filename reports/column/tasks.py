"""Celery: who can take the next step is told; view counts that are too old go."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from casework.periodic import periodic
from reports.column import counting, telling


@periodic("column.tell_owed", timedelta(minutes=1), _("Tell of articles and digests that wait"))
def tell_owed() -> int:
    return telling.send_owed()


@periodic("column.forget_views", timedelta(hours=24), _("Delete view counts older than three years"))
def forget_views() -> int:
    return counting.forget_old()
