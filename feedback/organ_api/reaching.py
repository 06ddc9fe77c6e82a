"""Sending news out of the house: to addresses that are allowed, and to no other machine behind the same name.

An operator types the address; without a guard it could name the portal's own database, or a name that first leads to
the organ and then here. So the name is looked up once, every address it has is checked, and the connection goes to the
one that was checked. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

Address = IPv4Address | IPv6Address
_TIMEOUT = 10  # seconds for each reading and writing
_LONGEST = 20  # seconds for the whole
_MOST_READ = 16 * 1024
_NAT64 = ip_network("64:ff9b::/96")


class NotReachable(Exception):
    """The address may not be called, or nobody answers there; the text says why, for operators."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: ``ip`` is what was checked, ``host`` what the certificate must say."""

    host: str
    port: int
    ip: str
    path: str
    is_tls: bool


def target_of(url: str) -> Target:
    """Look the address up and check it. Raises NotReachable.

    https to the open internet; into networks that the setting ``PORTAL_WEBHOOK_NETWORKS`` names http too; nowhere else.
    """
    parts = urlsplit(url)
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.password:
        raise NotReachable(_("Give a whole address that begins with https:// and names no user."))
    is_tls = parts.scheme == "https"
    port = port or (443 if is_tls else 80)
    addresses = _looked_up(host, port)
    for address in addresses:
        _check(address, is_tls)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, str(addresses[0]), path, is_tls)


def _looked_up(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReachable(_("The name of the address is not known.")) from None
    return [ip_address(str(row[4][0]).partition("%")[0]) for row in found]


def _check(address: Address, is_tls: bool) -> None:
    seen = _behind(address)
    allowed = [ip_network(one) for one in settings.PORTAL_WEBHOOK_NETWORKS]
    if any(one.version == seen.version and seen in one for one in allowed):
        return
    if not seen.is_global or seen.is_multicast:
        raise NotReachable(
            _(
                "The address lies in a network that news must not be sent to. The operator of the server may allow it."
            )
        )
    if not is_tls:
        raise NotReachable(_("Outside of allowed networks the address has to begin with https://."))


def _behind(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send it; returns the status of the answer. Raises NotReachable where there is none."""
    target = target_of(url)
    try:
        connection = _connected(target)
        closing = threading.Timer(_LONGEST, _cut, [connection])
        closing.start()
        try:
            connection.request("POST", target.path, body, {**headers, "Host": _host(target)})
            answer = connection.getresponse()
            answer.read(_MOST_READ)
            return answer.status
        finally:
            closing.cancel()
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise NotReachable(f"{type(error).__name__}: {error}"[:200]) from error


def _host(target: Target) -> str:
    usual = 443 if target.is_tls else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == usual else f"{host}:{target.port}"


def _connected(target: Target) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=_TIMEOUT)
    plain = socket.create_connection((target.ip, target.port), _TIMEOUT)
    try:
        connection.sock = (
            _context().wrap_socket(plain, server_hostname=target.host) if target.is_tls else plain
        )
    except BaseException:
        plain.close()
        raise
    return connection


def _context() -> ssl.SSLContext:
    """The system's authorities, and the one that the operator named."""
    context = ssl.create_default_context()
    if settings.PORTAL_WEBHOOK_CA_FILE:
        context.load_verify_locations(settings.PORTAL_WEBHOOK_CA_FILE)
    return context


def _cut(connection: http.client.HTTPConnection) -> None:
    """A receiver that answers a letter at a time must not hold a worker."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
