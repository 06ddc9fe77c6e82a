"""Is the portal alive, is it ready, and its metrics.

`/health/live` says that the process answers; restart it when it does not.  `/health/ready` says whether to
send it requests: 503 when a request would fail, 200 with "delayed" when requests work and only what follows
them is late, because taking the web server away would not make the worker faster.
"""

import ipaddress
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from secrets import compare_digest

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from casework.models import Effect
from casework.periodic import overdue
from liaison.preparation import waiting_migrations

OK, DELAYED, FAILED = "ok", "delayed", "failed"
LATE_EFFECT = timedelta(minutes=10)
Finding = tuple[str, str]
"""A state and a sentence about it."""


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Every check by name; as JSON for `Accept: application/json`, as lines of text otherwise."""
    findings = {name: check() for name, check in CHECKS.items()}
    state = worst(findings)
    status = HTTPStatus.SERVICE_UNAVAILABLE if state == FAILED else HTTPStatus.OK
    if "json" in request.headers.get("Accept", ""):
        checks = {name: {"state": s, "detail": detail} for name, (s, detail) in findings.items()}
        return JsonResponse({"state": state, "checks": checks}, status=status)
    lines = [f"state: {state}", *(f"{name}: {s} ({detail})" for name, (s, detail) in findings.items())]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain", status=status)


def worst(findings: dict[str, Finding]) -> str:
    states = {state for state, _ in findings.values()}
    return next((state for state in (FAILED, DELAYED) if state in states), OK)


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return FAILED, f"the database does not answer: {type(error).__name__}"
    return OK, connection.vendor


def migrations() -> Finding:
    try:
        waiting = _waiting_migrations()
    except DatabaseError as error:
        return FAILED, f"unknown: {type(error).__name__}"
    return (FAILED, f"{waiting} to apply: run manage.py migrate") if waiting else (OK, "all applied")


@cache
def _all_applied() -> int:
    return 0


def _waiting_migrations() -> int:
    if _all_applied.cache_info().currsize:  # once applied they stay so for this process
        return 0
    return waiting_migrations() or _all_applied()


def broker() -> Finding:
    """A broker that is down delays what follows a request; the sweep delivers it later."""
    if settings.EMBEDDED:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return (OK, "folder") if folder.is_dir() else (DELAYED, "the broker's folder is missing")
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping()
    except redis.RedisError as error:
        return DELAYED, f"Redis does not answer: {type(error).__name__}"
    return OK, "redis"


def periodic_jobs() -> Finding:
    """A scheduler that stops does so in silence; the jobs' own records tell."""
    try:
        late = overdue()
    except DatabaseError as error:
        return FAILED, f"unknown: {type(error).__name__}"
    return (DELAYED, f"overdue: {', '.join(late)}") if late else (OK, "none overdue")


def effects() -> Finding:
    """What the portal still owes after its events, and has owed for too long."""
    owed = Effect.objects.filter(done_at__isnull=True, run_after__lt=timezone.now() - LATE_EFFECT)
    try:
        late = owed.order_by()[:1000].count()
    except DatabaseError as error:
        return FAILED, f"unknown: {type(error).__name__}"
    return (DELAYED, f"{late} late" if late < 1000 else "1000 or more late") if late else (OK, "none late")


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "periodic_jobs": periodic_jobs,
    "effects": effects,
}


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's page, for this machine or for whoever holds PORTAL_METRICS_TOKEN."""
    if not (_from_this_machine(request) or _has_token(request)):
        return HttpResponseForbidden("Metrics are for this machine or a holder of the token.\n", "text/plain")
    return ExportToDjangoView(request)


def _from_this_machine(request: HttpRequest) -> bool:
    if "X-Forwarded-For" in request.headers:  # a proxy on this machine speaks for someone else
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
