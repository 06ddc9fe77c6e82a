"""Photos that are published: made anew without the camera's notes, with words for who does not see them, and with a
note of who agreed. For articles of the column and for meetings of duty reports."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from PIL import Image

from casework.errors import Incomplete
from casework.files import prepare
from feedback.text import clean_line, find_personal, mask_personal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from casework.files import Prepared


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept: ``columns`` are those of its row, but for the file."""

    prepared: Prepared
    columns: dict[str, Any]

    def store(self, row: Any) -> None:
        """Write the file, then the new ``row`` that was made with ``columns``."""
        row.file.save(self.prepared.name, ContentFile(self.prepared.data), save=False)
        row.save(force_insert=True)


def photo(file: UploadedFile, alt: str, consent: str) -> Photo:
    """Look at a photo before it is kept. Incomplete, at ``file``, ``alt`` or ``consent``, when it cannot be."""
    words, agreed = clean_line(alt), clean_line(consent)
    if not words:
        raise Incomplete("alt", _("Say what the picture shows."))
    no_personal("alt", words)
    if not agreed:
        raise Incomplete(
            "consent", _("Say who in it was asked and agreed, or that nobody can be recognised.")
        )
    (prepared,) = prepare([file])
    if not prepared.content_type.startswith("image/"):
        raise Incomplete("file", _("Only photos (JPEG, PNG, WebP) can be shown here."))
    with Image.open(BytesIO(prepared.data)) as image:
        width, height = image.size
    columns = {
        "content_type": prepared.content_type,
        "digest": hashlib.sha256(prepared.data).hexdigest(),
        "width": width,
        "height": height,
        "alt": words[:200],
        "consent": agreed[:200],
    }
    return Photo(prepared, columns)


def no_personal(name: str, text: str) -> None:
    """Incomplete at the field ``name`` where the text holds a phone or identity number."""
    found = find_personal(text)
    if found:
        shown, _all = mask_personal(text[found[0].start : found[0].end])
        words = _("Personal data stands in it (%(what)s). Take it out, or star it out.")
        raise Incomplete(name, words % {"what": shown})


def answer(request: HttpRequest, picture: Any, *, is_public: bool) -> HttpResponse:
    """The bytes of a picture, kept for a day where anybody may see it; 304 for whoever has it."""
    etag = f'"{picture.digest[:32]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        with picture.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=picture.content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=86400" if is_public else "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
