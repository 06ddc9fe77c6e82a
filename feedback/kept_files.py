"""Files that passed while another field was wrong: kept for a day, so that nobody chooses them twice.

The form carries a signed note of where each file is; nothing but that note leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from casework.files import MOST_FILES, Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "waiting"
KEPT_FOR = timedelta(hours=24)
_SALT = "feedback.kept_files"


@dataclass(frozen=True, slots=True)
class Kept:
    """``note`` stands in the form; ``path`` is where the bytes wait."""

    note: str
    name: str
    content_type: str
    path: str


def keep(file: Prepared) -> Kept:
    path = default_storage.save(f"{FOLDER}/{uuid4().hex}", ContentFile(file.data))
    note = signing.dumps([path, file.name, file.content_type], salt=_SALT)
    return Kept(note, file.name, file.content_type, path)


def read(notes: Iterable[str]) -> list[Kept]:
    """The files of these notes that are still there; a changed or old note leads nowhere."""
    found = (_read(note) for note in list(dict.fromkeys(notes))[:MOST_FILES])
    return [one for one in found if one and default_storage.exists(one.path)]


def _read(note: str) -> Kept | None:
    try:
        path, name, content_type = signing.loads(note, salt=_SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Kept(note, name, content_type, path)


def prepared(kept: Kept) -> Prepared:
    with default_storage.open(kept.path) as file:
        return Prepared(kept.name, kept.content_type, file.read())


def forget(files: Iterable[Kept]) -> None:
    """They have been stored with a case."""
    for one in files:
        default_storage.delete(one.path)


def forget_old(now: datetime | None = None) -> int:
    """Delete what nobody came back for within a day; returns how many files."""
    if not default_storage.exists(FOLDER):
        return 0
    limit = (now or timezone.now()) - KEPT_FOR
    paths = (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
    old = [path for path in paths if default_storage.get_modified_time(path) < limit]
    for path in old:
        default_storage.delete(path)
    return len(old)
