"""A mailbox on its server: what is new in it, one message, and putting away what is done.

Nothing here marks a message before it is recorded: what is read is only peeked at.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from imaplib import Internaldate2tuple
from pathlib import Path
from time import mktime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

from contacts.mail.taking import Arrived
from contacts.models import Mailbox, Security
from feedback.identity import unseal_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMEOUT = 30  # seconds
_HEAD = 128 * 1024  # bytes of headers at most
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")


class NotReached(Exception):
    """The server does not answer as a mail server does; the sentence says nothing secret."""


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Box]:
    """The mailbox, signed in and its folder open. Raises whatever the server or the network does."""
    with _connected(mailbox) as client:
        _sign_in(client, mailbox)
        _learn(client)
        client.folder.set(mailbox.folder)
        yield Box(client, mailbox)


def _connected(mailbox: Mailbox) -> BaseMailBox:
    if mailbox.security == Security.NONE:
        return MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=_TIMEOUT)
    context = ssl.create_default_context(cafile=settings.PORTAL_MAIL_CA_FILE or None)
    kind = MailBox if mailbox.security == Security.TLS else MailBoxStartTls
    return kind(mailbox.host, mailbox.port, timeout=_TIMEOUT, ssl_context=context)


def _sign_in(client: BaseMailBox, mailbox: Mailbox) -> None:
    """With a password, or with an access token that a program beside us keeps fresh (docs/running.md)."""
    secret = password_of(mailbox)
    if mailbox.key == Mailbox.ENVIRONMENT and settings.PORTAL_MAIL_SIGN_IN == "token":
        client.xoauth2(mailbox.user, secret, initial_folder=None)
    else:
        client.login(mailbox.user, secret, initial_folder=None)


def password_of(mailbox: Mailbox) -> str:
    if mailbox.key == Mailbox.ENVIRONMENT:
        return Path(settings.PORTAL_MAIL_PASSWORD_FILE).read_text().strip()
    return unseal_words(mailbox.sealed) if mailbox.sealed else ""


def _learn(client: BaseMailBox) -> None:
    """Ask what the server can do for those who have signed in, and say our name where it wants to hear it.

    163 and 126 open no folder for a program that has not said its name (RFC 2971).
    """
    _answer, told = client.client.capability()
    client.client.capabilities = tuple(b" ".join(told).decode().upper().split())
    if "ID" in client.client.capabilities:
        client.client.xatom("ID", '("name" "liaison-portal" "version" "1")')


class Box:
    """An open folder. ``uid_validity`` is the numbering for which its UIDs hold."""

    def __init__(self, client: BaseMailBox, mailbox: Mailbox) -> None:
        self._client, self._mailbox = client, mailbox
        self.uid_validity = int(client.folder.status(mailbox.folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        self._has_done_folder = False

    def after(self, last: int) -> list[int]:
        """The UIDs above ``last``, in order. A server answers ``n:*`` with its last message at least."""
        found = self._client.uids(f"UID {last + 1}:*", charset=None)
        return sorted(uid for uid in map(int, found) if uid > last)

    def arrived(self, uids: Sequence[int]) -> list[Arrived]:
        """Size and day of arrival of these, without their content; one that is gone meanwhile is left out."""
        if not uids:
            return []
        told = self._fetched(",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)")
        lines = [part if isinstance(part, bytes) else part[0] for part in told if part]
        found = [one for line in lines if (one := self._told(line)) is not None]
        return sorted(found, key=lambda one: one.uid)

    def _told(self, line: bytes) -> Arrived | None:
        uid, size = _UID.search(line), _SIZE.search(line)
        if uid is None or size is None:
            return None
        return Arrived(self.uid_validity, int(uid[1]), int(size[1]), _day(line))

    def whole(self, uid: int) -> bytes:
        """The message as it came; nothing where it is gone."""
        return self._literal(uid, "(BODY.PEEK[])")

    def head(self, uid: int) -> bytes:
        """Its headers, and of those no more than a mail program writes."""
        return self._literal(uid, f"(BODY.PEEK[HEADER]<0.{_HEAD}>)")

    def _literal(self, uid: int, what: str) -> bytes:
        parts = [part[1] for part in self._fetched(str(uid), what) if isinstance(part, tuple)]
        return bytes(parts[0]) if parts else b""

    def _fetched(self, uids: str, what: str) -> list[Any]:
        answer, parts = self._client.client.uid("FETCH", uids, what)
        if answer != "OK":
            raise NotReached("FETCH")
        return parts

    def done(self, uid: int) -> None:
        """Recorded: put it away, or mark it as read where no folder is named."""
        # Not by the library's own function: that would also purge what somebody has marked as deleted.
        self._client.client.uid("STORE", str(uid), "+FLAGS", f"({MailMessageFlags.SEEN})")
        folder = self._mailbox.done_folder
        if not folder:
            return
        if not self._has_done_folder and not self._client.folder.exists(folder):
            self._client.folder.create(folder)
        self._has_done_folder = True
        self._client.move(str(uid), folder)


def _day(line: bytes) -> datetime:
    """When the server received it; never later than now."""
    told, now = Internaldate2tuple(line), datetime.now(UTC)
    return min(datetime.fromtimestamp(mktime(told), UTC), now) if told else now
