"""Signed marks in our own mail: in the Reply-To address and in the Message-ID. They lead back to a case.

80 bits of a keyed digest, in letters of one case: mail servers change capitals as they like. What was signed with an
earlier secret key stays good, as receipts do.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode

from django.conf import settings
from django.utils.crypto import constant_time_compare

from casework.numbers import tidy

_REPLY = re.compile(r"(?:^|\+)reply-([0-9a-z]{12})-([a-z2-7]{16})$")
_NOTICE = re.compile(r"^portal\.(n|m)(\d{1,18})\.([a-z2-7]{16})$")
_ANY_NOTICE = re.compile(r"\bportal\.[nm]\d{1,18}\.[a-z2-7]{16}(?=@)", re.I)


def _mac(said: str, key: str) -> str:
    digest = hmac.new(key.encode(), f"mail:{said}".encode(), hashlib.sha256).digest()
    return b32encode(digest[:10]).decode().lower()


def _fits(said: str, mac: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    fits = [
        constant_time_compare(_mac(said, key), mac) for key in keys
    ]  # all of them: it takes the same time
    return any(fits)


def reply_local(number: str) -> str:
    """The part before the @ of the address to which answers about a case are sent."""
    plain = tidy(number).replace("-", "").lower()
    return f"reply-{plain}-{_mac(plain, settings.SECRET_KEY)}"


def number_in(local: str) -> str:
    """The case number of such an address, as it is written; empty where it was not signed here."""
    found = _REPLY.search(local.lower())
    return tidy(found[1]) if found and _fits(found[1], found[2]) else ""


def message_id(kind: str, key: int, domain: str) -> str:
    """A Message-ID of ours: ``n`` and the key of the event a notice is of, or ``m`` and that of the mail answered."""
    return f"<portal.{kind}{key}.{_mac(f'{kind}{key}', settings.SECRET_KEY)}@{domain}>"


def read_id(identifier: str) -> tuple[str, int] | None:
    """What a Message-ID of ours says; None for anybody else's."""
    found = _NOTICE.match(identifier.strip("<> ").partition("@")[0].lower())
    if found is None or not _fits(f"{found[1]}{found[2]}", found[3]):
        return None
    return found[1], int(found[2])


def ids_in(text: str) -> list[tuple[str, int]]:
    """Every Message-ID of ours that is quoted in ``text``: of a bounce that keeps to no standard."""
    return [told for found in _ANY_NOTICE.findall(text) if (told := read_id(found)) is not None]
