"""The files of a case as a reader of it meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.confidential import is_shielded, shown_name

if TYPE_CHECKING:
    from casework.models import Attachment, Case


def file_list(case: Case, roles: frozenset[str]) -> list[dict[str, Any]]:
    if not case.has_files:
        return []
    return [as_listed(file, is_shielded(case, roles)) for file in case.attachments.all()]


def as_listed(file: Attachment, is_hidden: bool) -> dict[str, Any]:
    """One file as a list shows it."""
    return {
        "name": shown_name(file, is_hidden),
        "url": reverse("attachment", args=[file.pk]),
        "size": file.size,
        "note": "" if file.from_citizen else _("from the office"),
    }
