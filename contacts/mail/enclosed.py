"""The files of a letter that waits: looked at one at a time before anybody decides, cleaned as on every way in.

Nobody knows yet what is in them, so a file is never shown on a page: it is taken apart and put together anew as
the files of an opinion are, handed out as a download, and each look is written down before.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from accounts import access_log
from casework.errors import NotAllowed, StepRefused
from casework.files import Prepared, prepare
from contacts.mail import reading, sealing
from contacts.mail.access import may_handle
from contacts.mail.reading import Unreadable
from contacts.mail.releasing import OPEN_OUTCOMES, SUBJECT

if TYPE_CHECKING:
    from accounts.actors import Actor
    from contacts.mail.reading import Enclosed
    from contacts.models import MailMessage

PURPOSE = "mail_file"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the page lists it: its place from 1, a name that tells nobody's, its size in bytes."""

    place: int
    name: str
    size: int


def waiting(message: MailMessage) -> list[Listed]:
    """The files of a letter that waits for a decision; none of one that is decided about, or not kept whole."""
    return [
        Listed(place, _name(place, one.name), len(one.data))
        for place, one in enumerate(_files(message), start=1)
    ]


def open_file(message: MailMessage, place: int, *, actor: Actor) -> Prepared:
    """One file, cleaned; the look is written down first. Raises NotAllowed, StepRefused where there is none,
    Incomplete where the file is of a kind that is not taken.
    """
    if actor.user is None or not may_handle(actor.user, message):
        raise NotAllowed(_("Only the liaison office and the station decide about a message."))
    files = _files(message)
    if not 1 <= place <= len(files):
        raise StepRefused(_("This file is not there any more. Look at the case, if the letter was taken in."))
    one, name = files[place - 1], _name(place, files[place - 1].name)
    access_log.record(actor, SUBJECT, message.pk, PURPOSE, note=name)
    return prepare([SimpleUploadedFile(name, one.data)])[0]


def _files(message: MailMessage) -> tuple[Enclosed, ...]:
    if message.outcome not in OPEN_OUTCOMES or not message.files or not message.raw:
        return ()
    raw = sealing.open_raw(message)
    try:
        return reading.read(raw).files if raw else ()
    except Unreadable:
        return ()


def _name(place: int, given: str) -> str:
    """Names of files often hold the name of their author, who is not to be seen here."""
    suffix = PurePath(given).suffix[:8]
    return _("file %(number)s") % {"number": place} + (
        suffix if suffix[1:].isalnum() and suffix.isascii() else ""
    )
