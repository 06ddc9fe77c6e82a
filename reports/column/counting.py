"""Counting how often public pages are opened, without knowing by whom.

A reload within half an hour is no second view. To tell, a mark of address, browser and page is kept in the cache for
that long, made with a salt that is drawn anew each day and kept nowhere else: after midnight no mark can be compared
with anything. Nothing of it reaches the database. A cache that is down counts nothing (docs/adr/view-counts.md).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.addresses import client_address
from deputies.remembered import first_time, remembered
from reports.column.models import PageCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

_RELOAD = 1800  # seconds
_DAY = 86_400
KEPT = timedelta(days=3 * 366)
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|curl|wget|python|java/|go-http|headless|monitor|preview|feed", re.I
)


def count(request: HttpRequest, page: str, of: int = 0) -> None:
    """One more view of a page today, unless a robot, staff at work, a prefetch or a reload asks for it."""
    if request.method != "GET" or not _is_reader(request):
        return
    today = timezone.localdate()
    if first_time(f"column.view.{_mark(request, today, f'{page}.{of}')}", _RELOAD):
        _add(page, of, today)


def _is_reader(request: HttpRequest) -> bool:
    browser = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return bool(browser) and not _ROBOT.search(browser) and not purpose and not request.user.is_authenticated


def _mark(request: HttpRequest, today: date, page: str) -> str:
    salt = remembered(f"column.salt.{today}", _DAY, lambda: secrets.token_bytes(32))
    told = "\0".join((client_address(request), request.headers.get("User-Agent", ""), page))
    return hmac.new(salt, told.encode(), hashlib.sha256).hexdigest()


def _add(page: str, of: int, today: date) -> None:
    """A count that cannot be written never costs the reader the page."""
    try:
        with transaction.atomic():
            row, _is_new = PageCount.objects.get_or_create(page=page, of=of, day=today)
            PageCount.objects.filter(pk=row.pk).update(views=F("views") + 1)
    except DatabaseError:
        return


def views_of(page: str, keys: Iterable[int]) -> dict[int, int]:
    """All views kept of these pages, by key."""
    rows = PageCount.objects.filter(page=page, of__in=list(keys)).order_by()
    return dict(rows.values("of").annotate(sum=Sum("views")).values_list("of", "sum"))


def by_page(since: date) -> list[tuple[str, int]]:
    """Views of each kind of page since a day, the most opened first."""
    rows = PageCount.objects.filter(day__gte=since).order_by().values("page").annotate(sum=Sum("views"))
    return sorted(rows.values_list("page", "sum"), key=lambda row: (-row[1], row[0]))


def forget_old(today: date | None = None) -> int:
    """Delete counts older than three years; returns how many rows."""
    oldest = (today or timezone.localdate()) - KEPT
    return PageCount.objects.filter(day__lt=oldest).delete()[0]
