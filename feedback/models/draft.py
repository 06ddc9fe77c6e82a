"""What a citizen has begun to write and not sent yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """A sealed draft. No opinion: it is not searched, counted, listed or shown to anybody but its device.

    ``key_digest`` is of the random key in the device's cookie; nothing else leads to the row.
    """

    key_digest = models.CharField(max_length=64, primary_key=True)
    sealed = models.TextField()
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.key_digest[:8]
