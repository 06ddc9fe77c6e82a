"""The files of a case as a reader of it meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.confidential import is_shielded, shown_name
from casework.services import may_turn

if TYPE_CHECKING:
    from casework.models import Attachment, Case


def file_list(case: Case, roles: frozenset[str]) -> list[dict[str, Any]]:
    if not case.has_files:
        return []
    found = []
    for file in case.attachments.all():
        if file.reply_id is not None:
            continue  # it stands with its reply
        file.case = case  # one object for all of them
        looks = reverse("attachment_look", args=[file.pk]) if may_turn(file, roles) else ""
        found.append(as_listed(file, is_shielded(case, roles)) | {"look": looks})
    return found


def as_listed(file: Attachment, is_hidden: bool) -> dict[str, Any]:
    """One file as a list shows it."""
    return {
        "name": shown_name(file, is_hidden),
        "url": reverse("attachment", args=[file.pk]),
        "size": file.size,
        "note": " · ".join(_notes(file)),
    }


def _notes(file: Attachment) -> list[str]:
    notes = [] if file.from_citizen else [_("from the office")]
    return [*notes, _("turned by %(degrees)d°") % {"degrees": file.turned}] if file.turned else notes
