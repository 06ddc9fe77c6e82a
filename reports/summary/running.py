"""One asked-for freezing, done by a worker: begun once, its progress in its row, a failure said and not lost."""

from __future__ import annotations

from datetime import timedelta

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from casework.errors import Refused
from reports.models import Freezing
from reports.summary import freezing, periods

log = structlog.get_logger()
_STALE = timedelta(minutes=10)


def hint(one: Freezing) -> None:
    """Tell a worker after the commit; a broker that is down fails nobody: the scheduler looks again each minute."""

    def say() -> None:
        try:
            current_app.tasks["reports.freeze"].delay(pk=one.pk)
        except Exception as error:  # noqa: BLE001 - whatever a broker says when it is down
            log.warning("freezing.not_hinted", error=type(error).__name__)

    transaction.on_commit(say, robust=True)


def run(pk: int) -> None:
    """Freeze what the row asks for, unless another worker has begun it."""
    now = timezone.now()
    free = Q(started_at=None) | Q(started_at__lt=now - _STALE)
    if not Freezing.objects.filter(free, pk=pk, finished_at=None).update(started_at=now):
        return
    one = Freezing.objects.select_related("congress", "asked_by").get(pk=pk)

    def tell(done: int, total: int) -> None:
        Freezing.objects.filter(pk=pk).update(done=done, total=total)

    try:
        period = periods.read(one.congress, one.period)
        assert period is not None, "the period was read when it was asked for"
        snapshot = freezing.freeze(
            one.congress, period, actor=Actor.of(one.asked_by), reason=one.reason, tell=tell
        )
    except Exception as error:
        said = str(error) if isinstance(error, Refused) else type(error).__name__
        Freezing.objects.filter(pk=pk).update(finished_at=timezone.now(), error=said[:300])
        if not isinstance(error, Refused):
            raise
        return
    Freezing.objects.filter(pk=pk).update(finished_at=timezone.now(), snapshot=snapshot)
