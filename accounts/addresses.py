"""The address a request comes from, and a keyed digest of it.

``X-Forwarded-For`` is believed only as far as our own proxies wrote it: ``settings.NUM_PROXIES`` entries
counted from the right. With 0 it is not read at all. A client can put anything to the left of those.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest

UNKNOWN = "unknown"
_IPV6_NETWORK = 64  # one household or office holds a whole /64 and may use any address in it


def client_address(request: HttpRequest) -> str:
    """The client's address; an IPv6 address is cut to its /64, an unreadable one is ``"unknown"``."""
    return _readable(_forwarded(request)) or _readable(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def address_digest(request: HttpRequest) -> str:
    """32 hex digits that are the same for the same address and tell nothing about it without the key."""
    return salted_hmac("accounts.address", client_address(request), algorithm="sha256").hexdigest()[:32]


def _forwarded(request: HttpRequest) -> str:
    """The entry that the outermost of our proxies wrote; empty when there is none."""
    proxies = settings.NUM_PROXIES
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return entries[-proxies] if 0 < proxies <= len(entries) else ""


def _readable(text: str) -> str:
    try:
        address = ipaddress.ip_address(_without_port(text.strip()))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), _IPV6_NETWORK)).network_address)
    return str(address)


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
