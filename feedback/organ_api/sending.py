"""Telling addresses of organs' systems what has changed: in order, each change until it was taken.

An address that does not answer is tried again after half a minute, one minute, two … six hours; meanwhile nothing
overtakes. After ``PORTAL_WEBHOOK_GIVE_UP_DAYS`` it is given up and the operators are told; the feed goes on, and the
address begins again where it stopped. A worker that dies between sending and noting it sends the same id again.
"""

from __future__ import annotations

import json
import random
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from casework.hints import Hints
from feedback.models import OrganChange, OrganFeed, Webhook, WebhookDelivery
from feedback.organ_api import giving_up, reaching, signing
from feedback.organ_api.reading import change_id, change_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

log = structlog.get_logger()
LEASE = timedelta(minutes=5)
TURN = 120  # seconds that one address may take before others have their turn
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(hours=6)
KEPT = timedelta(days=90)
_BATCH = 50


def due(now: datetime) -> list[int]:
    """The keys of the addresses that have something to be told, and whose time has come."""
    last = OrganFeed.objects.filter(organ=OuterRef("organ")).values("last")[:1]
    rows = Webhook.objects.filter(is_active=True).filter(Q(next_try_at=None) | Q(next_try_at__lte=now))
    behind = rows.annotate(last=Subquery(last)).filter(last__gt=F("position")).values_list("pk", flat=True)
    again = WebhookDelivery.objects.filter(again=True).values_list("webhook", flat=True)
    return sorted({*behind, *again})


def send_due() -> int:
    """Tell every address what it has not taken yet; returns how many changes were taken.

    In any order and only for some minutes, so that slow ones do not always keep the same ones waiting.
    """
    keys, end, taken = due(timezone.now()), time.monotonic() + 2 * TURN, 0
    random.shuffle(keys)
    for key in keys:
        if time.monotonic() < end:
            taken += send_to(key)
    return taken


def send_to(key: int) -> int:
    """One turn of one address; 0 where another worker is at it."""
    hook = _claim(key)
    if hook is None:
        return 0
    end = time.monotonic() + TURN
    try:
        return _again(hook, end) + (_in_order(hook, end) if hook.is_active else 0)
    finally:
        Webhook.objects.filter(pk=key).update(leased_until=None)


def _claim(key: int) -> Webhook | None:
    """A lease, not a lock: no transaction is open while somebody else's machine thinks."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    if not Webhook.objects.filter(free, pk=key).update(leased_until=now + LEASE):
        return None
    return Webhook.objects.select_related("organ").get(pk=key)


def _again(hook: Webhook, end: float) -> int:
    """What an operator wants to be sent once more, whether it had been taken or not."""
    rows = hook.deliveries.filter(again=True).select_related("change__event__case").order_by("pk")
    sent = 0
    for row in rows[:_BATCH]:
        if time.monotonic() > end:
            break
        WebhookDelivery.objects.filter(pk=row.pk).update(again=False)
        sent += not _try(hook, row.change)
    return sent


def _in_order(hook: Webhook, end: float) -> int:
    if hook.next_try_at is not None and hook.next_try_at > timezone.now():
        return 0
    taken = 0
    while changes := _next(hook):
        for change in changes:
            if time.monotonic() > end:
                return taken
            if error := _try(hook, change):
                _put_off(hook, error)
                return taken
            _taken(hook, change)
            taken += 1
    return taken


def _next(hook: Webhook) -> list[OrganChange]:
    rows = OrganChange.objects.filter(organ=hook.organ_id, seq__gt=hook.position)
    return list(rows.select_related("event__case").order_by("seq")[:_BATCH])


def _try(hook: Webhook, change: OrganChange) -> str:
    """Send one change; returns why it was not taken, empty when it was."""
    delivery, _new = WebhookDelivery.objects.get_or_create(webhook=hook, change=change)
    identifier, body = change_id(change), body_of(hook, change)
    status, error = None, ""
    try:
        status = reaching.post(
            hook.url, body, signing.headers(signing.secrets_of(hook.sealed), identifier, body)
        )
        error = "" if 200 <= status < 300 else f"HTTP {status}"
    except reaching.NotReachable as refused:
        error = str(refused)
    now = timezone.now()
    done = {} if error else {"delivered_at": now}
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1, last_at=now, http_status=status, error=error[:300], **done
    )
    if error:
        log.info("webhook.not_taken", webhook=hook.pk, change=identifier, status=status)
    return error


def body_of(hook: Webhook, change: OrganChange) -> bytes:
    """Ids, the kind and where to look: nothing that anybody said, nobody's name."""
    row = change_row(hook.organ, change)
    said = {
        "type": f"case.{row['kind']}",
        "timestamp": row["at"].isoformat(),
        "data": {name: row[name] for name in ("kind", "action", "number", "case_kind", "url", "cursor")},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _taken(hook: Webhook, change: OrganChange) -> None:
    hook.position = change.seq
    Webhook.objects.filter(pk=hook.pk, position__lt=change.seq).update(
        position=change.seq,
        attempts=0,
        next_try_at=None,
        failing_since=None,
        last_ok_at=timezone.now(),
        last_error="",
        leased_until=timezone.now() + LEASE,
    )


def _put_off(hook: Webhook, error: str) -> None:
    """Later and later; given up after some days without a single success, or when the receiver says “gone”."""
    now = timezone.now()
    since = hook.failing_since or now
    wait = min(SHORTEST * 2 ** min(hook.attempts, 20), LONGEST)
    changes = {
        "attempts": hook.attempts + 1,
        "failing_since": since,
        "next_try_at": now + wait,
        "last_error": error[:300],
    }
    Webhook.objects.filter(pk=hook.pk).update(**changes)
    if error == "HTTP 410" or now - since >= timedelta(days=settings.PORTAL_WEBHOOK_GIVE_UP_DAYS):
        giving_up.give_up(hook)


@transaction.atomic
def begin_again(hook: Webhook) -> None:
    """In use again, from where it stopped."""
    Webhook.objects.filter(pk=hook.pk).update(
        is_active=True, given_up_at=None, failing_since=None, attempts=0, next_try_at=None, last_error=""
    )
    hint([hook.organ_id])


def want_again(deliveries: Iterable[int]) -> int:
    """Have these sent once more, with the ids they had."""
    rows = WebhookDelivery.objects.filter(pk__in=list(deliveries))
    count = rows.update(again=True)
    hint(list(rows.values_list("webhook__organ", flat=True)))
    return count


def forget_old() -> int:
    """Remove the notes of what was taken long ago; the changes themselves stay."""
    removed, _by_table = WebhookDelivery.objects.filter(delivered_at__lt=timezone.now() - KEPT).delete()
    return removed


# --- Hints --------------------------------------------------------------------------------------------------
def hint(organs: Sequence[int]) -> None:
    """Have a worker send after the commit; what a broker loses, the scheduler finds within a minute."""
    if not organs or not Webhook.objects.filter(organ__in=organs).exists():
        return

    def say() -> None:
        _hints.say(["feedback.send_news_now"])

    transaction.on_commit(say, robust=True)


def _send(names: list[str]) -> None:
    for name in names:
        try:
            current_app.tasks[name].delay()
        except Exception as error:  # noqa: BLE001 - whatever the broker raises, the rows are safe
            log.warning("webhook.hint_not_sent", error=type(error).__name__)


_hints = Hints(_send)
