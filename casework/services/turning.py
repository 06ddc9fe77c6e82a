"""A picture that lies on its side or stands on its head, set upright by the office.

Phones say in the file how they were held, and such pictures are turned when they are taken in. A scanner says
nothing. Turning changes no word of the letter: the picture is stored anew, and how far it was turned stands beside it.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from casework.access import roles_on
from casework.errors import Incomplete, NotAllowed
from casework.models import Attachment

if TYPE_CHECKING:
    from accounts.actors import Actor

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
#: Clockwise, in degrees, and what Pillow calls it.
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def is_picture(attachment: Attachment) -> bool:
    return attachment.content_type in _FORMATS and bool(attachment.file)


def may_turn(attachment: Attachment, roles: frozenset[str]) -> bool:
    """Those who take in what comes on paper: the office and the station; of a complaint the standing committee."""
    return is_picture(attachment) and bool(roles & _screeners(attachment))


def _screeners(attachment: Attachment) -> set[str]:
    return {"committee"} if attachment.case.is_complaint else {"officer", "station"}


def turn(attachment: Attachment, *, actor: Actor, degrees: int) -> None:
    """Store the picture turned clockwise by 90, 180 or 270 ``degrees``.

    Raises NotAllowed for everybody but those who take in what comes on paper, and Incomplete for other files.
    """
    if actor.user is None or not roles_on(actor.user, attachment.case) & _screeners(attachment):
        raise NotAllowed(_("Only the office that takes in a letter turns its scan."))
    if not is_picture(attachment) or degrees not in _TURNS:
        raise Incomplete(
            "degrees", _("Only a picture can be turned, by a quarter, a half or three quarters.")
        )
    with transaction.atomic():
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
        before, data = str(held.file.name), _turned(held, degrees)
        held.file.save(held.name, ContentFile(data), save=False)
        held.size, held.digest = len(data), hashlib.sha256(data).hexdigest()
        held.turned = (held.turned + degrees) % 360
        held.save(update_fields=["file", "size", "digest", "turned"])

        def forget_the_old_one() -> None:
            default_storage.delete(before)

        transaction.on_commit(forget_the_old_one, robust=True)


def _turned(attachment: Attachment, degrees: int) -> bytes:
    out = BytesIO()
    with attachment.file.open("rb") as stored, Image.open(stored) as picture:
        kept = _FORMATS[attachment.content_type]
        fine = {} if kept == "PNG" else {"quality": 92}
        picture.transpose(_TURNS[degrees]).save(out, kept, **fine)
    return out.getvalue()
