"""Messages that have arrived, as rows: for tests of what is done with them afterwards."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from contacts.mail import reading, sealing
from contacts.models import Mailbox, MailMessage

if TYPE_CHECKING:
    from casework.models import Case
    from tests.factories import County

_uids = count(1)
RAW = (
    "From: =?utf-8?B?546L56eA5YWw?= <wang@163.example>\r\nMessage-ID: <{uid}@163.example>\r\nSubject: 路灯坏了\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n村口的路灯坏了,请回信到 wang@163.example。\r\n-- \r\n王秀兰\r\n"
)


def mailbox_of(county: County | Case, **columns: Any) -> Mailbox:
    given = {
        "address": "office@county.example",
        "host": "imap.example",
        "user": f"u{county.congress.pk}",
    } | columns
    return Mailbox.objects.get_or_create(congress=county.congress, user=given.pop("user"), defaults=given)[0]


def arrived(county: County | Case, *, outcome: str = "held", raw: str = RAW, **columns: Any) -> MailMessage:
    """A message in the county's mailbox, with what became of it."""
    uid = next(_uids)
    source = raw.format(uid=uid).encode()
    letter = reading.read(source)
    path, key = sealing.keep_raw(source)
    return MailMessage.objects.create(
        mailbox=columns.pop("mailbox", None) or mailbox_of(county),
        congress=county.congress,
        uid_validity=1,
        uid=uid,
        received_at=timezone.now(),
        size=len(source),
        subject=letter.subject,
        outcome=outcome,
        sealed=sealing.seal(sealing.kept_of(letter, key)),
        sender_mark=sealing.sender_mark(letter.sender),
        message_mark=sealing.message_mark(letter.message_id),
        copy_mark=sealing.copy_mark(letter, source),
        raw=path,
        **columns,
    )
