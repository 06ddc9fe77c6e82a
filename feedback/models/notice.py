"""What was sent to whom; never the text's recipient itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Event


class NoticeState(models.TextChoices):
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class Notice(models.Model):
    """One message about one event by one way; the address is read from the identity when it is sent."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices")
    way = models.CharField(_("way"), max_length=10)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=8, choices=NoticeState.choices, default=NoticeState.SENDING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "way"],
                name="citizen_is_told_once_by_each_way",
                condition=models.Q(to_user=None),
            ),
            models.UniqueConstraint(
                fields=["event", "way", "to_user"],
                name="user_is_told_once_by_each_way",
                condition=models.Q(to_user__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.way}"
