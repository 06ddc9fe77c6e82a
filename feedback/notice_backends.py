"""Ways to send a notice: to the console, to a file, by e-mail, through an HTTP gateway of an SMS provider."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

_TIMEOUT = 10


@dataclass(frozen=True, slots=True)
class Envelope:
    """How an e-mail goes out: from which address (empty: the portal's own), with which further headers."""

    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


PLAIN = Envelope()


class Backend(Protocol):
    """Only e-mail has an envelope; it is given where there is something in it."""

    def send(self, address: str, subject: str, body: str, envelope: Envelope = PLAIN) -> None: ...


class NoWayOutError(Exception):
    """Nothing is set up to send by this way: trying again would not help."""


class Nowhere:
    """Sends nothing and says so: what a portal does for which no provider has been set up."""

    def send(self, address: str, subject: str, body: str, envelope: Envelope = PLAIN) -> None:
        raise NoWayOutError


class Console:
    """Prints that a notice went out; never the address, since consoles end up in logs."""

    def send(self, address: str, subject: str, body: str, envelope: Envelope = PLAIN) -> None:
        print(f"[notice] {subject}\n{body}")  # noqa: T201


class ToFile:
    """Appends each notice as a line of JSON to a file of the operator's: for trials without a provider.

    The file holds addresses, so only its owner may read it.
    """

    def send(self, address: str, subject: str, body: str, envelope: Envelope = PLAIN) -> None:
        path = Path(settings.PORTAL_NOTICE_FILE)
        path.parent.mkdir(parents=True, exist_ok=True)
        line: dict[str, object] = {
            "at": timezone.now().isoformat(),
            "to": address,
            "subject": subject,
            "body": body,
        }
        if envelope.headers:
            line["headers"] = dict(envelope.headers)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.fchmod(handle, 0o600)  # one that was made by hand, too
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class Email:
    """Django's own e-mail settings."""

    def send(self, address: str, subject: str, body: str, envelope: Envelope = PLAIN) -> None:
        sender = envelope.sender or None
        EmailMessage(subject, body, sender, [address], headers=dict(envelope.headers)).send()


class HttpGateway:
    """POSTs JSON to PORTAL_SMS_URL; the field names and a token are settings, as providers differ.

    An answer other than 2xx raises, and the effect is tried again later.
    """

    def send(self, address: str, subject: str, body: str, envelope: Envelope = PLAIN) -> None:
        fields = settings.PORTAL_SMS_FIELDS
        payload = {fields["to"]: address, fields["text"]: body}
        request = Request(
            settings.PORTAL_SMS_URL,
            data=json.dumps(payload, ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.PORTAL_SMS_TOKEN}",
            },
        )
        with urlopen(request, timeout=_TIMEOUT) as answer:
            if not 200 <= answer.status < 300:
                raise OSError(f"SMS gateway answered {answer.status}")
