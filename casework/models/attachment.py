"""Photos and documents. Images are stored re-encoded, without what the camera wrote into them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.case import Case
from casework.models.event import Event
from casework.models.reply import Reply


def storage_path(attachment: Any, name: str) -> str:
    """A random path: neither the person's file name nor the case can be read from it."""
    token = uuid4().hex
    return f"attachments/{token[:2]}/{token}"


class Attachment(models.Model):
    """A file of a case, served as a download to those who may see the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    reply = models.ForeignKey(
        Reply,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attachments",
        help_text=_("It goes where the reply goes: before its release nobody outside the organ sees it."),
    )
    file = models.FileField(upload_to=storage_path, max_length=100)
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64)
    turned = models.PositiveSmallIntegerField(_("turned by the office, in degrees"), default=0)
    from_citizen = models.BooleanField(default=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
