"""What is kept of a message: sealed words in its row, and the message as it came in a file with a key of its own.

The file's key stands in the sealed row: a change of the identity keys seals the row anew and need not touch the file,
and a row that is emptied makes its file unreadable wherever a copy of it lies.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from cryptography.fernet import Fernet
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from contacts.models import Mailbox, MailMessage
from feedback.identity import SEALED, Person, seal_words, unseal_words
from feedback.marks import marks_of

if TYPE_CHECKING:
    from contacts.mail.reading import Letter

FOLDER = "mail"


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """The sealed part of a message. ``refused`` are the sentences about files that could not be taken."""

    name: str = ""
    email: str = ""
    message_id: str = ""
    subject: str = ""
    text: str = ""
    raw_key: str = ""
    refused: tuple[str, ...] = field(default_factory=tuple)

    @property
    def person(self) -> Person:
        return Person(name=self.name, email=self.email)

    def __repr__(self) -> str:
        return "Kept(…)"


def kept_of(letter: Letter, raw_key: str = "", refused: tuple[str, ...] = ()) -> Kept:
    return Kept(
        letter.sender_name[:60],
        letter.sender[:120],
        letter.message_id,
        letter.subject,
        letter.text,
        raw_key,
        refused,
    )


def seal(kept: Kept) -> str:
    return seal_words(json.dumps(asdict(kept), ensure_ascii=False))


def unseal(message: MailMessage) -> Kept:
    """Nothing is in a message whose time is over. Raises InvalidToken when none of the keys fits."""
    return _read(message.sealed) if message.sealed else Kept()


def _read(sealed: str) -> Kept:
    told = json.loads(unseal_words(sealed))
    return Kept(**told | {"refused": tuple(told["refused"])})


# --- Marks ----------------------------------------------------------------------------------------------
def sender_mark(address: str) -> str:
    """Tells the same sender without the address; keyed, since addresses can be guessed."""
    return marks_of(Person(email=address))["email_mark"]


def message_mark(identifier: str) -> str:
    return hashlib.sha256(f"id:{identifier}".encode()).hexdigest() if identifier else ""


def copy_mark(letter: Letter, raw: bytes) -> str:
    """The same message, whichever way it came; without a Message-ID only the very same bytes are the same."""
    digest = hashlib.sha256(letter.message_id.encode("utf-8", "replace"))
    if not letter.message_id:
        digest.update(raw)
    for part in (letter.sender, letter.subject, letter.text):
        digest.update(b"\0" + part.encode("utf-8", "replace"))
    for file in letter.files:
        digest.update(hashlib.sha256(file.data).digest())
    return digest.hexdigest()


# --- Words to show --------------------------------------------------------------------------------------
def without_address(text: str, address: str) -> str:
    """``text`` with the sender's own address starred out: it stands in the identity and nowhere else."""
    if not address:
        return text
    return re.sub(re.escape(address), lambda found: "*" * len(found[0]), text, flags=re.IGNORECASE)


# --- The message as it came -----------------------------------------------------------------------------
def keep_raw(raw: bytes) -> tuple[str, str]:
    """Store it encrypted; returns where, and the key. A transaction that fails leaves a file that nobody can read."""
    key = Fernet.generate_key()
    path = default_storage.save(f"{FOLDER}/{uuid4().hex}", ContentFile(Fernet(key).encrypt(raw)))
    return path, key.decode()


def open_raw(message: MailMessage) -> bytes | None:
    """The message as it came; None where it is not kept any more."""
    key = unseal(message).raw_key
    if not (message.raw and key and default_storage.exists(message.raw)):
        return None
    with default_storage.open(message.raw) as file:
        return Fernet(key.encode()).decrypt(file.read())


def drop_raw(message: MailMessage) -> None:
    """Delete the file after the commit."""
    if message.raw:
        transaction.on_commit(partial(default_storage.delete, message.raw))
        message.raw, message.raw_until = "", None


def _marks(sealed: str) -> dict[str, str]:
    return {"sender_mark": sender_mark(_read(sealed).email)}


# A change of keys takes messages and passwords along.
SEALED.append((MailMessage.objects.exclude(sealed="").order_by, _marks))
SEALED.append((Mailbox.objects.exclude(sealed="").order_by, lambda sealed: {}))
