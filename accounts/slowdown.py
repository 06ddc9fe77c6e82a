"""Wrong guesses cost time, never the account.

Every attempt is paid for before the password or code is looked at, so that many attempts at once do not all
pass; a right one is paid back. After ``free`` failures the next attempt waits 1 s, then 2, 4, ... up to
5 minutes. An attempt made while waiting is refused without being counted: however often somebody tries, the
right password works again after at most five minutes. The counts are rows, so that they hold for all
processes and outlive a restart.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import AttemptCount

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(hours=1)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Bucket:
    """What failures are counted by: ``name`` tells buckets apart, ``free`` failures cost nothing."""

    name: str
    free: int

    @property
    def key(self) -> str:
        return salted_hmac("accounts.slowdown", self.name, algorithm="sha256").hexdigest()


class MustWaitError(Exception):
    """Too early: try again after ``seconds`` (at least 1, at most 300)."""

    def __init__(self, until: datetime, now: datetime) -> None:
        self.seconds = max(1, -int(-(until - now).total_seconds() // 1))
        super().__init__(f"wait {self.seconds} s")


def delay(failures: int, free: int) -> timedelta:
    """How long to wait after this many failures in a row."""
    if failures < free:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=2 ** min(failures - free, 16)))


def pay(buckets: Sequence[Bucket]) -> None:
    """Count an attempt as failed before it is looked at. Raises MustWaitError, and then counts nothing."""
    paid: list[Bucket] = []
    for bucket in buckets:
        try:
            _pay_one(bucket, timezone.now())
        except MustWaitError:
            pay_back(paid)
            raise
        paid.append(bucket)


def pay_back(buckets: Sequence[Bucket]) -> None:
    """The attempt was right, or was not made: take it off again, and with it the wait it brought."""
    keys = [bucket.key for bucket in buckets]
    AttemptCount.objects.filter(bucket__in=keys, failures__gt=0).update(
        failures=F("failures") - 1, wait_until=timezone.now()
    )


def drop_settled(buckets: Sequence[Bucket]) -> None:
    """Remove counts on which no failure stands: where even the time of a right attempt is not to be kept."""
    AttemptCount.objects.filter(bucket__in=[bucket.key for bucket in buckets], failures=0).delete()


def forget(buckets: Sequence[Bucket]) -> None:
    """Start afresh, once somebody has proved who they are."""
    AttemptCount.objects.filter(bucket__in=[bucket.key for bucket in buckets]).delete()


def forget_old(now: datetime) -> int:
    """Remove the counts that no longer have an effect; how many."""
    return AttemptCount.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()[0]


def _pay_one(bucket: Bucket, now: datetime) -> None:
    for _ in range(_TRIES):
        row = AttemptCount.objects.filter(pk=bucket.key).first() or _new_row(bucket, now)
        if row.wait_until > now:
            raise MustWaitError(row.wait_until, now)
        if _swap(row, bucket, now):
            return
    raise MustWaitError(now, now)


def _new_row(bucket: Bucket, now: datetime) -> AttemptCount:
    with suppress(IntegrityError), transaction.atomic():
        return AttemptCount.objects.create(bucket=bucket.key, wait_until=now, last_at=now)
    return AttemptCount.objects.get(pk=bucket.key)


def _swap(row: AttemptCount, bucket: Bucket, now: datetime) -> bool:
    """Count one failure more, unless somebody else has counted one since ``row`` was read."""
    seen = 0 if now - row.last_at > FORGOTTEN_AFTER else row.failures
    unchanged = AttemptCount.objects.filter(pk=row.pk, failures=row.failures, wait_until=row.wait_until)
    return bool(
        unchanged.update(failures=seen + 1, wait_until=now + delay(seen + 1, bucket.free), last_at=now)
    )
