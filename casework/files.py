"""Files that people send: looked at before anything is kept, images made anew.

What a file is, its content says, never its name. An image is decoded and encoded again, which drops the
camera's notes (place, device) and whatever hides behind the picture. A document keeps its words and pages and
loses the names in it that no page shows. Both are only ever served as a download.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

import filetype
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from casework.documents import office, pdf
from casework.documents.unclean import Unclean
from casework.errors import Incomplete
from casework.models import Attachment
from casework.rules.schema import RANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

    from casework.models import Case, Event, Reply

MOST_FILES = RANGES["attachments"][1]  # a profile may allow less
MOST_BYTES = RANGES["attachment_megabytes"][1] * 1024 * 1024
_MOST_PIXELS = 50_000_000
_LONGEST_SIDE = 2560
_IMAGES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "PNG",
    "image/bmp": "PNG",
}
_KEPT_AS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
_DOCUMENTS = {
    "application/pdf": (".pdf", pdf.without_names),
    office.DOCX: (".docx", office.without_names),
    office.XLSX: (".xlsx", office.without_names),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that passed: its bytes as they will be stored, and the name shown for it."""

    name: str
    content_type: str
    data: bytes


def prepare(
    files: Sequence[UploadedFile], *, most: int = MOST_FILES, most_bytes: int = MOST_BYTES
) -> tuple[Prepared, ...]:
    """Check up to ``most`` files; Incomplete with a sentence that names the file which cannot be taken."""
    if len(files) > most:
        raise Incomplete("files", _("At most %(most)s files can be sent at once.") % {"most": most})
    return tuple(_prepare(file, most_bytes) for file in files)


def _refuse(name: str, sentence: str) -> Incomplete:
    return Incomplete("files", _("“%(name)s”: %(why)s") % {"name": name, "why": sentence})


def _prepare(file: UploadedFile, most_bytes: int) -> Prepared:
    name = PurePath((file.name or "").replace("\\", "/")).name[:100] or "file"
    if (file.size or 0) > most_bytes:
        words = _("the file is larger than %(megabytes)s MB. Choose a smaller one.")
        raise _refuse(name, words % {"megabytes": most_bytes // (1024 * 1024)})
    data = file.read()
    if not data:
        raise _refuse(name, _("the file is empty."))
    kind = filetype.guess_mime(data) or ""
    if kind in _IMAGES:
        return _image(name, data, _IMAGES[kind])
    if kind in _DOCUMENTS:
        return _document(name, data, kind)
    if data.startswith(_OLE):
        raise _refuse(
            name,
            _(
                "this is an old Word or Excel file, or one with a password. Save it as .docx, .xlsx or PDF without one."
            ),
        )
    raise _refuse(name, _("only photos (JPEG, PNG, WebP) and documents (PDF, Word, Excel) can be sent."))


def _image(name: str, data: bytes, kept: str) -> Prepared:
    """Decode, turn upright, shrink to 2,560 pixels and encode again."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise _refuse(name, _("the picture has too many pixels. Choose a smaller one."))
                clean = ImageOps.exif_transpose(image).convert("RGBA" if kept == "PNG" else "RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _refuse(name, _("the picture has too many pixels. Choose a smaller one.")) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise _refuse(name, _("the picture is damaged and cannot be opened.")) from None
    clean.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    clean.info.clear()  # a comment of the file would be written out again
    out = BytesIO()
    clean.save(out, kept, **({"quality": 85} if kept != "PNG" else {}))
    content_type, suffix = _KEPT_AS[kept]
    return Prepared(PurePath(name).stem[:90] + suffix, content_type, out.getvalue())


def _document(name: str, data: bytes, kind: str) -> Prepared:
    """The same words and pages without the names that the program wrote into the file."""
    suffix, without_names = _DOCUMENTS[kind]
    try:
        return Prepared(PurePath(name).stem[:90] + suffix, kind, without_names(data))
    except Unclean as why:
        raise _refuse(name, str(why)) from None


def attach(
    case: Case,
    event: Event | None,
    files: Sequence[Prepared],
    *,
    from_citizen: bool = True,
    reply: Reply | None = None,
) -> None:
    """Store prepared files with a case, or with an organ's reply to it."""
    for prepared in files:
        attachment = Attachment(
            case=case,
            event=event,
            reply=reply,
            name=prepared.name,
            content_type=prepared.content_type,
            size=len(prepared.data),
            digest=hashlib.sha256(prepared.data).hexdigest(),
            from_citizen=from_citizen,
        )
        attachment.file.save(prepared.name, ContentFile(prepared.data), save=False)
        attachment.save(force_insert=True)


def enclose_again(file: Attachment, reply: Reply) -> None:
    """The same file with another reply, as a file of its own: one may go without the other."""
    with file.file.open("rb") as stored:
        same = Prepared(file.name, file.content_type, stored.read())
    attach(reply.case, None, [same], from_citizen=False, reply=reply)


def drop_enclosures(files: QuerySet[Attachment]) -> None:
    """Remove what was enclosed with a reply that goes, or gets other files; the bytes go after the commit."""
    for one in files:
        transaction.on_commit(partial(one.file.storage.delete, str(one.file.name)))
    files.delete()
