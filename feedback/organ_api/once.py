"""A request that is repeated is done once: ``Idempotency-Key``, and what it was done for."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.errors import Incomplete
from feedback.models import ApiCall
from feedback.organ_api.problems import KeyReused

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request

    from deputies.models import Organ

HEADER = "Idempotency-Key"
KEPT = timedelta(days=30)
_LONGEST = 100


def key_of(request: Request) -> str:
    """The key of a request that does something; Incomplete where there is none."""
    key = request.headers.get(HEADER, "").strip()
    if not 1 <= len(key) <= _LONGEST or not key.isprintable():
        raise Incomplete(
            HEADER,
            _(
                "Send an Idempotency-Key of at most 100 characters: new for each thing you do, the same to repeat it."
            ),
        )
    return key


def digest_of(request: Request, address: str) -> str:
    """Tells whether two requests say the same, however their bodies were cut into parts."""
    if not hasattr(request.data, "items"):
        raise Incomplete("", _("Send an object: names with their values."))
    said = {name: request.data.getlist(name) if hasattr(request.data, "getlist") else value
            for name, value in request.data.items() if name not in request.FILES}  # fmt: skip
    found = hashlib.sha256(json.dumps([address, said], sort_keys=True, default=str).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            found.update(f"\0{name}\0{file.name}\0".encode())
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    return found.hexdigest()


@transaction.atomic
def once(
    organ: Organ, key: str, digest: str, do: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """What ``do`` answers, or answered when it was done for this key; and whether it had been done.

    Two requests at the same moment wait for each other at the row. What was refused leaves no row: it may be sent again
    with the same key. KeyReused for another request under the same key.
    """
    call, is_new = ApiCall.objects.get_or_create(organ=organ, key=key, defaults={"digest": digest})
    if is_new:
        call.answer = do()
        call.save(update_fields=["answer"])
        return call.answer, False
    if call.digest != digest:
        raise KeyReused(
            _(
                "This Idempotency-Key was used for another request. Nothing was done; use a new key for a new request."
            )
        )
    return call.answer, True


def forget_old() -> int:
    """Nobody repeats a request after so long."""
    removed, _by_table = ApiCall.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return removed
