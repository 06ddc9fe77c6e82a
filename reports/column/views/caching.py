"""Answers that anybody may keep: with a mark of their content, and 304 for whoever has it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest

_KEPT = 600  # seconds


def cached(
    request: HttpRequest, made: Callable[[], bytes], kind: str, changed_at: datetime | None = None
) -> HttpResponse:
    """``made`` as ``kind``, with ETag and, where known, Last-Modified (RFC 9110, 8.8). No reader's own page."""
    data = made()
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    changed = int(changed_at.timestamp()) if changed_at else None
    response = HttpResponse(data, content_type=kind)
    answer = get_conditional_response(request, etag, changed, response) or response
    answer.headers["ETag"] = etag
    if changed is not None:
        answer.headers["Last-Modified"] = http_date(changed)
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT}"
    return answer
