"""A message as it came, read into a ``Letter``: who, to whom, what was said, which files. No Django, no network.

Whatever is broken in it is read as far as it goes; Unreadable where it does not go at all.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from typing import TYPE_CHECKING, cast

from contacts.mail import charsets, markup, quoting

if TYPE_CHECKING:
    from collections.abc import Iterator

_TO = (
    *("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To", "X-RCPT-TO"),
    *("To", "Cc", "Resent-To"),
)
_KEPT_HEADERS = (
    *("Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond"),
    *("X-Autoresponder", "List-Id", "List-Unsubscribe", "List-Post", "Return-Path", "X-Failed-Recipients"),
)
_MOST_PARTS = 200
_DEEPEST = 20
_LOGO = 4096  # bytes: a picture inside the text that is smaller is an emblem or a counter
_ID = re.compile(r"<([^<>\s]+)>")
_STUB = 40  # characters of plain text beside an HTML part that says much more
_ENCRYPTED = frozenset(("multipart/encrypted", "application/pgp-encrypted"))
_PGP = "-----BEGIN PGP MESSAGE-----"


class Unreadable(Exception):
    """A message nested or divided so that nobody could have meant it."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file in a mail, as it came."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """One message in words. ``text`` is all that it says, ``words`` what was written this time.

    ``marks`` are the headers by which machines tell that they are machines, in small letters. ``report`` is a
    delivery report's own text, ``invitation`` the method of a calendar message.
    """

    message_id: str = ""
    references: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    words: str = ""
    files: tuple[Enclosed, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    is_encrypted: bool = False
    invitation: str = ""
    report: str = ""

    def __repr__(self) -> str:
        return "Letter(…)"  # never into a log or a traceback


def read(raw: bytes) -> Letter:
    """The whole message. Raises Unreadable."""
    try:
        message = email.message_from_bytes(raw, policy=compat32)
        return _letter(message, list(_parts(message)))
    except RecursionError:
        raise Unreadable from None


def read_head(raw: bytes) -> Letter:
    """The headers alone: of a message that is too large to be loaded."""
    return _letter(email.message_from_bytes(raw, policy=compat32), [])


def _letter(message: Message, parts: list[Message]) -> Letter:
    name, sender = _sender(message)
    subject = header(message, "Subject")
    said = "\n\n".join(_said(parts))
    is_answer = bool(_ids(message, "In-Reply-To", "References"))
    keeps_history = quoting.is_forward(subject) and not is_answer
    return Letter(
        message_id=next(iter(_ids(message, "Message-ID")), ""),
        references=_ids(message, "In-Reply-To", "References"),
        sender=sender,
        sender_name=name,
        recipients=_recipients(message),
        subject=quoting.subject_of(subject),
        text=said,
        words=said if keeps_history else quoting.newest(said),
        files=tuple(_files(parts)),
        marks=_marks(message),
        is_encrypted=_is_encrypted(message, parts, said),
        invitation=_invitation(parts),
        report=_report(message, parts),
    )


# --- Headers --------------------------------------------------------------------------------------------
def header(message: Message, name: str) -> str:
    """The first header of this name, in words."""
    return next(
        (charsets.header(_raw(value)) for key, value in message.raw_items() if key.lower() == name.lower()),
        "",
    )


def _raw(value: object) -> str:
    return str(value) if isinstance(value, str) else str(getattr(value, "_chunks", value))


def _all(message: Message, name: str) -> list[str]:
    """Every header of this name; bytes that do not belong there are read as what they look like."""
    return [charsets.bare(_raw(value)) for key, value in message.raw_items() if key.lower() == name.lower()]


def _ids(message: Message, *names: str) -> tuple[str, ...]:
    found = [one for name in names for value in _all(message, name) for one in _ID.findall(value)]
    return tuple(dict.fromkeys(found))


def _sender(message: Message) -> tuple[str, str]:
    """Name and address of who wrote it; the name is read after the address is cut out, as names hold anything."""
    for field_name in ("From", "Sender"):
        for value in _all(message, field_name):
            for name, address in getaddresses([value.replace("\r", "").replace("\n", " ")]):
                if _is_address(address):
                    return charsets.header(name).strip("\"' "), address.strip()
    return "", ""


def _recipients(message: Message) -> tuple[str, ...]:
    values = [value for name in _TO for value in _all(message, name)]
    found = [address.strip().lower() for _name, address in getaddresses(values) if _is_address(address)]
    return tuple(dict.fromkeys(found))


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}", text.strip()))


def _marks(message: Message) -> dict[str, str]:
    return {
        name.lower(): value.strip().lower() for name in _KEPT_HEADERS for value in _all(message, name)[:1]
    }


# --- Parts ----------------------------------------------------------------------------------------------
def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Every leaf, and of alternatives the one to read; Unreadable beyond what a mail program makes."""
    if depth > _DEEPEST:
        raise Unreadable
    if message.get_content_type() == "multipart/alternative":
        yield from _best(message, depth)
        return
    inner = message.get_payload()
    if not message.is_multipart() or not isinstance(inner, list):
        yield message
        return
    if len(inner) > _MOST_PARTS:
        raise Unreadable
    for part in inner:
        yield from _parts(cast(Message, part), depth + 1)


def _best(message: Message, depth: int) -> Iterator[Message]:
    """Plain text where it says something, else HTML; what is no text is not an alternative to words."""
    payload = message.get_payload() if message.is_multipart() else []
    inner = [part for one in payload for part in _parts(cast(Message, one), depth + 1)]
    texts = [
        part
        for part in inner
        if part.get_content_type() in ("text/plain", "text/html") and not _file_name(part)
    ]
    plain = next((part for part in texts if part.get_content_type() == "text/plain"), None)
    rich = next((part for part in texts if part.get_content_type() == "text/html"), None)
    chosen = plain if plain is not None and _is_enough(plain, rich) else rich
    if chosen is not None:
        yield chosen
    yield from (part for part in inner if part not in texts)


def _is_enough(plain: Message, rich: Message | None) -> bool:
    said = _words_of(plain).strip()
    return rich is None or len(said) > _STUB or (bool(said) and len(_words_of(rich)) < 3 * max(len(said), 20))


def _said(parts: list[Message]) -> list[str]:
    texts = [
        part
        for part in parts
        if part.get_content_type() in ("text/plain", "text/html") and not _file_name(part)
    ]
    return [said for part in texts if (said := _words_of(part).strip())]


def _words_of(part: Message) -> str:
    said = charsets.decode(payload_of(part), str(part.get_content_charset("") or ""))
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    return markup.text_of(said) if part.get_content_type() == "text/html" else said


def payload_of(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def _file_name(part: Message) -> str:
    """The name of an enclosed file, by either header; a file without one is called by its kind."""
    for name, where in (("filename", "content-disposition"), ("name", "content-type")):
        found = _parameter(part, name, where)
        if found:
            return found
    is_file = part.get_content_disposition() == "attachment"
    return part.get_content_type().replace("/", ".") if is_file else ""


def _parameter(part: Message, name: str, where: str) -> str:
    try:
        value = part.get_param(name, header=where)
    except (ValueError, LookupError):
        return ""
    if isinstance(value, tuple):
        charset, _language, text = value
        return charsets.decode(text.encode("latin-1", "replace"), charset or "")
    return charsets.header(value) if value else ""


def _files(parts: list[Message]) -> Iterator[Enclosed]:
    for part in parts:
        kind = part.get_content_type()
        is_words = kind in ("text/plain", "text/html") and not _file_name(part)
        if is_words or kind in ("text/calendar", "message/delivery-status", *_SIGNATURES):
            continue
        data = payload_of(part)
        is_inside = part.get("Content-ID") is not None and kind.startswith("image/")
        if not (is_inside and len(data) < _LOGO):
            yield Enclosed(_file_name(part) or kind.replace("/", "."), kind, data)


_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


# --- Kinds of content -----------------------------------------------------------------------------------
def _is_encrypted(message: Message, parts: list[Message], said: str) -> bool:
    kinds = {message.get_content_type(), *(part.get_content_type() for part in parts)}
    smime = kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime"}
    return bool(kinds & _ENCRYPTED or smime) or said.lstrip().startswith(_PGP)


def _invitation(parts: list[Message]) -> str:
    for part in parts:
        if part.get_content_type() == "text/calendar":
            method = str(part.get_param("method") or "")
            found = re.search(r"^METHOD:(\w+)", charsets.decode(payload_of(part)), re.MULTILINE)
            return (method or (found[1] if found else "request")).lower()
    return ""


def _report(message: Message, parts: list[Message]) -> str:
    """All the text of a delivery report (RFC 3464): its fields, and the headers of what came back."""
    if message.get_content_type() != "multipart/report":
        return ""
    kind = str(message.get_param("report-type") or "").lower()
    return f"report-type: {kind}\n" + "\n\n".join(
        _source(part) for part in message.walk() if part is not message
    )


def _source(part: Message) -> str:
    if part.is_multipart():
        return "\n".join(f"{name}: {_raw(value)}" for name, value in part.raw_items())
    return charsets.decode(payload_of(part)[:20_000])
