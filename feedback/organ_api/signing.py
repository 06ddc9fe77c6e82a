"""Signatures of news, as Standard Webhooks has them: HMAC-SHA256 over id, time and body, a secret for each address.

While a secret is being replaced both sign, so that a receiver may change it when it suits them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from feedback.identity import SEALED, seal_words, unseal_words
from feedback.models import Webhook

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = "whsec_"
OVERLAP = timedelta(days=3)


def new_secret() -> str:
    return _MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed_new(secret: str) -> str:
    """What is kept of the first secret of an address."""
    return seal_words(json.dumps({"now": secret, "before": "", "until": ""}))


def renewed(sealed: str, secret: str) -> str:
    """The same with ``secret`` in the place of the present one, which counts for ``OVERLAP`` more."""
    kept = json.loads(unseal_words(sealed))
    until = (timezone.now() + OVERLAP).isoformat()
    return seal_words(json.dumps({"now": secret, "before": kept["now"], "until": until}))


def secrets_of(sealed: str) -> list[str]:
    """The secrets that count now, the newest first."""
    kept = json.loads(unseal_words(sealed))
    overlaps = kept["before"] and datetime.fromisoformat(kept["until"]) > timezone.now()
    return [kept["now"], kept["before"]] if overlaps else [kept["now"]]


def headers(secrets: list[str], identifier: str, body: bytes) -> Mapping[str, str]:
    """``webhook-id``, ``webhook-timestamp`` (seconds), ``webhook-signature`` (one ``v1,`` for each secret)."""
    moment = str(int(timezone.now().timestamp()))
    signatures = " ".join(f"v1,{signature(secret, identifier, moment, body)}" for secret in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "liaison-portal",
        "webhook-id": identifier,
        "webhook-timestamp": moment,
        "webhook-signature": signatures,
    }


def signature(secret: str, identifier: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_MARK))
    said = b".".join((identifier.encode(), moment.encode(), body))
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()


# A change of the portal's keys takes the secrets along.
SEALED.append((Webhook.objects.order_by, lambda sealed: {}))
